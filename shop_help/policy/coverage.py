"""Is an item covered by Buyer Protection? Answers that one takes in at a glance, for each reason of a verdict."""

from datetime import datetime

from shop_help.policy.verdicts import Verdict
from shop_help.policy.wording import N_

#: A case can be opened now; it is covered and something else comes first; it isn't covered; a case looks at it.
OPEN, LATER, NO, IN_CASE = "open", "later", "no", "in_case"

#: Reasons for a no under which the item stays covered: what comes first is done, or has to become of itself.
_COVERED = frozenset(
    {
        "seller_first",
        "seller_first_late",
        "not_late_yet",
        "promise_unknown",
        "not_shipped",
        "not_paid",
        "open_request",
        "in_dispute",
        "refund_in_flight",
    }
)
ANSWERS = {
    OPEN: N_("Covered: you can open a case."),
    LATER: N_("Covered, and something else comes first."),
    NO: N_("Not covered."),
    IN_CASE: N_("A case is open about it."),
}
#: Where the answer can say what comes first, or that nobody has to fear a missed day.
_SAID = {
    "seller_first": N_("Covered: the seller comes first."),
    "seller_first_late": N_("Covered: the seller comes first."),
    "not_late_yet": N_("Covered: it is on its way."),
    "promise_unknown": N_("Covered: customer service looks at it with you."),
    "not_shipped": N_("Covered once it has left."),
    "not_paid": N_("Covered once it is paid and has left."),
    "open_request": N_("Covered: your request comes first."),
    "in_dispute": N_("Covered: your dispute comes first."),
    "refund_in_flight": N_("Your money is on its way."),
    "refunded": N_("Your money was given back."),
    "date_unknown": N_("Covered: no time limit stands in your way."),
}


def standing_of(verdict: Verdict) -> str:
    """Which of the answers it is."""
    if verdict.code == "in_protection":
        return IN_CASE
    if verdict.eligible:
        return OPEN
    return LATER if verdict.code in _COVERED else NO


def answer_of(verdict: Verdict) -> str:
    """The answer, before its reason."""
    return _SAID.get(verdict.code) or ANSWERS[standing_of(verdict)]


def covered_until(verdict: Verdict) -> datetime | None:
    """The first instant at which it is no longer covered; None where no clock runs, or it is over or never was."""
    return verdict.closes_at if standing_of(verdict) in (OPEN, LATER) else None
