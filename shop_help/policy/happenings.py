"""What happens and is told on: each happening's name, its sentence and the facts that come with it.

The outbox takes no other one (models/outbox.py), and webhooks, their documentation and the operators' pages draw from
here. A name is noun.past_participle. Facts are ids and states; never somebody's words.
"""

from dataclasses import dataclass

from shop_help.policy.wording import N_


@dataclass(frozen=True)
class Happening:
    """`always`: the facts that each one has, `sometimes`: those that some have; each is one of FACTS."""

    words: str
    always: tuple[str, ...]
    sometimes: tuple[str, ...] = ()
    #: Agents' own affairs: no program outside is told.
    stays_inside: bool = False


#: What a fact is. An id is a number; an amount counts minor units.
FACTS = {
    "act": "what falls due next",
    "amount": "money, in minor units of the currency",
    "buyer": "id of the buyer",
    "by": "id of the agent whose case it was",
    "came_late": "was the form opened before the deadline, and sent shortly after?",
    "carrier": "who carries the parcel",
    "case": "id of the support case",
    "code": "why it failed, as the payment system says",
    "conversation": "id of the conversation it is talked about in",
    "currency": "three letters",
    "dispute": "id of the dispute",
    "kind": "kind of the request, or of the message",
    "leaves_at": "when an account is deleted, in UTC; not once it was",
    "lines": "ids of the units of the order",
    "mode": "chat or message",
    "mover": "who has to move",
    "order": "id of the order, or null",
    "outcome": "for_buyer, for_seller or partial",
    "person": "id of whose account it is",
    "protection": "id of the case of Buyer Protection",
    "refund": "id of the refund",
    "request": "id of the request, or null",
    "score": "from 1 to 5",
    "seq": "the message's place in its conversation: 1, 2, 3 … without a gap",
    "settlement": "id of the offer to settle",
    "shop": "id of the shop, or null",
    "state": "the state after it",
    "state_before": "the order's state before it",
    "team": "the team that has the case now",
    "to": "id of the agent who has the case now",
    "voice": "BUYER, SHOP, CUSTOMER_SERVICE, SYSTEM or ROBOT",
    "was": "the state before it",
}

_PLACE = ("order", "buyer", "shop", "conversation")
_CASE = ("case", "conversation", "buyer", "order")
_REQUEST = (*_PLACE, "request", "kind", "state")
_REFUND = ("order", "buyer", "shop", "refund", "request", "amount", "currency")
_PROTECTION = (*_PLACE, "protection", "case", "state")

