"""A request as a row of the list: what, whose, about which order, and what happens by itself and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from shop_help import clock
from shop_help.extensions import db
from shop_help.models import Order, OrderLine, OrderRequest, Person, RequestLine, Shop
from shop_help.policy.request_clock import level_of
from shop_help.presentation import first_name
from shop_help.request_words import kind_word, state_word_of
from shop_help.sellers.due import end_words


@dataclass(frozen=True)
class RequestRow:
    """What a row shows. `words`: what happens if nobody moves; empty where no clock runs."""

    id: int
    kind: str
    state: str
    state_word: str
    buyer: str
    shop: str
    number: str
    item: str
    more: int
    amount: int
    currency: str
    at: datetime
    due_at: datetime | None
    level: str
    words: str


def rows_of(ids: Sequence[int]) -> list[RequestRow]:
    """The rows of these requests, in this order."""
    found = {row.id: row for row in db.session.execute(_QUESTION, {"ids": list(ids)})}
    return [_row(found[each]) for each in ids if each in found]


def _question() -> Any:
    lines = RequestLine.request_id == OrderRequest.id
    first = (
        select(OrderLine.name)
        .join(RequestLine, RequestLine.line_id == OrderLine.id)
        .where(lines)
        .order_by(OrderLine.position)
        .limit(1)
        .correlate(OrderRequest)
    )
    count = select(func.count()).select_from(RequestLine).where(lines).correlate(OrderRequest)
    return (
        select(
            OrderRequest.id,
            OrderRequest.kind,
            OrderRequest.state,
            OrderRequest.mover,
            OrderRequest.amount,
            OrderRequest.currency,
            OrderRequest.asked_at,
            OrderRequest.moved_at,
            OrderRequest.due_at,
            Person.name.label("buyer"),
            Shop.name.label("shop"),
            Order.number,
            first.scalar_subquery().label("item"),
            count.scalar_subquery().label("lines"),
        )
        .join(Person, Person.id == OrderRequest.buyer_id)
        .join(Shop, Shop.id == OrderRequest.shop_id)
        .join(Order, Order.id == OrderRequest.order_id)
        .where(OrderRequest.id.in_(bindparam("ids", expanding=True)))
    )


_QUESTION = _question()


def _row(found: Row[Any]) -> RequestRow:
    due = found.due_at
    return RequestRow(
        id=found.id,
        kind=kind_word(found.kind),
        state=found.state,
        # That it waits for the shop, its place in the list says.
        state_word="" if found.state == "pending" and due else state_word_of(found),
        buyer=first_name(found.buyer),
        shop=found.shop,
        number=found.number,
        item=found.item or "",
        more=max(0, found.lines - 1),
        amount=found.amount,
        currency=found.currency,
        at=found.moved_at,
        due_at=due,
        # The buyer's clocks press nobody here.
        level=level_of(found.moved_at, due, clock.now()) if due and found.mover == "SHOP" else "calm",
        words=end_words(found.kind, found.state, due) if due else "",
    )
