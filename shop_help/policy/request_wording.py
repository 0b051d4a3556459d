"""The words of order requests: kinds, states, what happened, whose turn it is, and what follows when time is up.

They say "the buyer" and "the seller": both sides read the same card.
"""

from collections.abc import Mapping

from shop_help.policy.changes import CHANGES
from shop_help.policy.wording import N_

KINDS = {
    "cancellation": N_("Cancellation"),
    **{change.kind: change.name for change in CHANGES},
    "refund": N_("Refund"),
    "return": N_("Return"),
    "exchange": N_("Exchange"),
}

STATES = {
    "pending": N_("Waits for the seller"),
    "partial_offered": N_("Offer of a part"),
    "approved": N_("Approved"),
    "auto_approved": N_("Approved by the system"),
    "awaiting_shipment": N_("To be sent back"),
    "in_return": N_("On its way back"),
    "inspecting": N_("Being inspected"),
    "rejected": N_("Rejected"),
    "receipt_rejected": N_("Rejected on arrival"),
    "lapsed": N_("Lapsed"),
    "withdrawn": N_("Withdrawn"),
    "superseded": N_("Overtaken"),
    "refunded": N_("Refunded"),
    "exchanged": N_("Exchanged"),
    "applied": N_("Done"),
    "closed": N_("Closed"),
}
TONES = {
    "pending": "warn",
    "partial_offered": "warn",
    "awaiting_shipment": "warn",
    "rejected": "bad",
    "receipt_rejected": "bad",
    "approved": "good",
    "auto_approved": "good",
    "refunded": "good",
    "exchanged": "good",
    "applied": "good",
}

#: How it stands, in a sentence; by state, or by kind and state where that tells more.
STANDING = {
    "pending": N_("The seller was asked and has to answer."),
    "partial_offered": N_("The seller offers a part. The buyer takes it or doesn't."),
    "approved": N_("It is approved, and the money is on its way."),
    "auto_approved": N_("The seller didn't answer in time, so it is approved. The money is on its way."),
    "awaiting_shipment": N_("It may go back. The buyer sends it and says with which carrier."),
    "in_return": N_("It is on its way back to the seller."),
    "inspecting": N_("It is back with the seller, who looks at it."),
    "rejected": N_("The seller said no. The buyer can dispute that."),
    "receipt_rejected": N_("The seller says no to what came back. The buyer can dispute that."),
    "lapsed": N_("The seller didn't answer in time, so nothing was changed."),
    "withdrawn": N_("The buyer took it back."),
    "superseded": N_("The order moved on before it was answered, so it is over."),
    "refunded": N_("The money was given back."),
    "exchanged": N_("The seller sent another one."),
    "applied": N_("It is done."),
    "closed": N_("It is over, and the seller's answer stands."),
    **{f"{change.kind} rejected": change.stands_refused for change in CHANGES},
    **{f"{change.kind} applied": change.stands_done for change in CHANGES},
    "cancellation applied": N_("It is cancelled. Nothing was paid, so nothing is owed."),
    "cancellation approved": N_("It is cancelled, and the money is on its way."),
    "cancellation auto_approved": N_("It is cancelled, and the money is on its way."),
    "cancellation refunded": N_("It is cancelled, and the money was given back."),
    "exchange approved": N_("It came back as it should. The seller sends another one."),
    "exchange auto_approved": N_("Nobody inspected it in time, so it is accepted. The seller sends another one."),
}
IN_DISPUTE = N_("The buyer disputes the seller's answer: customer service looks at it.")
NOT_SENT_BACK = N_("It wasn't sent back in time, so the request is closed.")

