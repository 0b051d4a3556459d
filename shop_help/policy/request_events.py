"""What happens to an order request, as the timeline and the outbox name it, and why it doesn't happen."""

from shop_help.policy.request_states import ENDED, REFUSED, TABLE
from shop_help.policy.wording import N_

#: By the event of the table: what has happened then.
PAST = {
    "approve": "approved",
    "reject": "rejected",
    "offer": "part_offered",
    "auto_approve": "auto_approved",
    "lapse": "lapsed",
    "supersede": "superseded",
    "accept": "offer_accepted",
    "decline": "offer_declined",
    "offer_lapse": "offer_lapsed",
    "withdraw": "withdrawn",
    "ship_back": "shipped_back",
    "not_shipped_back": "not_shipped_back",
    "arrive": "arrived_back",
    "accept_receipt": "receipt_accepted",
    "reject_receipt": "receipt_rejected",
    "not_inspected": "not_inspected",
    "refund": "refunded",
    "apply": "applied",
    "exchange": "exchanged",
    "refund_instead": "refund_chosen",
    "overrule": "overruled",
    "close": "closed",
}
ASKED = "asked"

#: What a person reads when something can't be done with a request. The request stays as it is.
REFUSALS = {
    "not_for_this_kind": N_("This can't be done with a request of this kind."),
    "request_over": N_("This request is over, so nothing about it can be changed any more."),
    "request_refused": N_("The seller has said no to this request by now."),
    "request_moved": N_("This request has moved on in the meantime. Read how it stands now."),
    "offer_gone": N_("There is no offer any more that could be answered."),
    "offer_open": N_("The buyer has your offer and answers first."),
    "photo_not_here": N_("One of the photos can't be found here. Choose it again."),
    "refund_chosen": N_("The money is given back instead, so nothing is sent any more."),
    "nothing_to_ship": N_("There is nothing of this order left to ship."),
    "line_settled": N_("One of these items was cancelled or has left already. Choose again."),
    "in_dispute": N_("Customer service is looking at it already."),
    "dispute_over": N_("This dispute is decided already."),
    "dispute_undecided": N_("The buyer's dispute is to be decided first, for the buyer or for the seller."),
}


def refusal_of(event: str, actor: str, kind: str, state: str) -> str:
    """Why the table lets nothing happen: one of REFUSALS, or forbidden for what is somebody else's to do."""
    rows = [step for step in TABLE if (step.event, step.actor) == (event, actor)]
    if not rows:
        return "forbidden"
    if not any(kind in step.kinds for step in rows):
        return "not_for_this_kind"
    if state in ENDED:
        return "request_over"
    if event in ("accept", "decline"):
        return "offer_gone"
    if state in REFUSED:
        return "request_refused"
    return "offer_open" if (actor, state) == ("SHOP", "partial_offered") else "request_moved"
