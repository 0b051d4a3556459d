"""Help: the order most likely meant, and the questions its shop answers."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, request
from sqlalchemy import bindparam, select

from shop_help import clock, identity, order_words
from shop_help.buyers import door
from shop_help.doors import open_to_minors, open_to_visitors
from shop_help.models import Order, OrderLine, ShopFaq
from shop_help.models.prepared import Prepared
from shop_help.models.reading import first_line, rows_of
from shop_help.models.shown_orders import SHOWN, ShownOrder, shown
from shop_help.policy.answers import filled
from shop_help.policy.orders import OrderGlance, most_likely_meant
from shop_help.policy.permissions import may_enter, may_read_help

#: The newest orders among which the one that is meant is looked for.
RECENT = 20
#: Answers on the page; the conversation has the rest.
MOST_FAQS = 6

_BUYER: Any = bindparam("buyer", 0)
_RECENT = Prepared(
    select(
        Order.id,
        Order.number,
        Order.state,
        Order.created_at,
        Order.expected_at,
        first_line(OrderLine.name).label("name"),
    )
    .where(Order.buyer_id == _BUYER)
    .order_by(Order.created_at.desc(), Order.id.desc())
    .limit(RECENT)
)
_NAMED = Prepared(SHOWN.where(Order.buyer_id == _BUYER, Order.number == bindparam("number", "")))
_FAQS = Prepared(
    select(ShopFaq.question, ShopFaq.answer, ShopFaq.states)
    .where(ShopFaq.shop_id == bindparam("shop", 0))
    .order_by(ShopFaq.asked.desc(), ShopFaq.id)
)


@door.get("/help")
@open_to_visitors
@open_to_minors
def help() -> str:
    viewer = identity.viewer()
    if viewer is None or not may_enter(viewer, "buyer"):
        return render_template("buyers/help.html", order=None, others=[], is_minor=may_read_help(viewer))
    recent = rows_of(_RECENT, buyer=viewer.person_id)
    chosen = _chosen(recent, viewer.person_id)
    return render_template(
        "buyers/help.html",
        order=chosen,
        summary=order_words.summary_of(chosen) if chosen else None,
        others=[order for order in recent if not chosen or order.id != chosen.id],
        sentence=order_words.status_sentence(chosen) if chosen else "",
        clock=order_words.clock_of(chosen) if chosen else None,
        faqs=_answers(chosen, viewer.name) if chosen else [],
    )


def _chosen(recent: Sequence[Any], person_id: int) -> ShownOrder | None:
    """The order the buyer named, else the one most likely meant."""
    glances = [OrderGlance(row.id, row.state, row.created_at, row.expected_at) for row in recent]
    meant = most_likely_meant(glances, clock.now())
    likely = next((row.number for row in recent if meant and row.id == meant.order_id), "")
    for number in (request.args.get("order", ""), likely):
        found = shown(_NAMED, parcels=True, buyer=person_id, number=number) if number else []
        if found:
            return found[0]
    return None


def _answers(order: ShownOrder, buyer_name: str) -> list[tuple[str, str]]:
    """The shop's most common questions with their answers, filled with this order's facts."""
    facts = order_words.facts_of(order, order.shop.name, buyer_name)
    fitting = (row for row in rows_of(_FAQS, shop=order.shop.id) if not row.states or order.state in row.states)
    return [(row.question, filled(row.answer, facts, "—")) for row in fitting][:MOST_FAQS]