_CASES = {
    "opened": N_("A buyer turned to customer service"),
    "claimed": N_("An agent took a case"),
    "routed": N_("A chat went to an agent"),
    "taken_over": N_("An agent took a case over"),
    "transferred": N_("A case went to a colleague"),
    "given_to_team": N_("A case went to another team"),
    "handed_back": N_("A case waits for an agent again"),
    "queued": N_("A case waits for an agent"),
    "assigned": N_("A case is in work"),
    "waiting_buyer": N_("A case waits for its buyer"),
    "waiting_seller": N_("A case waits for the seller"),
    "became_chat": N_("A case became a live chat"),
    "became_message": N_("A chat became a message"),
    "resolved": N_("A case was resolved"),
    "rated": N_("A buyer rated a resolution"),
    "reopened": N_("A case was opened again"),
    "closed": N_("A case was closed"),
}
_AMONG_AGENTS = {
    "decision_proposed": N_("A decision waits for a second agent"),
    "decision_refused": N_("A second agent didn't confirm a decision"),
}
_REQUESTS = {
    "asked": N_("A buyer asked for something"),
    "approved": N_("A seller agreed to a request"),
    "rejected": N_("A seller rejected a request"),
    "part_offered": N_("A seller offered a part"),
    "auto_approved": N_("A request was approved by the system"),
    "lapsed": N_("A request lapsed"),
    "superseded": N_("A request was overtaken by its order"),
    "offer_accepted": N_("A buyer took an offer"),
    "offer_declined": N_("A buyer declined an offer"),
    "offer_lapsed": N_("An offer lapsed"),
    "withdrawn": N_("A buyer withdrew a request"),
    "shipped_back": N_("A buyer sent something back"),
    "not_shipped_back": N_("Something wasn't sent back in time"),
    "arrived_back": N_("A return arrived"),
    "receipt_accepted": N_("A seller accepted what came back"),
    "receipt_rejected": N_("A seller rejected what came back"),
    "not_inspected": N_("A return wasn't inspected in time"),
    "refunded": N_("A request was refunded"),
    "applied": N_("A request is done"),
    "exchanged": N_("A seller sent a replacement"),
    "refund_chosen": N_("A seller refunds instead of replacing"),
    "overruled": N_("Customer service overruled a seller"),
    "closed": N_("A request was closed"),
    "reminded": N_("Whoever has to move in a request was reminded"),
}
_DISPUTES = {
    "opened": N_("A buyer disputed a rejection"),
    "for_buyer": N_("A dispute was decided for the buyer"),
    "for_seller": N_("A dispute was decided for the seller"),
}
_REFUNDS = {
    "begun": N_("Money is on its way back"),
    "done": N_("Money was given back"),
    "failed": N_("Money could not be given back"),
    "tried_again": N_("A refund is tried again"),
}
_PROTECTIONS = {
    "opened": N_("A buyer opened a case of Buyer Protection"),
    "seller_asked": N_("The seller was asked about a case of Buyer Protection"),
    "in_review": N_("A case of Buyer Protection came to customer service"),
    "answered": N_("A seller answered a case of Buyer Protection"),
    "went_unanswered": N_("A seller didn't answer a case of Buyer Protection"),
    "evidence_requested": N_("A side was asked for more evidence"),
    "evidence_given": N_("A side brought what it was asked for"),
    "evidence_not_given": N_("What a side was asked for didn't come"),
    "evidence_brought": N_("A side added evidence"),
    "settlement_offered": N_("A side offered to settle a case"),
    "settlement_declined": N_("An offer to settle a case was declined"),
    "settled": N_("Buyer and seller settled a case"),
    "withdrawn": N_("A buyer withdrew a case of Buyer Protection"),
    "found_ineligible": N_("A case was found not to be covered"),
    "decided": N_("A case of Buyer Protection was decided"),
    "return_required": N_("An item is to go back before the money does"),
    "shipped_back": N_("A buyer sent an item of a case back"),
    "returned": N_("An item of a case came back"),
    "not_returned": N_("An item of a case wasn't sent back"),
    "refunded": N_("The money of a case was given back"),
    "refund_paid": N_("A payment of a case was made"),
    "refund_failed": N_("A payment of a case failed"),
    "appealed": N_("A decision was appealed"),
    "decided_finally": N_("A case of Buyer Protection was decided for good"),
    "reminded": N_("Whoever has to move in a case was reminded"),
    "closed": N_("A case of Buyer Protection was closed"),
}
_PERSONS = {
    "deletion_asked": N_("Somebody's account is deleted in 14 days"),
    "deletion_undone": N_("Somebody keeps their account"),
    "deletion_reminded": N_("Somebody's account is deleted soon"),
    "deleted": N_("Somebody's account was deleted"),
}


def _of(noun: str, words: dict[str, str], always: tuple[str, ...], *sometimes: str) -> dict[str, Happening]:
    return {f"{noun}.{past}": Happening(said, always, sometimes) for past, said in words.items()}


_MONEY_OF_CASE = ("was", "came_late", "settlement", "amount", "mover", "act", "outcome")

HAPPENINGS: dict[str, Happening] = (
    {
        "conversation.opened": Happening(N_("A conversation began"), _PLACE),
        "conversation.service_offered": Happening(N_("A buyer who waits was offered customer service"), _PLACE),
        "message.posted": Happening(N_("Somebody said something"), ("conversation", "seq", "voice", "kind")),
    }
    | _of("person", _PERSONS, ("person",), "leaves_at")
    | _of("case", _CASES, _CASE, "was", "to", "team", "mode", "score", "by")
    | _of("request", _REQUESTS, _REQUEST, "was", "came_late", "mover", "act")
    | _of("dispute", _DISPUTES, (*_REQUEST, "dispute"), "case")
    | _of("refund", _REFUNDS, _REFUND, "code")
    | _of("protection", _PROTECTIONS, _PROTECTION, *_MONEY_OF_CASE)
    | {
        "order.shipped": Happening(
            N_("A seller shipped something"), (*_PLACE, "lines", "state", "state_before", "carrier")
        ),
        "order.cancelled": Happening(N_("An order was cancelled"), (*_REQUEST, "state_before")),
    }
    | {
        f"case.{past}": Happening(said, _PROTECTION, _MONEY_OF_CASE, stays_inside=True)
        for past, said in _AMONG_AGENTS.items()
    }
)
#: What programs outside are told, where they ask for it.
GOES_OUT = tuple(sorted(name for name, happening in HAPPENINGS.items() if not happening.stays_inside))
