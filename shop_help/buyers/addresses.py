"""Addresses: where the buyer's orders went, each with the newest order that used it."""

from flask import render_template
from sqlalchemy import select

from shop_help import identity
from shop_help.buyers import door
from shop_help.extensions import db
from shop_help.models import Order

#: The newest orders whose addresses are looked through.
RECENT = 100


@door.get("/addresses")
def addresses() -> str:
    rows = db.session.execute(
        select(Order.number, Order.address)
        .where(Order.buyer_id == identity.current().person_id)
        .order_by(Order.created_at.desc())
        .limit(RECENT)
    )
    found: dict[str, tuple[str, dict[str, object]]] = {}
    for row in rows:
        if row.address:
            found.setdefault(repr(sorted(row.address.items())), (row.number, row.address))
    return render_template("buyers/addresses.html", addresses=list(found.values()))
