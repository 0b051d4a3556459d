"""What policy.refunds asks of an order's rows: its bill, and what went back before."""

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, select

from shop_help.models.order import Order, OrderLine, PaymentPart
from shop_help.models.prepared import Prepared
from shop_help.models.refund import Refund, RefundPart
from shop_help.policy.refunds import FEE, ITEM, SHIPPING, Bill, Given, Unit, was_paid, worth_of

_ORDER = Prepared(select(Order.state, Order.paid_at).where(Order.id == bindparam("order", 0)))
_LINES = Prepared(
    select(
        OrderLine.id,
        OrderLine.price,
        OrderLine.seller_discount,
        OrderLine.platform_discount,
        OrderLine.tax,
        OrderLine.refunded_at,
    )
    .where(OrderLine.order_id == bindparam("order", 0))
    .order_by(OrderLine.position, OrderLine.id)
)
_PAID = Prepared(select(PaymentPart.kind, PaymentPart.amount).where(PaymentPart.order_id == bindparam("order", 0)))
_GIVEN = Prepared(
    select(RefundPart.kind, RefundPart.line_id, func.sum(RefundPart.amount).label("amount"))
    .join(Refund, Refund.id == RefundPart.refund_id)
    .where(Refund.order_id == bindparam("order", 0))
    .group_by(RefundPart.kind, RefundPart.line_id)
)


@dataclass(frozen=True)
class RefundFacts:
    """An order's bill, and what went back of it or is on its way."""

    bill: Bill
    given: Given


def refund_facts(connection: Connection, order_id: int) -> RefundFacts:
    """Of one order; under its lock they are what holds, before a page they are what a reader is told."""
    order = _ORDER.one(connection, {"order": order_id})
    lines = _LINES.all(connection, {"order": order_id})
    is_paid = order is not None and was_paid(order.state, order.paid_at)
    paid = {row.kind: row.amount for row in _PAID.all(connection, {"order": order_id})} if is_paid else {}
    units = (Unit(row.id, row.price, row.seller_discount, row.platform_discount, row.tax) for row in lines)
    bill = Bill(tuple(units), paid)
    of_lines, of_kinds = _given(connection, order_id)
    # Money that went back before there was a ledger, or elsewhere: of that the line alone tells.
    elsewhere = [row.id for row in lines if row.refunded_at is not None and row.id not in of_lines]
    worth = worth_of(bill)
    of_lines |= {line_id: worth[line_id] for line_id in elsewhere}
    return RefundFacts(bill, Given(of_lines, of_kinds.get(SHIPPING, 0), of_kinds.get(FEE, 0)))


def _given(connection: Connection, order_id: int) -> tuple[dict[int, int], dict[str, int]]:
    """By line, and by the other kinds. What failed counts: it is owed still."""
    rows = _GIVEN.all(connection, {"order": order_id})
    # A sum comes as a Decimal from PostgreSQL.
    lines = {row.line_id: int(row.amount) for row in rows if row.kind == ITEM}
    return lines, {row.kind: int(row.amount) for row in rows if row.kind != ITEM}
