"""An order: its state, its parcels on their line, its items, and what was paid."""

from flask import abort, render_template
from sqlalchemy import bindparam

from shop_help import identity, order_words
from shop_help.buyers import door
from shop_help.case_words import listed
from shop_help.models import Order
from shop_help.models.buyers_cases import cases_going_on
from shop_help.models.prepared import Prepared
from shop_help.models.shown_orders import SHOWN, shown
from shop_help.policy import wording
from shop_help.speech import gettext as _

_FOUND = Prepared(SHOWN.where(Order.buyer_id == bindparam("buyer", 0), Order.number == bindparam("number", "")))


@door.get("/orders/<number>")
def order(number: str) -> str:
    mine = shown(_FOUND, parcels=True, buyer=identity.current().person_id, number=number)
    if not mine:
        abort(404)
    found = mine[0]
    parts = [(_(wording.PAYMENT_PARTS[p.kind]), p.amount, "discount" in p.kind) for p in found.payment_parts]
    return render_template(
        "buyers/order.html",
        order=found,
        cases=listed(cases_going_on(identity.current().person_id, found.id)),
        sentence=order_words.status_sentence(found),
        clock=order_words.clock_of(found),
        parcels=order_words.parcels_of(found),
        parts=parts,
        order_zone=order_words.zone_of(found),
    )
