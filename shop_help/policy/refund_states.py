"""The states of a refund: pending, then done or failed; and failed may still become done, because it is owed."""

from dataclasses import dataclass
from datetime import datetime

from shop_help.policy.faults import Fault
from shop_help.policy.refund_tries import ASK_AGAIN_AFTER
from shop_help.policy.wording import N_

STATES = ("pending", "done", "failed")

#: What follows when somebody says how a refund went.
SETTLE, SAME, CONTRADICTS = "settle", "same", "contradicts"

LONGEST_NOTE = 500

#: What a person reads when something can't be done with a refund. Nothing was changed.
REFUSALS = {
    "refund_above_paid": N_("That is more than is left of what was paid for this order."),
    "refund_of_nothing": N_("There is nothing to give back here."),
    "refund_key_reused": N_("This refund was already begun with another amount. Open the page again."),
    "refund_settled": N_("This refund has moved on in the meantime. Read how it stands now."),
}


@dataclass(frozen=True)
class Told:
    """How a refund went, as the payment system or an operator says."""

    #: done or failed
    state: str
    #: The payment system's own name for it.
    reference: str = ""
    #: Why it failed: a code of wording.REFUND_FAILURES, and words.
    code: str = ""
    words: str = ""
    #: Which attempt it is about; 0 for the one that runs.
    attempt: int = 0


def what_follows(state: str, reference: str, attempt: int, told: Told) -> str:
    """Of a refund in this state, known by this reference, in this attempt: SETTLE, SAME or CONTRADICTS.

    Money that moved is done, whatever was said before; and what is done doesn't fail any more.
    """
    if state == "done":
        other = told.reference and reference and told.reference != reference
        return CONTRADICTS if told.state == "failed" or other else SAME
    if told.state == "done":
        return SETTLE
    # A failure that was told late: it is tried anew by now.
    is_late = bool(told.attempt) and told.attempt < attempt
    return SAME if state == "failed" or is_late else SETTLE


def may_try_again(state: str, adapter: str, in_use: str) -> bool:
    """An operator sends it again: what failed, and what waits for an adapter that isn't in use any more."""
    return state == "failed" or (state == "pending" and adapter != in_use)


def may_mark_done(state: str, adapter: str, in_use: str, since: datetime, now: datetime) -> bool:
    """An operator says that it was paid by hand: not while the payment system has just been told to."""
    if state != "pending":
        return state == "failed"
    return adapter == "by_hand" or adapter != in_use or now - since >= ASK_AGAIN_AFTER


def note_fault(note: str) -> Fault | None:
    """Who pays by hand says how, for whoever looks for the money later."""
    if not note.strip():
        return Fault(N_("Say how it was paid, such as the number of the transfer."))
    if len(note) > LONGEST_NOTE:
        return Fault(N_("Use at most %(most)s characters."), {"most": LONGEST_NOTE})
    return None
