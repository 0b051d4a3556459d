"""Who is told of what: for each happening of the outbox its hearers, the kind that they choose channels by, and the
sentence. What stands in no line here is told to nobody; notes of staff are no happening at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shop_help.policy.wording import N_

BUYER, SHOP, AGENT, OPERATOR = "BUYER", "SHOP", "AGENT", "OPERATOR"

#: What people choose channels by, as it stands on their page, and whose choice it is.
KINDS = {
    "messages": (N_("Messages"), N_("Somebody wrote to you or answered you."), {BUYER, SHOP, AGENT}),
    "requests": (
        N_("Requests"),
        N_("Cancellations, changes, returns and refunds that were asked for."),
        {BUYER, SHOP},
    ),
    "refunds": (N_("Refunds"), N_("Money was given back, or could not be."), {BUYER, OPERATOR}),
    "cases": (N_("Customer service"), N_("A case of yours was resolved, or customer service can step in."), {BUYER}),
    "protection": (N_("Buyer Protection"), N_("What happens in a case."), {BUYER, SHOP}),
    "reminders": (N_("Reminders"), N_("Your time to answer is nearly over."), {BUYER, SHOP}),
    "work": (N_("Work"), N_("A case was given to you."), {AGENT}),
}
MAIL, PUSH = "mail", "push"
CHANNELS = {MAIL: N_("E-mail"), PUSH: N_("Push")}
#: Agents sit before the console: their mail stays empty unless they say so.
OFF_AT_FIRST = {(AGENT, MAIL)}


@dataclass(frozen=True)
class Line:
    """One hearer of a happening. `by`: only where this voice did it; `mover`: only where this side has to move."""

    side: str
    kind: str
    words: str
    by: str = ""
    mover: str = ""


def _buyer(kind: str, words: str, by: str = "", mover: str = "") -> Line:
    return Line(BUYER, kind, words, by, mover)


def _shop(kind: str, words: str, by: str = "", mover: str = "") -> Line:
    return Line(SHOP, kind, words, by, mover)


_R, _P = "requests", "protection"

TOLD: dict[str, tuple[Line, ...]] = {
    "message.posted": (
        _buyer("messages", N_("%(shop)s answered you."), "SHOP"),
        _buyer("messages", N_("Customer service answered you."), "CUSTOMER_SERVICE"),
        _shop("messages", N_("%(buyer)s wrote to %(shop)s."), "BUYER"),
        Line(AGENT, "messages", N_("%(buyer)s wrote in a case of yours."), "BUYER"),
    ),
    "conversation.service_offered": (
        _buyer("cases", N_("%(shop)s hasn't answered yet. Customer service can step in.")),
    ),
    "case.resolved": (_buyer("cases", N_("Customer service marked your case as resolved.")),),
    "case.routed": (Line(AGENT, "work", N_("A chat came to you.")),),
    "case.transferred": (Line(AGENT, "work", N_("A colleague gave you a case.")),),
    "request.asked": (_shop(_R, N_("%(buyer)s asked for something.")),),
    "request.approved": (_buyer(_R, N_("%(shop)s agreed to your request.")),),
    "request.rejected": (_buyer(_R, N_("%(shop)s said no to your request. Read why.")),),
    "request.part_offered": (_buyer(_R, N_("%(shop)s offers you a part of the money.")),),
    "request.auto_approved": (
        _buyer(_R, N_("Your request was approved: %(shop)s didn't answer in time.")),
        _shop(_R, N_("A request was approved by the system: its time was over.")),
    ),
    "request.lapsed": (
        _buyer(_R, N_("%(shop)s didn't answer your request in time. Read what you can do.")),
        _shop(_R, N_("A request lapsed: its time was over.")),
    ),
    "request.superseded": (_buyer(_R, N_("Your request was overtaken: the order had left.")),),
    "request.offer_accepted": (_shop(_R, N_("%(buyer)s took your offer.")),),
    "request.offer_declined": (_shop(_R, N_("%(buyer)s declined your offer. It is your turn again.")),),
    "request.offer_lapsed": (
        _buyer(_R, N_("The offer of %(shop)s lapsed. They decide anew.")),
        _shop(_R, N_("Your offer lapsed. It is your turn again.")),
    ),
    "request.withdrawn": (_shop(_R, N_("%(buyer)s withdrew a request.")),),
    "request.shipped_back": (_shop(_R, N_("%(buyer)s sent something back.")),),
    "request.not_shipped_back": (_buyer(_R, N_("Your return was closed: it wasn't sent back in time.")),),
    "request.arrived_back": (_shop(_R, N_("A return arrived. Look at it in time.")),),
    "request.receipt_accepted": (_buyer(_R, N_("%(shop)s has your return, and all is well.")),),
    "request.receipt_rejected": (_buyer(_R, N_("%(shop)s doesn't accept what came back. Read why.")),),
    "request.not_inspected": (
        _buyer(_R, N_("Your return was approved: %(shop)s didn't look at it in time.")),
        _shop(_R, N_("A return was approved by the system: it wasn't looked at in time.")),
    ),
    "request.applied": (_buyer(_R, N_("%(shop)s changed your order as you asked.")),),
    "request.exchanged": (_buyer(_R, N_("%(shop)s sent your replacement.")),),
    "request.refund_chosen": (_buyer(_R, N_("%(shop)s gives the money back instead of a replacement.")),),
    "request.overruled": (
        _buyer(_R, N_("Customer service decided for you.")),
        _shop(_R, N_("Customer service decided a dispute for the buyer.")),
    ),
    "dispute.opened": (_shop(_R, N_("%(buyer)s disputes your decision. Customer service looks at it.")),),
    "dispute.for_seller": (
        _buyer(_R, N_("Customer service left the decision of %(shop)s as it is.")),
        _shop(_R, N_("Customer service left your decision as it is.")),
    ),
    "request.reminded": (
        _buyer("reminders", N_("%(shop)s waits for you. Answer in time."), mover="BUYER"),
        _shop("reminders", N_("A request waits for you. Answer in time."), mover="SHOP"),
    ),
    "refund.done": (_buyer("refunds", N_("%(amount)s was given back to you.")),),
    "refund.failed": (
        _buyer("refunds", N_("%(amount)s could not be given back yet. It is owed still, and we are on it.")),
        Line(OPERATOR, "refunds", N_("A refund of %(amount)s failed.")),
    ),
    "protection.seller_asked": (_shop(_P, N_("A buyer opened a case of Buyer Protection. Answer it in time.")),),
    "protection.answered": (_buyer(_P, N_("%(shop)s answered your case.")),),
    "protection.went_unanswered": (
        _buyer(_P, N_("%(shop)s didn't answer your case. Customer service decides now.")),
        _shop(_P, N_("Your time to answer a case is over. Customer service decides now.")),
    ),
    "protection.evidence_requested": (
        _buyer(_P, N_("Customer service asks you for something more."), mover="BUYER"),
        _shop(_P, N_("Customer service asks you for something more."), mover="SHOP"),
    ),
    "protection.settlement_offered": (
        _buyer(_P, N_("%(shop)s makes you an offer."), by="SHOP"),
        _shop(_P, N_("%(buyer)s makes you an offer."), by="BUYER"),
    ),
    "protection.settlement_declined": (
        _buyer(_P, N_("%(shop)s didn't take your offer."), by="SHOP"),
        _shop(_P, N_("%(buyer)s didn't take your offer."), by="BUYER"),
    ),
    "protection.settled": (
        _buyer(_P, N_("You and %(shop)s agreed."), by="SHOP"),
        _shop(_P, N_("You and %(buyer)s agreed."), by="BUYER"),
    ),
    "protection.withdrawn": (_shop(_P, N_("%(buyer)s withdrew a case of Buyer Protection.")),),
    "protection.found_ineligible": (_buyer(_P, N_("Your case isn't covered by Buyer Protection. Read why.")),),
    "protection.decided": (
        _buyer(_P, N_("Customer service decided your case.")),
        _shop(_P, N_("Customer service decided a case of Buyer Protection.")),
    ),
    "protection.decided_finally": (
        _buyer(_P, N_("Customer service decided your case for good.")),
        _shop(_P, N_("Customer service decided a case of Buyer Protection for good.")),
    ),
    "protection.return_required": (_buyer(_P, N_("Send the item back, then the money is given back.")),),
    "protection.shipped_back": (_shop(_P, N_("%(buyer)s sent the item of a case back.")),),
    "protection.not_returned": (_buyer(_P, N_("The item of your case wasn't sent back in time.")),),
    "protection.appealed": (
        _buyer(_P, N_("%(shop)s appealed the decision of your case."), by="SHOP"),
        _shop(_P, N_("%(buyer)s appealed the decision of a case."), by="BUYER"),
    ),
    "protection.reminded": (
        _buyer("reminders", N_("Your case waits for you. Answer in time."), mover="BUYER"),
        _shop("reminders", N_("A case of Buyer Protection waits for you. Answer in time."), mover="SHOP"),
    ),
}
#: Asked for by the person: a kind that nobody chooses, and no happening.
TEST, TEST_ASKED = "test", "test.asked"
TEST_WORDS = N_("This is a test. Notifications reach you here.")


def hearers(what: str, data: Mapping[str, Any]) -> tuple[Line, ...]:
    """Who is told of a happening; nobody of one that has no line."""
    return tuple(
        line
        for line in TOLD.get(what, ())
        if line.by in ("", data.get("voice")) and line.mover in ("", data.get("mover"))
    )


def is_on(side: str, kind: str, channel: str, chosen: Mapping[tuple[str, str], bool]) -> bool:
    """Is somebody told by this channel? As they chose, else as it is at first."""
    return chosen.get((kind, channel), (side, channel) not in OFF_AT_FIRST)


_SIDES = {"buyer": BUYER, "seller": SHOP, "agent": AGENT, "operator": OPERATOR}


def kinds_of(roles: frozenset[str] | None) -> list[str]:
    """The kinds that somebody with these roles can be told of; all of them for None."""
    sides = set(_SIDES.values()) if roles is None else {_SIDES[role] for role in roles if role in _SIDES}
    return [kind for kind, (_, _, whose) in KINDS.items() if whose & sides]


def side_of(audience: str) -> str:
    """In which part somebody of these pages is told."""
    return _SIDES.get(audience, BUYER)
