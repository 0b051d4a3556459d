"""Help: the order most likely meant, and the questions its shop answers."""

from flask import render_template, request
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from shop_help import clock, identity, order_words
from shop_help.buyers import door
from shop_help.doors import open_to_minors, open_to_visitors
from shop_help.extensions import db
from shop_help.models import Order, ShopFaq
from shop_help.policy.answers import filled
from shop_help.policy.orders import OrderGlance, most_likely_meant

#: The newest orders among which the one that is meant is looked for.
RECENT = 20


@door.get("/help")
@open_to_visitors
@open_to_minors
def help() -> str:
    viewer = identity.viewer()
    if viewer is None or not viewer.is_adult:
        return render_template("buyers/help.html", order=None, others=[], is_minor=viewer is not None)
    recent = db.session.scalars(
        Order.of(viewer.person_id)
        .options(joinedload(Order.shop), selectinload(Order.lines), selectinload(Order.payment_parts))
        .order_by(Order.created_at.desc(), Order.id.desc())
        .limit(RECENT)
    ).all()
    chosen = _chosen(list(recent), viewer.person_id)
    return render_template(
        "buyers/help.html",
        order=chosen,
        summary=order_words.summary_of(chosen) if chosen else None,
        others=[order for order in recent if order is not chosen],
        sentence=order_words.status_sentence(chosen) if chosen else "",
        clock=order_words.clock_of(chosen) if chosen else None,
        faqs=_answers(chosen, viewer.name) if chosen else [],
    )


def _chosen(recent: list[Order], person_id: int) -> Order | None:
    """The order the buyer named, else the one most likely meant."""
    number = request.args.get("order", "")
    if number:
        named = db.session.scalar(Order.of(person_id).where(Order.number == number))
        if named is not None:
            return named
    glances = [OrderGlance(o.id, o.state, o.created_at, o.expected_at) for o in recent]
    meant = most_likely_meant(glances, clock.now())
    return next((order for order in recent if meant and order.id == meant.order_id), None)


def _answers(order: Order, buyer_name: str) -> list[tuple[str, str]]:
    """The shop's most common questions with their answers, filled with this order's facts."""
    faqs = db.session.scalars(
        select(ShopFaq).where(ShopFaq.shop_id == order.shop_id).order_by(ShopFaq.asked.desc(), ShopFaq.id)
    )
    facts = order_words.facts_of(order, order.shop.name, buyer_name)
    fitting = (faq for faq in faqs if not faq.states or order.state in faq.states)
    return [(faq.question, filled(faq.answer, facts, "—")) for faq in fitting][:6]
