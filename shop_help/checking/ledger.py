"""The ledger of refunds: parts make the whole, no order gives back more than was paid, nothing owed is forgotten."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, exists, func, or_, select

from shop_help.checking.fault import Fault
from shop_help.models import LogEntry, Order, OrderLine, OrderRequest, Refund, RefundPart
from shop_help.models.refund_facts import refund_facts
from shop_help.policy.refunds import ITEM, worth_of
from shop_help.policy.request_states import APPROVED, CHANGES


def faults(connection: Connection) -> Iterator[Fault]:
    """Sums, limits, states, and refunds that should be there."""
    yield from _sums(connection)
    yield from _above_paid(connection)
    yield from _half_settled(connection)
    yield from _unmarked(connection)
    yield from _never_begun(connection)


def _sums(connection: Connection) -> Iterator[Fault]:
    summed = func.coalesce(func.sum(RefundPart.amount), 0)
    wanted = (
        select(Refund.id, Refund.amount, summed.label("summed"))
        .outerjoin(RefundPart, RefundPart.refund_id == Refund.id)
        .group_by(Refund.id, Refund.amount)
        .having(or_(summed != Refund.amount, func.coalesce(func.min(RefundPart.amount), 0) <= 0))
        .order_by(Refund.id)
    )
    for row in connection.execute(wanted):
        yield Fault("ledger", f"refund {row.id}", f"it is of {row.amount}, and its parts make {row.summed}")
    strange = select(Refund.id, Refund.currency, Order.currency.label("paid_in")).join(Order)
    for other in connection.execute(strange.where(Refund.currency != Order.currency)):
        what = f"it is in {other.currency}, and its order was paid in {other.paid_in}"
        yield Fault("ledger", f"refund {other.id}", what)


def _above_paid(connection: Connection) -> Iterator[Fault]:
    wanted = select(Refund.order_id, func.max(Refund.created_at).label("last")).group_by(Refund.order_id)
    for order in connection.execute(wanted.order_by(Refund.order_id)).all():
        facts = refund_facts(connection, order.order_id)
        worth, where = worth_of(facts.bill), f"order {order.order_id}"
        found = [
            Fault("ledger", f"{where}, item {line}", f"{given} was given back of {worth.get(line, 0)}")
            for line, given in sorted(facts.given.lines.items())
            if given > worth.get(line, 0)
        ]
        if facts.given.total > facts.bill.total:
            found.append(Fault("ledger", where, f"{facts.given.total} was given back of {facts.bill.total}"))
        if found and not _bill_changed_since(connection, order.order_id, order.last):
            yield from found


def _bill_changed_since(connection: Connection, order_id: int, since: datetime) -> bool:
    """A shop may lower a bill, or change its items, after money went back: that is no fault of the ledger."""
    wanted = select(LogEntry.data).where(
        LogEntry.order_id == order_id, LogEntry.what == "order.changed", LogEntry.happened_at >= since
    )
    changed = {name for data in connection.scalars(wanted) for name in data.get("changed", ())}
    return bool(changed & {"payment", "line_items", "paid_at", "state"})


def _half_settled(connection: Connection) -> Iterator[Fault]:
    is_settled = Refund.state.in_(("done", "failed"))
    wrong = or_(
        is_settled & Refund.settled_at.is_(None),
        is_settled & Refund.next_try_at.is_not(None),
        ~is_settled & Refund.settled_at.is_not(None),
    )
    for row in connection.execute(select(Refund.id, Refund.state).where(wrong).order_by(Refund.id)):
        yield Fault("ledger", f"refund {row.id}", f"its state is {row.state}, and its instants say otherwise")


def _unmarked(connection: Connection) -> Iterator[Fault]:
    wanted = (
        select(Refund.id, OrderLine.id.label("line"))
        .join(RefundPart, RefundPart.refund_id == Refund.id)
        .join(OrderLine, OrderLine.id == RefundPart.line_id)
        .where(Refund.state == "done", RefundPart.kind == ITEM, OrderLine.refunded_at.is_(None))
    )
    for row in connection.execute(wanted.order_by(Refund.id)):
        yield Fault("ledger", f"refund {row.id}", f"item {row.line} doesn't say that its money was given back")


def _never_begun(connection: Connection) -> Iterator[Fault]:
    """What was agreed to give back has its refund in the ledger, unless something else is to happen first."""
    begun = exists(select(1).where(Refund.request_id == OrderRequest.id))
    owed = (OrderRequest.state.in_(APPROVED), OrderRequest.kind.not_in((*CHANGES, "exchange")), ~begun)
    for row in connection.execute(select(OrderRequest.id, OrderRequest.kind).where(*owed).order_by(OrderRequest.id)):
        yield Fault("ledger", f"request {row.id}", f"the {row.kind} was approved, and no refund was begun")
