"""What waits to be done, in numbers, for whoever runs the service."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select, text

from shop_help.models.case import Case
from shop_help.models.conversation import UNTOLD, Conversation
from shop_help.models.deadline import Deadline
from shop_help.models.outbox import OutboxEntry
from shop_help.models.protection import ProtectionCase
from shop_help.models.refund import Refund
from shop_help.models.webhook import IS_PENDING, WebhookDelivery, WebhookEndpoint
from shop_help.policy.protection_states import UNDECIDED
from shop_help.policy.support import OPEN

#: Counted at most: a number that is asked for every few seconds reads no more rows than this.
MOST = 10_000


@dataclass(frozen=True)
class Backlog:
    """Counts end at MOST. An instant is of the oldest of its kind, None where there is none."""

    deadlines_due: int
    #: Of those, the ones whose act failed at least once.
    deadlines_failing: int
    deadline_due_since: datetime | None
    refunds_pending: int
    refunds_failed: int
    refund_due_since: datetime | None
    outbox_waiting: int
    #: Deliveries of webhooks.
    webhooks_waiting: int
    webhooks_failed: int
    webhooks_paused: int
    #: Open support cases by state.
    cases: dict[str, int]
    case_queued_since: datetime | None
    #: Claims of Buyer Protection that nobody has decided yet, by state.
    claims: dict[str, int]


def backlog_at(connection: Connection, now: datetime) -> Backlog:
    """All of it, each by a walk through an index that is as long as what waits."""

    def count(wanted: Select[Any]) -> int:
        found: int = connection.scalar(select(func.count()).select_from(wanted.limit(MOST).subquery())) or 0
        return found

    due = select(Deadline.id).where(Deadline.settled_at.is_(None), Deadline.due_at <= now)
    first_due = select(Deadline.due_at).where(Deadline.settled_at.is_(None), Deadline.due_at <= now)
    unsent = select(Refund.next_try_at).where(Refund.state == "pending", Refund.next_try_at <= now)
    queued = select(Case.queued_at).where(Case.state == "queued")
    return Backlog(
        deadlines_due=count(due),
        deadlines_failing=count(due.where(Deadline.tries > 0)),
        deadline_due_since=connection.scalar(first_due.order_by(Deadline.settled_at, Deadline.due_at).limit(1)),
        refunds_pending=count(select(Refund.id).where(Refund.state == "pending")),
        refunds_failed=count(select(Refund.id).where(Refund.state == "failed")),
        refund_due_since=connection.scalar(unsent.order_by(Refund.state, Refund.next_try_at).limit(1)),
        outbox_waiting=count(select(OutboxEntry.id).where(OutboxEntry.taken_at.is_(None)))
        + count(select(Conversation.id).where(text(UNTOLD))),
        webhooks_waiting=count(select(WebhookDelivery.id).where(text(IS_PENDING))),
        webhooks_failed=count(select(WebhookDelivery.id).where(WebhookDelivery.state == "failed")),
        webhooks_paused=count(select(WebhookEndpoint.id).where(WebhookEndpoint.paused_by == "failing")),
        cases={state: count(select(Case.id).where(Case.state == state)) for state in sorted(OPEN)},
        case_queued_since=connection.scalar(select(func.min(queued.limit(MOST).subquery().c.queued_at))),
        claims={
            state: count(select(ProtectionCase.id).where(ProtectionCase.state == state))
            for state in sorted(UNDECIDED)
        },
    )
