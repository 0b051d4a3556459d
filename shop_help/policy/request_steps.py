"""What happened to an order request, in a few words for its timeline, by the name of the happening."""

from shop_help.policy.wording import N_

STEPS = {
    "request.asked": N_("Asked"),
    "request.approved": N_("Approved"),
    "request.rejected": N_("Rejected"),
    "request.part_offered": N_("A part was offered"),
    "request.auto_approved": N_("Approved, for nobody answered in time"),
    "request.lapsed": N_("Lapsed, for nobody answered in time"),
    "request.superseded": N_("Overtaken: the order moved on"),
    "request.offer_accepted": N_("The offer was accepted"),
    "request.offer_declined": N_("The offer was declined"),
    "request.offer_lapsed": N_("The offer lapsed"),
    "request.withdrawn": N_("Taken back"),
    "request.shipped_back": N_("Sent back"),
    "request.not_shipped_back": N_("Closed, for it wasn't sent back in time"),
    "request.arrived_back": N_("Arrived back at the seller"),
    "request.receipt_accepted": N_("Inspected and accepted"),
    "request.receipt_rejected": N_("Inspected and rejected"),
    "request.not_inspected": N_("Accepted, for nobody inspected it in time"),
    "request.refunded": N_("The money was given back"),
    "request.applied": N_("Done"),
    "request.exchanged": N_("Another one was sent"),
    "request.refund_chosen": N_("The money is given back instead"),
    "request.overruled": N_("Customer service decided for the buyer"),
    "request.closed": N_("Closed: the seller's answer stands"),
    "dispute.opened": N_("The seller's answer was disputed"),
    "dispute.for_buyer": N_("Customer service decided for the buyer"),
    "dispute.for_seller": N_("Customer service decided for the seller"),
    "dispute.closed": N_("The dispute was closed"),
}

#: At once, without asking anybody: another word than for a silence of the seller.
AT_ONCE = N_("Done at once")
#: Who did it, as the buyer reads it.
WHO = {
    "BUYER": N_("You"),
    "SHOP": N_("The seller"),
    "CUSTOMER_SERVICE": N_("Customer service"),
    "SYSTEM": N_("Shop Help"),
}

#: How it stands, as the buyer reads it; where nothing stands here, both sides read the same.
STANDING_FOR_BUYER = {
    "partial_offered": N_("The seller offers you a part. Take it, or don't."),
    "awaiting_shipment": N_("It may go back. Send it, and say with which carrier."),
    "rejected": N_("The seller said no. You can dispute that."),
    "receipt_rejected": N_("The seller says no to what came back. You can dispute that."),
    "withdrawn": N_("You took it back."),
}
DISPUTED_BY_BUYER = N_("You dispute the seller's answer: customer service looks at it.")
