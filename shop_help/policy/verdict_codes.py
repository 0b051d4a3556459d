"""Why a verdict is a yes or a no: a code, its sentence for the buyer, and what to do next, the best first.

Places like %(until)s are filled with the verdict's values where it is shown.
"""

from dataclasses import dataclass

from shop_help.policy.changes import CHANGES
from shop_help.policy.wording import N_


@dataclass(frozen=True)
class Code:
    """A reason. `next` names actions; the first that is open for the item now is what the verdict offers."""

    is_yes: bool
    sentence: str
    next: tuple[str, ...] = ()


def _yes(sentence: str, *after: str) -> Code:
    return Code(True, sentence, after)


def _no(sentence: str, *after: str) -> Code:
    return Code(False, sentence, after)


_ALWAYS = {
    "message": _yes(N_("You can write to the seller at any time.")),
    "contact": _yes(N_("Customer service is there for you at any time.")),
}

_CANCELLING = {
    "cancel_unpaid": _yes(N_("It isn't paid yet, so you can cancel it at once.")),
    "cancel_free": _yes(N_("It was paid only a short time ago: you can cancel it at once, until %(until)s.")),
    "cancel_late": _yes(N_("It was promised for %(expected_at)s and hasn't left: you can cancel it at once.")),
    "cancel_by_request": _yes(
        N_(
            "It hasn't left yet, so you can ask the seller to cancel it. Without an answer within %(hours)s h it is "
            "cancelled, as long as it hasn't left by then."
        )
    ),
    "cancel_again": _yes(
        N_("The seller said no once, and it hasn't left yet: you can ask them once more to cancel it."), "dispute"
    ),
    "shipped": _no(N_("It has left, so this can't be done any more."), "return", "refund", "protect", "message"),
}

_CHANGING = {
    **{change.action: _yes(change.reason) for change in CHANGES},
    "packed": _no(N_("It is packed for the carrier, so it can't be changed any more."), "cancel", "message"),
}

_RETURNING = {
    "refund_open": _yes(
        N_(
            "It is day %(day)s of %(days)s since it was delivered: where something is wrong with it, you can ask the "
            "seller for your money."
        )
    ),
    "return_open": _yes(
        N_(
            "It is day %(day)s of %(days)s since it was delivered: you can ask the seller to take it back, for any "
            "reason."
        )
    ),
    "exchange_open": _yes(
        N_("It is day %(day)s of %(days)s since it was delivered: you can ask the seller for another one.")
    ),
    "open_for_faults": _yes(
        N_(
            "It is day %(day)s of %(days)s since it was delivered. It was sold as %(item_class)s: you can ask where "
            "something is wrong with it, and not for a change of mind."
        )
    ),
    "refund_never_arrived": _yes(
        N_("It was promised for %(expected_at)s and hasn't arrived: you can ask the seller for your money.")
    ),
    "asking_again": _yes(
        N_("The seller said no on %(rejected_at)s. You can ask once more, with something new to say."), "dispute"
    ),
    "date_unknown": _yes(
        N_(
            "We don't know for certain when it was delivered, so no time limit stands in your way: customer service "
            "looks at it with you."
        ),
        "contact",
    ),
    "under_way": _no(N_("It is on its way. This opens once it is delivered."), "refund", "message"),
    "not_late_yet": _no(
        N_("It is on its way. If it isn't there by %(expected_at)s, you can ask for your money."), "message"
    ),
    "promise_unknown": _no(
        N_("It is on its way, and we don't know for when it was promised. Customer service looks at it with you."),
        "contact",
    ),
    "not_shipped": _no(N_("It hasn't left yet: cancelling is the way."), "cancel", "contact"),
    "return_over": _no(
        N_("The %(days)s days in which the seller could be asked ended on %(ended_at)s."), "protect", "contact"
    ),
    "asked_twice": _no(
        N_("The seller said no more than once: asking again is over."), "dispute", "protect", "contact"
    ),
    "class_keeps": _no(
        N_("It was sold as %(item_class)s, so it doesn't go back for a change of mind. For a fault it does."),
        "message",
    ),
    "fault_needed": _no(N_("This is for what is wrong with an item, not for a change of mind."), "return", "message"),
    "other_reason": _no(N_("This reason doesn't fit here. Choose one of the list."), "contact"),
}

_DISPUTING = {
    "dispute_open": _yes(
        N_("The seller said no on %(rejected_at)s: customer service can look at it, if you dispute it.")
    ),
    "nothing_rejected": _no(
        N_("The seller has rejected nothing here."), "return", "refund", "cancel", "protect", "message"
    ),
    "dispute_over": _no(
        N_("The %(days)s days in which the seller's no could be disputed ended on %(ended_at)s."),
        "protect",
        "contact",
    ),
    "disputes_used": _no(N_("It was disputed %(count)s times, more often is not possible."), "protect", "contact"),
}

_PROTECTING = {
    "protect_directly": _yes(
        N_(
            "The time for returns is over, so Buyer Protection covers it where something is wrong with it: it is day "
            "%(day)s of %(days)s."
        )
    ),
    "protect_seller_failed": _yes(
        N_(
            "The seller didn't help, so Buyer Protection covers it where something is wrong with it: it is day "
            "%(day)s of %(days)s."
        )
    ),
    "protect_never_arrived": _yes(
        N_(
            "It was promised for %(expected_at)s, hasn't arrived, and the seller didn't help: Buyer Protection "
            "covers it."
        )
    ),
    "protect_suspended": _yes(
        N_("The shop is suspended, so you don't have to ask it first: Buyer Protection covers what is wrong.")
    ),
    "seller_first": _no(
        N_(
            "For the first %(days)s days the seller is the way: ask them. Buyer Protection opens if they say no or "
            "don't answer, and in any case on %(opens_at)s."
        ),
        "return",
        "refund",
        "message",
    ),
    "seller_first_late": _no(
        N_("It is late: ask the seller for your money. Buyer Protection opens if they say no or don't answer."),
        "refund",
        "message",
    ),
    "protection_decided": _no(N_("Buyer Protection has decided about it already, and that stands."), "contact"),
    "not_covered": _no(N_("It was sold as %(item_class)s, which Buyer Protection leaves out."), "return", "contact"),
    "protection_over": _no(N_("The %(days)s days of Buyer Protection ended on %(ended_at)s."), "contact"),
}

_SETTLED = {
    "not_paid": _no(N_("It isn't paid yet, so there is nothing to give back."), "cancel", "message"),
    "order_cancelled": _no(N_("This order was cancelled."), "contact"),
    "refunded": _no(N_("Your money for it was given back."), "contact"),
    "refund_in_flight": _no(N_("Your money for it is on its way to you."), "contact"),
    "replaced": _no(N_("It was exchanged: what came instead has a clock of its own."), "contact"),
    "in_protection": _no(N_("Buyer Protection is looking at it already."), "contact"),
    "in_dispute": _no(N_("Customer service is looking at the seller's no already."), "contact"),
    "open_request": _no(N_("Your request about it is open: its answer comes first."), "message"),
    "shop_suspended": _no(
        N_("The shop is suspended: customer service takes care of it in place of the seller."), "contact"
    ),
}

CODES = _ALWAYS | _CANCELLING | _CHANGING | _RETURNING | _DISPUTING | _PROTECTING | _SETTLED
