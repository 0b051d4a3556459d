"""An order: its state, its parcels on their line, its items, and what was paid."""

from flask import abort, render_template
from sqlalchemy.orm import joinedload, selectinload

from shop_help import identity, order_words
from shop_help.buyers import door
from shop_help.extensions import db
from shop_help.models import Order, Package
from shop_help.policy import wording
from shop_help.speech import gettext as _


def found(number: str) -> Order:
    """The asker's own order of that number; a stranger's is not there."""
    wanted = (
        Order.of(identity.current().person_id)
        .where(Order.number == number)
        .options(
            joinedload(Order.shop),
            selectinload(Order.lines),
            selectinload(Order.payment_parts),
            selectinload(Order.packages).selectinload(Package.events),
        )
    )
    order = db.session.scalar(wanted)
    if order is None:
        abort(404)
    return order


@door.get("/orders/<number>")
def order(number: str) -> str:
    shown = found(number)
    parts = [(_(wording.PAYMENT_PARTS[p.kind]), p.amount, "discount" in p.kind) for p in shown.payment_parts]
    return render_template(
        "buyers/order.html",
        order=shown,
        sentence=order_words.status_sentence(shown),
        clock=order_words.clock_of(shown),
        parcels=order_words.parcels_of(shown),
        parts=parts,
        order_zone=order_words.zone_of(shown),
    )
