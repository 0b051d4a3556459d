"""An automatic answer as a buyer would read it: filled with the facts of one of the shop's own orders."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request
from sqlalchemy import bindparam, select

from shop_help import identity, order_facts
from shop_help.extensions import db
from shop_help.models import Order, Person
from shop_help.models.shown_orders import SHOWN, ShownOrder, shown
from shop_help.policy.answers import filled, unknown_places
from shop_help.policy.permissions import may_run_shop
from shop_help.presentation import money, short_number, state_word
from shop_help.speech import gettext as _

#: The newest orders one can choose from.
CHOICES = 12


@dataclass(frozen=True)
class Preview:
    """The orders to choose from, the chosen one's number, the answer, and the places that nothing can fill."""

    orders: list[tuple[str, str]]
    number: str
    answer: str
    unknown: list[str]


_NEWEST = (
    SHOWN.where(Order.shop_id == bindparam("shop", 0))
    .order_by(Order.created_at.desc(), Order.id.desc())
    .limit(CHOICES)
)


def preview_of(shop_id: int, answer: str, states: Sequence[str]) -> Preview:
    """The preview with the order that the form names, else the newest to which it is offered, else the newest.

    Nothing of a stranger's shop.
    """
    is_own = may_run_shop(identity.current(), shop_id)
    orders = shown(_NEWEST, parcels=True, shop=shop_id) if is_own else []
    number = request.form.get("order", "")
    fitting = [order for order in orders if order.state in states] + orders[:1]
    chosen = next((order for order in orders if order.number == number), next(iter(fitting), None))
    return Preview(
        orders=[(order.number, _label(order)) for order in orders],
        number=chosen.number if chosen else "",
        answer=_filled(answer, chosen),
        unknown=unknown_places(answer),
    )


def _label(order: ShownOrder) -> str:
    return f"{short_number(order.number)} · {state_word(order.state)} · {money(order.total, order.currency)}"


def _filled(answer: str, order: ShownOrder | None) -> str:
    facts = order_facts.facts_of(order, order.shop.name, _buyer_of(order)) if order else {}
    return filled(answer, facts, _("(not known yet)"))


def _buyer_of(order: ShownOrder) -> str:
    return (
        db.session.scalar(select(Person.name).join(Order, Order.buyer_id == Person.id).where(Order.id == order.id))
        or ""
    )