#: What happened, by event, or by kind and event; %(items)s, %(amount)s and %(carrier)s are filled in.
SAID = {
    "cancellation asked": N_("The buyer asks to cancel %(items)s."),
    **{f"{change.kind} asked": change.asked for change in CHANGES},
    "refund asked": N_("The buyer asks for the money back: %(items)s."),
    "return asked": N_("The buyer asks to return %(items)s."),
    "exchange asked": N_("The buyer asks to exchange %(items)s."),
    "cancelled_at_once": N_("The buyer cancelled %(items)s."),
    "cancellation approve": N_("The seller agrees to cancel %(items)s."),
    "refund approve": N_("The seller agrees to give the money back: %(items)s."),
    "return approve": N_("The seller agrees to the return of %(items)s."),
    "exchange approve": N_("The seller agrees to exchange %(items)s, once it is back."),
    **{f"{change.kind} approve": change.confirmed for change in CHANGES},
    "reject": N_("The seller said no: %(items)s."),
    **{f"{change.kind} reject": change.refused for change in CHANGES},
    "offer": N_("The seller offers %(amount)s for %(items)s, and the buyer keeps it."),
    "auto_approve": N_("The seller didn't answer in time, so the system approved it: %(items)s."),
    "lapse": N_("The seller didn't answer in time, so nothing was changed."),
    "supersede": N_("The order moved on before the request was answered: %(items)s."),
    "accept": N_("The buyer takes the offer of %(amount)s."),
    "decline": N_("The buyer doesn't take the offer of %(amount)s. The seller answers once more."),
    "offer_lapse": N_("The offer of %(amount)s wasn't answered in time. The seller answers once more."),
    "withdraw": N_("The buyer took the request back: %(items)s."),
    "ship_back": N_("The buyer sent it back with %(carrier)s: %(items)s."),
    "not_shipped_back": N_("It wasn't sent back in time, so the request is closed: %(items)s."),
    "arrive": N_("It is back with the seller: %(items)s."),
    "taken_as_arrived": N_("The seller didn't say that it arrived, so it counts as arrived: %(items)s."),
    "accept_receipt": N_("The seller looked at what came back and accepts it: %(items)s."),
    "reject_receipt": N_("The seller says no to what came back: %(items)s."),
    "not_inspected": N_("Nobody inspected it in time, so the system accepted it: %(items)s."),
    "refund": N_("The money was given back: %(items)s."),
    "apply": N_("It is cancelled: %(items)s."),
    "exchange": N_("The seller sent another one with %(carrier)s: %(items)s."),
    "refund_instead": N_("The seller gives the money back instead of sending another one: %(items)s."),
    "not_replaced": N_("The seller sent no other one in time, so the money is given back: %(items)s."),
    "overrule": N_("Customer service decided for the buyer: %(items)s."),
    "close": N_("The seller's answer stands: %(items)s."),
    "dispute": N_("The buyer disputes the seller's answer. Customer service looks at it."),
    "for_seller": N_("Customer service decided for the seller: %(items)s."),
}

#: Who has to move, by state: as the other side reads it, and as whoever it is reads it.
MOVES = {
    "pending": (N_("The seller answers"), N_("You answer")),
    "partial_offered": (N_("The buyer answers"), N_("You answer")),
    "awaiting_shipment": (N_("The buyer sends it back"), N_("You send it back")),
    "in_return": (N_("The seller says when it is there"), N_("You say when it is there")),
    "inspecting": (N_("The seller inspects it"), N_("You inspect it")),
    "approved": (N_("The seller sends another one"), N_("You send another one")),
    "auto_approved": (N_("The seller sends another one"), N_("You send another one")),
    "rejected": (N_("The buyer can dispute it"), N_("You can dispute it")),
    "receipt_rejected": (N_("The buyer can dispute it"), N_("You can dispute it")),
}
#: What follows when the clock runs out, by state, or by kind and state.
THEN = {
    "pending": N_("Then the system approves it."),
    "cancellation pending": N_("Then the system approves it, if it hasn't left by then."),
    "return pending": N_("Then the system approves it, and it can be sent back."),
    "exchange pending": N_("Then the system approves it, and it can be sent back."),
    **{f"{change.kind} pending": change.lapses for change in CHANGES},
    "partial_offered": N_("Then the offer lapses, and it is the seller's turn once more."),
    "awaiting_shipment": N_("Then the request is closed."),
    "in_return": N_("Then it counts as arrived."),
    "inspecting": N_("Then the system approves the refund."),
    "approved": N_("Then the money is given back instead."),
    "auto_approved": N_("Then the money is given back instead."),
    "exchange inspecting": N_("Then the system accepts it, and the seller sends another one."),
    "rejected": N_("Then the seller's answer stands."),
    "receipt_rejected": N_("Then the seller's answer stands."),
}


def of_kind(words: Mapping[str, str], kind: str, name: str) -> str:
    """The words of a state or an event; those for this kind, where it has its own."""
    return words.get(f"{kind} {name}") or words[name]
