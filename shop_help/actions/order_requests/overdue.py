"""What follows by itself when a clock of a request runs out, as of the instant at which it did."""

from datetime import datetime
from typing import Any

from shop_help.actions.deadlines import ACTS, settle_due
from shop_help.actions.order_requests.paying_back import settle
from shop_help.actions.order_requests.unit import OWNER, RequestWork, request_unit

#: What the seller's silence leaves behind, and what a lapsed offer takes away.
_VALUES: dict[str, dict[str, Any]] = {
    "auto_approve": {"went_unanswered": True},
    "lapse": {"went_unanswered": True},
    "not_inspected": {"went_unanswered": True},
    "offer_lapse": {"offered": None},
}


def apply(request_id: int, act: str, due_at: datetime) -> None:
    """Applies a deadline, if that very clock still runs. Late or twice, it comes to the same."""
    with request_unit(None, request_id) as work:
        if settle_due(work.connection, OWNER, request_id, act, due_at):
            _follow(work, act, due_at)


def _follow(work: RequestWork, act: str, due_at: datetime) -> None:
    amount = work.row.offered
    work.move(act, "SYSTEM", at=due_at, **_VALUES.get(act, {}))
    settle(work, due_at)
    work.say(act, amount=amount)


ACTS[OWNER] = apply
