"""Money of a Buyer Protection case: begun in the commit that owes it, and what follows once it is there.

What was paid stays paid: a later decision pays what is missing, and never takes anything back.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from shop_help.actions.protection.work import ProtectionWork
from shop_help.actions.refunds.ledger import begin
from shop_help.models import ProtectionDecision, Refund, RefundPart
from shop_help.models.protection_log import KEY, is_refund_of
from shop_help.models.refund_facts import refund_facts
from shop_help.policy.messages import Refused
from shop_help.policy.protection_clock import Clock
from shop_help.policy.protection_states import step_for
from shop_help.policy.refunds import ITEM, SHIPPING, Part, Quote, offered, quote


def case_of_key(key: str) -> int | None:
    """The case that a refund of this key pays for; None for a refund of something else."""
    kind, _, rest = key.partition(":")
    return int(rest.partition(":")[0]) if kind == KEY else None


@dataclass(frozen=True)
class Paid:
    """What this case has paid, or is paying, by line and for shipping, in minor units."""

    lines: Mapping[int, int]
    shipping: int

    @property
    def total(self) -> int:
        return sum(self.lines.values()) + self.shipping


def paid_by(connection: Connection, protection_id: int) -> Paid:
    """What a case has paid so far."""
    wanted = (
        select(RefundPart.line_id, func.sum(RefundPart.amount).label("amount"))
        .join(Refund, Refund.id == RefundPart.refund_id)
        .where(is_refund_of(protection_id))
        .group_by(RefundPart.line_id)
    )
    amounts = {row.line_id: int(row.amount) for row in connection.execute(wanted)}
    return Paid({line: amount for line, amount in amounts.items() if line is not None}, amounts.get(None, 0))


def left_for(work: ProtectionWork) -> Quote:
    """What the lines of a case still give back."""
    return left_of(work.connection, work.order.id, [line.id for line in work.lines])


def left_of(connection: Connection, order_id: int, line_ids: Collection[int]) -> Quote:
    """What these lines of an order still give back."""
    facts = refund_facts(connection, order_id)
    return quote(facts.bill, line_ids, facts.given, seller_at_fault=True)


def room_of(work: ProtectionWork) -> tuple[dict[int, int], int]:
    """The most that can be decided for each line and for shipping: what is left, and what this case paid."""
    return room_in(work.connection, work.row.id, work.order.id, [line.id for line in work.lines])


def room_in(
    connection: Connection, protection_id: int, order_id: int, line_ids: Collection[int]
) -> tuple[dict[int, int], int]:
    """The same for a page, without the locks."""
    left, paid = left_of(connection, order_id, line_ids), paid_by(connection, protection_id)
    lines = {line: left.of_line(line) + paid.lines.get(line, 0) for line in line_ids}
    return lines, left.shipping + paid.shipping


def pay_settlement(work: ProtectionWork, settlement_id: int, amount: int) -> None:
    """Begins the payment of what both sides agreed on. Raises Refused where that is not there any more."""
    left = left_for(work)
    if amount > left.total:
        raise Refused("refund_above_paid")
    begin_payment(work, f"settlement:{settlement_id}", offered(left, amount), work.now)


def begin_payment(work: ProtectionWork, tail: str, back: Quote, at: datetime) -> None:
    """One refund of the case, under a name of its own: sent twice it is one."""
    begin(work.connection, work.order.id, None, f"{KEY}:{work.row.id}:{tail}", back.parts, at)


def owed_of(work: ProtectionWork, decision: Any) -> Quote:
    """What a decision gives beyond what was paid, as far as it is there."""
    left, paid = left_for(work), paid_by(work.connection, work.row.id)
    parts = [
        Part(ITEM, int(line), min(amount - paid.lines.get(int(line), 0), left.of_line(int(line))))
        for line, amount in decision.by_line.items()
    ]
    parts.append(Part(SHIPPING, None, min(decision.shipping_amount - paid.shipping, left.shipping)))
    return Quote(tuple(part for part in parts if part.amount > 0))


def pay_decision(work: ProtectionWork, at: datetime) -> None:
    """Begins the payment of the decision that holds; where nothing is owed any more, it is refunded at once."""
    decision = decision_that_holds(work.connection, work.row.id)
    owed = owed_of(work, decision)
    if owed.parts:
        begin_payment(work, f"decision:{decision.id}", owed, at)
    else:
        refunded(work, at, work.row.decided_amount or 0)


def decision_that_holds(connection: Connection, protection_id: int) -> Any:
    """The last decision that counts, or None."""
    counted = ProtectionDecision.state.in_(("made", "confirmed"))
    wanted = select(*ProtectionDecision.__table__.columns)
    wanted = wanted.where(ProtectionDecision.protection_id == protection_id, counted)
    return connection.execute(wanted.order_by(ProtectionDecision.id.desc()).limit(1)).one_or_none()


def is_owed(connection: Connection, protection_id: int) -> bool:
    """Is a payment of this case on its way, or did one fail?"""
    open_ones = select(Refund.id).where(is_refund_of(protection_id), Refund.state != "done")
    return connection.execute(open_ones.limit(1)).first() is not None


def refunded(work: ProtectionWork, at: datetime, amount: int) -> None:
    """The money is there. The case is over with it, unless the decision can still be appealed."""
    if step_for("refund", "SYSTEM", work.row.state) is None or is_owed(work.connection, work.row.id):
        work.tell("refund_paid", "SYSTEM", at, amount=amount)
        work.say("refund", amount=amount)
        return
    until = work.row.appeal_until
    can_appeal = until is not None and until > at and work.row.state in ("decided", "returned")
    work.move("refund", "SYSTEM", at=at, until=Clock("close", "", until) if can_appeal else None)
    work.say("refund", amount=amount)
    if not can_appeal:
        work.move("close", "SYSTEM", at=at)


def settled(work: ProtectionWork, amount: int, is_done: bool) -> None:
    """A payment of the case is done, or has failed: said by who pays it, in the commit that knows it."""
    if is_done:
        refunded(work, work.now, amount)
    else:
        work.tell("refund_failed", "SYSTEM", work.now, amount=amount)
        work.say("refund_failed", amount=amount)
