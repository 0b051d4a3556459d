"""Sending refunds to whoever pays them: leased, sent with no transaction open, and noted.

A lease is one conditional update of `next_try_at`, so of many processes one sends. Whoever dies meanwhile leaves a
lease that runs out: then it is sent again, with the same key.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from shop_help import clock
from shop_help.actions.refunds.settling import settle
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import Order, OrderLine, Refund, RefundPart
from shop_help.payments import adapter_in_use
from shop_help.payments.port import DONE, NOT_TAKEN, Answer, Payment
from shop_help.policy.refund_states import Told
from shop_help.policy.refund_tries import ASK_AGAIN_AFTER, DEMO_MOMENT, LEASE, next_try

log = logging.getLogger(__name__)

#: Refunds in one round; the next round takes the rest.
MOST = 50


@dataclass(frozen=True)
class Leased:
    """A refund that is this process's to send, for a minute."""

    id: int
    #: Its number of tries, this one too: what came of an earlier lease is not noted any more.
    tries: int
    since: datetime
    payment: Payment


def due() -> list[int]:
    """Refunds that are to be sent now, the one that waits longest first."""
    wanted = (
        select(Refund.id)
        .where(Refund.state == "pending", Refund.next_try_at <= clock.now(), Refund.adapter == adapter_in_use())
        .order_by(Refund.next_try_at, Refund.id)
        .limit(MOST)
    )
    found = list(db.session.scalars(wanted))
    db.session.rollback()
    return found


def lease(refund_id: int) -> Leased | None:
    """Takes a refund to send it; None where another process has it, or nothing is left to send."""
    with write_unit(db.session) as session:
        connection, now = session.connection(), clock.now()
        taken = (
            update(Refund)
            .where(Refund.id == refund_id, Refund.state == "pending", Refund.next_try_at <= now)
            .values(next_try_at=now + LEASE, tries=Refund.tries + 1)
            .returning(Refund.tries, Refund.trying_since)
        )
        row = connection.execute(taken).one_or_none()
        if row is None:
            return None
        return Leased(refund_id, row.tries, row.trying_since, _payment(connection, refund_id))


def _payment(connection: Connection, refund_id: int) -> Payment:
    wanted = select(Refund, Order.number).join(Order, Order.id == Refund.order_id).where(Refund.id == refund_id)
    row: Any = connection.execute(wanted).one()
    parts = (
        select(RefundPart.kind, OrderLine.external_id, RefundPart.amount)
        .outerjoin(OrderLine, OrderLine.id == RefundPart.line_id)
        .where(RefundPart.refund_id == refund_id)
        .order_by(RefundPart.id)
    )
    return Payment(
        key=row.key,
        attempt=row.attempt,
        order=row.number,
        request=row.request_id,
        currency=row.currency,
        amount=row.amount,
        parts=tuple((part.kind, part.external_id, part.amount) for part in connection.execute(parts)),
        begun_at=row.created_at,
        was_taken=row.taken_at is not None,
    )


def note(leased: Leased, answer: Answer) -> None:
    """Writes down what came of it. A confirmation that was quicker stands, and so does a later lease."""
    if answer.what == DONE:
        settle(leased.id, Told("done", answer.reference))
        return
    now = clock.now()
    if answer.what == NOT_TAKEN:
        again = _again(leased, now)
        if again is None:
            log.error("a refund failed: nobody took it", extra={"refund": leased.id})
            settle(leased.id, Told("failed", code="no_answer", words=answer.said), leased.tries)
            return
        _store(leased, {"next_try_at": again, "failure": answer.said})
        return
    moment = DEMO_MOMENT if adapter_in_use() == "demo" else ASK_AGAIN_AFTER
    values: dict[str, Any] = {"next_try_at": now + moment, "failure": ""}
    if not leased.payment.was_taken:
        values["taken_at"] = now
    if answer.reference:
        values["reference"] = answer.reference
    _store(leased, values)


def _again(leased: Leased, now: datetime) -> datetime | None:
    """What the payment system has once taken isn't ours to give up: it is asked about again, day after day."""
    if leased.payment.was_taken:
        return now + ASK_AGAIN_AFTER
    return next_try(leased.tries, leased.since, now)


def _store(leased: Leased, values: dict[str, Any]) -> None:
    own = (Refund.id == leased.id, Refund.state == "pending", Refund.tries == leased.tries)
    with write_unit(db.session) as session:
        session.connection().execute(update(Refund).where(*own).values(values))
