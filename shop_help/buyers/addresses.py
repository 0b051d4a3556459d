"""Addresses: where the buyer's orders went, each with the newest order that used it."""

from typing import Any

from flask import render_template
from sqlalchemy import Row, select

from shop_help import identity
from shop_help.buyers import door
from shop_help.extensions import db
from shop_help.models import Order

#: The newest orders whose addresses are looked through.
RECENT = 100


@door.get("/addresses")
def addresses() -> str:
    rows = db.session.execute(
        select(Order.number, Order.address, Order.market)
        .where(Order.buyer_id == identity.current().person_id)
        .order_by(Order.created_at.desc())
        .limit(RECENT)
    )
    found: dict[str, Row[str, dict[str, Any], str]] = {}
    for row in rows:
        if row.address:
            found.setdefault(repr(sorted(row.address.items())), row)
    return render_template("buyers/addresses.html", orders=list(found.values()))
