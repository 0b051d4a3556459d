"""Help: the order most likely meant, and the questions its shop answers."""

from flask import render_template, request
from sqlalchemy import bindparam, select

from shop_help import clock, identity, order_facts, order_words
from shop_help.buyers import door
from shop_help.doors import open_to_minors, open_to_visitors
from shop_help.models import Order, ShopFaq
from shop_help.models.reading import rows_of
from shop_help.models.shown_orders import SHOWN, ShownOrder, shown
from shop_help.policy.answers import filled
from shop_help.policy.orders import OrderGlance, most_likely_meant
from shop_help.policy.permissions import may_enter, may_read_help

#: The newest orders among which the one that is meant is looked for.
RECENT = 20
#: Answers on the page; the conversation has the rest.
MOST_FAQS = 6


_RECENT = (
    SHOWN.where(Order.buyer_id == bindparam("buyer", 0))
    .order_by(Order.created_at.desc(), Order.id.desc())
    .limit(RECENT)
)
_NAMED = SHOWN.where(Order.buyer_id == bindparam("buyer", 0), Order.number == bindparam("number", ""))


@door.get("/help")
@open_to_visitors
@open_to_minors
def help() -> str:
    viewer = identity.viewer()
    if viewer is None or not may_enter(viewer, "buyer"):
        return render_template("buyers/help.html", order=None, others=[], is_minor=may_read_help(viewer))
    recent = shown(_RECENT, parcels=True, buyer=viewer.person_id)
    chosen = _chosen(recent, viewer.person_id)
    return render_template(
        "buyers/help.html",
        order=chosen,
        summary=order_words.summary_of(chosen) if chosen else None,
        others=[order for order in recent if order is not chosen],
        sentence=order_words.status_sentence(chosen) if chosen else "",
        clock=order_words.clock_of(chosen) if chosen else None,
        faqs=_answers(chosen, viewer.name) if chosen else [],
    )


def _chosen(recent: list[ShownOrder], person_id: int) -> ShownOrder | None:
    """The order the buyer named, else the one most likely meant."""
    number = request.args.get("order", "")
    if number:
        named = next((order for order in recent if order.number == number), None)
        found = [named] if named else shown(_NAMED, parcels=True, buyer=person_id, number=number)
        if found:
            return found[0]
    glances = [OrderGlance(o.id, o.state, o.created_at, o.expected_at) for o in recent]
    meant = most_likely_meant(glances, clock.now())
    return next((order for order in recent if meant and order.id == meant.order_id), None)


_FAQS = (
    select(ShopFaq.question, ShopFaq.answer, ShopFaq.states)
    .where(ShopFaq.shop_id == bindparam("shop", 0))
    .order_by(ShopFaq.asked.desc(), ShopFaq.id)
)


def _answers(order: ShownOrder, buyer_name: str) -> list[tuple[str, str]]:
    """The shop's most common questions with their answers, filled with this order's facts."""
    facts = order_facts.facts_of(order, order.shop.name, buyer_name)
    fitting = (row for row in rows_of(_FAQS, shop=order.shop.id) if not row.states or order.state in row.states)
    return [(row.question, filled(row.answer, facts, "—")) for row in fitting][:MOST_FAQS]
