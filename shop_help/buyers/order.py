"""An order: its state, its parcels on their line, its items, and what was paid."""

from flask import abort, render_template
from sqlalchemy import bindparam

from shop_help import hx, identity, order_words
from shop_help.buyers import door, possible
from shop_help.buyers.coverage import coverage_of
from shop_help.buyers.request_cards import cards_of
from shop_help.case_words import listed
from shop_help.models import Order
from shop_help.models.buyers_cases import cases_going_on
from shop_help.models.buyers_requests import what_is_known
from shop_help.models.prepared import Prepared
from shop_help.models.shown_orders import SHOWN, ShownOrder, shown
from shop_help.models.shown_requests import requests_of_order

_FOUND = Prepared(SHOWN.where(Order.buyer_id == bindparam("buyer", 0), Order.number == bindparam("number", "")))


def own_order(number: str) -> ShownOrder:
    """An order of whoever asks, with its parcels; somebody else's isn't there."""
    mine = shown(_FOUND, parcels=True, buyer=identity.current().person_id, number=number)
    if not mine:
        abort(404)
    return mine[0]


@door.get("/orders/<number>")
def order(number: str) -> str:
    found, zone = own_order(number), identity.current().zone
    known = what_is_known(found.id)
    case = possible.case_of(found, bool(known.asked or known.paid_back or known.claimed))
    return render_template(
        "buyers/order.html",
        order=found,
        cases=listed(cases_going_on(identity.current().person_id, found.id)) if known.in_service else [],
        sentence=order_words.status_sentence(found),
        clock=order_words.clock_of(found),
        parcels=order_words.parcels_of(found),
        payment=order_words.payment_of(found, bool(known.paid_back)),
        cards=cards_of(requests_of_order(found.id)) if known.asked else [],
        rows=possible.rows_of(case, zone, with_shut=False),
        coverage=coverage_of(found, case),
        order_zone=order_words.zone_of(found),
    )


@door.get("/orders/<number>/possible")
def order_possible(number: str) -> str:
    """Every verdict on every item. On the order's page it opens in its place."""
    found, zone = own_order(number), identity.current().zone
    case = possible.case_of(found)
    template = "buyers/_order_shut.html" if hx.is_fragment() else "buyers/order_possible.html"
    shown_here = (
        {"rows": possible.rows_of(case, zone)} if hx.is_fragment() else {"cards": possible.all_verdicts(case, zone)}
    )
    return render_template(template, order=found, **shown_here)
