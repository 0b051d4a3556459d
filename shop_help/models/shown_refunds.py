"""Refunds as pages show them: what came back of an order, and the operators' list."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import bindparam, case, func, select, true

from shop_help.extensions import db
from shop_help.models.order import Order, OrderLine
from shop_help.models.person import Person
from shop_help.models.prepared import Prepared
from shop_help.models.reading import rows_of
from shop_help.models.refund import Refund, RefundPart
from shop_help.models.refund_facts import refund_facts
from shop_help.models.shop import Shop
from shop_help.models.shown_orders import ShownOrder
from shop_help.paging import walk

#: Rows of a whole list that are read at once.
PIECE = 500

_COLUMNS = (
    Refund.id,
    Refund.order_id,
    Refund.request_id,
    Refund.key,
    Refund.currency,
    Refund.amount,
    Refund.state,
    Refund.adapter,
    Refund.tries,
    Refund.attempt,
    Refund.next_try_at,
    Refund.trying_since,
    Refund.taken_at,
    Refund.reference,
    Refund.failure_code,
    Refund.failure,
    Refund.created_at,
    Refund.settled_at,
    Refund.note,
)
_PARTS = Prepared(
    select(RefundPart.kind, RefundPart.amount, OrderLine.name, OrderLine.variant, RefundPart.line_id)
    .outerjoin(OrderLine, OrderLine.id == RefundPart.line_id)
    .where(RefundPart.refund_id == bindparam("refund", 0))
    .order_by(RefundPart.id)
)
_BACK = Prepared(
    select(
        func.sum(Refund.amount).label("given"),
        func.sum(case((Refund.state != "done", Refund.amount), else_=0)).label("owed"),
    ).where(Refund.order_id == bindparam("order", 0))
)
#: With what an operator needs beside: the order, the shop, and who marked it as done.
LISTED: Any = (
    select(
        *_COLUMNS,
        Order.number.label("order_number"),
        Order.market,
        Shop.name.label("shop_name"),
        Person.name.label("settled_by_name"),
    )
    .join(Order, Order.id == Refund.order_id)
    .join(Shop, Shop.id == Order.shop_id)
    .outerjoin(Person, Person.id == Refund.settled_by)
)


def parts_of(refund_id: int) -> Sequence[Any]:
    """What it consists of, the items by name."""
    return rows_of(_PARTS, refund=refund_id)


def money_back(order: ShownOrder, has_refunds: bool) -> tuple[int, int]:
    """In minor units: what was given back of an order, and what is owed still."""
    given = owed = 0
    if has_refunds:
        row = rows_of(_BACK, order=order.id)[0]
        given, owed = int(row.given or 0), int(row.owed or 0)
    if any(line.refunded_at for line in order.lines):
        # With what went back before there was a ledger, or elsewhere.
        given = refund_facts(db.session.connection(), order.id).given.total
    return given - owed, owed


def listed(state: str = "", behind: int | None = None, most: int = 1) -> Sequence[Any]:
    """The operators' list, newest first: of one state or of all, behind the one of that id."""
    wanted = LISTED.where(Refund.state == state if state else true(), Refund.id < behind if behind else true())
    return rows_of(wanted.order_by(Refund.id.desc()).limit(most))


def listed_one(refund_id: int) -> Any:
    """One of them; None where there is none."""
    found = rows_of(LISTED.where(Refund.id == refund_id))
    return found[0] if found else None


def every_refund(state: str = "") -> Iterator[Any]:
    """The whole of that list."""
    return walk(lambda behind: listed(state, behind, PIECE), lambda row: int(row.id))


def count_of(state: str, most: int) -> int:
    """How many stand in a state, counted up to a number."""
    some = select(Refund.id).where(Refund.state == state).limit(most).subquery()
    return int(rows_of(select(func.count().label("n")).select_from(some))[0].n)
