"""The clock of an order request: how near its end is, and what happens there if nobody moves."""

from datetime import datetime

from shop_help.policy.request_states import CHANGES
from shop_help.policy.wording import N_

#: From this share of the time on a clock is pressing, and from that one it is nearly over.
PRESSING, NEARLY_OVER = 0.5, 0.9


def level_of(begun_at: datetime, due_at: datetime, now: datetime) -> str:
    """calm, warn from half the time on, bad in its last tenth."""
    whole = (due_at - begun_at).total_seconds()
    share = (now - begun_at).total_seconds() / whole if whole > 0 else 1.0
    return "bad" if share >= NEARLY_OVER else "warn" if share >= PRESSING else "calm"


#: What happens at the end of the clock, in a few words for a list, by state or by kind and state.
ENDS = {
    "pending": N_("approved by the system in %(time)s"),
    "partial_offered": N_("your offer lapses in %(time)s"),
    "awaiting_shipment": N_("closed in %(time)s unless it is sent back"),
    "in_return": N_("counts as arrived in %(time)s"),
    "inspecting": N_("refunded by the system in %(time)s"),
    "exchange inspecting": N_("accepted by the system in %(time)s"),
    "approved": N_("refunded instead in %(time)s"),
    "auto_approved": N_("refunded instead in %(time)s"),
    "rejected": N_("closed in %(time)s unless disputed"),
    "receipt_rejected": N_("closed in %(time)s unless disputed"),
}
CHANGE_ENDS = N_("expires in %(time)s")
#: Where the clock has run out and the deadline is just being applied.
OVER = N_("the time is over")
#: A clock of a state that has no words of its own.
DUE = N_("due in %(time)s")


def end_of(kind: str, state: str) -> str:
    """The words of what happens if nobody moves."""
    if kind in CHANGES and state == "pending":
        return CHANGE_ENDS
    return ENDS.get(f"{kind} {state}") or ENDS.get(state, DUE)
