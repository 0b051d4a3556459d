"""Refunds of the demo: one that is done, and one that the payment system could not pay."""

from datetime import datetime

from sqlalchemy import select

from shop_help.actions.refunds import begin
from shop_help.actions.refunds.settling import RefundWork, settle_in
from shop_help.database import write_unit
from shop_help.demo.feed import moment
from shop_help.demo.plan import OrderPlan
from shop_help.extensions import db
from shop_help.models import LogEntry, Order, Refund
from shop_help.models.refund_facts import refund_facts
from shop_help.policy.markets import market_called
from shop_help.policy.refund_states import Told
from shop_help.policy.refund_tries import DEMO_MOMENT
from shop_help.policy.refunds import Quote, quote

#: What the demo's bank says of the one that failed.
CLOSED = "The account of the card is closed"


def give_back(plan: OrderPlan, now: datetime) -> None:
    """The money of some units went back, as the plan tells, or could not be given back."""
    if not plan.refunded:
        return
    with write_unit(db.session):
        order = db.session.scalars(select(Order).where(Order.number == plan.number)).one()
        at = moment(now, plan.refunded_on, market_called(order.market))
        lines = [line.id for line in order.lines if line.position in plan.refunded]
        back = _back(order, lines)
        if plan.refund_failed:
            _settle(order, back, Told("failed", f"demo-{plan.number}", "told", CLOSED), at)
            return
        _settle(order, back, Told("done", f"demo-{plan.number}"), at)
        data = {"lines": lines, "amount": back.total}
        log = LogEntry(what="order.refunded", voice="SHOP", why="Arrived cracked", happened_at=at, data=data)
        log.order_id, log.shop_id = order.id, order.shop_id
        db.session.add(log)


def _back(order: Order, line_ids: list[int]) -> Quote:
    facts = refund_facts(db.session.connection(), order.id)
    whole = order.state == "CANCELLED"
    return quote(facts.bill, line_ids, facts.given, seller_at_fault=not whole, whole_order=whole)


def _settle(order: Order, back: Quote, told: Told, at: datetime) -> None:
    """Begun then, and settled a moment later."""
    connection = db.session.connection()
    refund_id = begin(connection, order.id, None, f"demo-{order.number}", back.parts, at)
    row = connection.execute(select(Refund).where(Refund.id == refund_id)).one()
    settle_in(RefundWork(connection, row, order, at + DEMO_MOMENT), told)
