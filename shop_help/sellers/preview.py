"""An automatic answer as a buyer would read it: filled with the facts of one of the shop's own orders."""

from dataclasses import dataclass

from flask import request
from sqlalchemy.orm import joinedload, selectinload

from shop_help import identity, order_words
from shop_help.extensions import db
from shop_help.models import Order
from shop_help.policy.answers import filled, unknown_places
from shop_help.presentation import first_name, short_number, state_word
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


def preview_of(shop_id: int, answer: str) -> Preview:
    """The preview with the order that the form names, or the shop's newest one. Nothing of a stranger's shop."""
    own = Order.of_shops(frozenset({shop_id}) & identity.current().shop_ids)
    newest = own.order_by(Order.created_at.desc(), Order.id.desc()).limit(CHOICES)
    orders = list(
        db.session.scalars(
            newest.options(
                joinedload(Order.buyer).noload("*"),
                joinedload(Order.shop),
                selectinload(Order.lines),
                selectinload(Order.packages),
                selectinload(Order.payment_parts),
            )
        )
    )
    number = request.form.get("order", "")
    chosen = next((order for order in orders if order.number == number), orders[0] if orders else None)
    return Preview(
        orders=[(order.number, _label(order)) for order in orders],
        number=chosen.number if chosen else "",
        answer=_filled(answer, chosen),
        unknown=unknown_places(answer),
    )


def _label(order: Order) -> str:
    return f"{short_number(order.number)} · {state_word(order.state)} · {first_name(order.buyer.name)}"


def _filled(answer: str, order: Order | None) -> str:
    facts = order_words.facts_of(order, order.shop.name, order.buyer.name) if order else {}
    return filled(answer, facts, _("(not known yet)"))
