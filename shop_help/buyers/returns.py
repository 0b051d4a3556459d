"""Returns: what the buyer got back so far, and the way to ask for a return."""

from flask import render_template
from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from shop_help import identity
from shop_help.buyers import door
from shop_help.extensions import db
from shop_help.models import Order, OrderLine


@door.get("/returns")
def returns() -> str:
    refunded = db.session.scalars(
        select(OrderLine)
        .join(OrderLine.order)
        .where(Order.buyer_id == identity.current().person_id, OrderLine.refunded_at.is_not(None))
        .options(contains_eager(OrderLine.order).options(joinedload(Order.shop)))
        .order_by(OrderLine.refunded_at.desc())
        .limit(50)
    ).all()
    return render_template("buyers/returns.html", lines=refunded)
