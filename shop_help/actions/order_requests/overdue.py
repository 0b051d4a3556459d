"""What follows by itself when a clock of a request runs out, as of the instant at which it did."""

from datetime import datetime
from typing import Any

from shop_help.actions.deadlines import ACTS, settle_due
from shop_help.actions.order_requests.catching_up import OWNER
from shop_help.actions.order_requests.going_back import pay_instead
from shop_help.actions.order_requests.paying_back import settle
from shop_help.actions.order_requests.unit import RequestWork, request_unit

#: What the seller's silence leaves behind, and what a lapsed offer takes away.
_VALUES: dict[str, dict[str, Any]] = {
    "auto_approve": {"went_unanswered": True},
    "lapse": {"went_unanswered": True},
    "not_inspected": {"went_unanswered": True},
    "offer_lapse": {"offered": None},
}

#: What is told otherwise where nobody did it.
_SAID = {"arrive": "taken_as_arrived", "refund_instead": "not_replaced"}


def apply(request_id: int, act: str, due_at: datetime) -> None:
    """Applies a deadline, if that very clock still runs. Late or twice, it comes to the same."""
    with request_unit(None, request_id) as work:
        if settle_due(work.connection, OWNER, request_id, act, due_at):
            follow(work, act, due_at)


def follow(work: RequestWork, act: str, due_at: datetime) -> None:
    """What the clock leads to. Inside the unit in which it was settled."""
    amount = work.row.offered
    if act == "refund_instead":
        pay_instead(work, "SYSTEM", due_at)
    else:
        more = {"arrived_back_at": due_at} if act == "arrive" else _VALUES.get(act, {})
        work.move(act, "SYSTEM", at=due_at, **more)
        settle(work, due_at)
    work.say(_SAID.get(act, act), amount=amount)


ACTS[OWNER] = apply
