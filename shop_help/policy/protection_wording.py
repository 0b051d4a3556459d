"""The words of Buyer Protection cases: states, how it stands, what happened, whose turn it is, and what follows.

What both sides read says "the buyer" and "the seller"; a page of one side says "you" where there are words for it.
"""

from shop_help.policy.wording import N_

STATES = {
    "opened": N_("Opened"),
    "awaiting_seller": N_("Waits for the seller"),
    "under_review": N_("In review"),
    "evidence_requested": N_("More is asked for"),
    "decided": N_("Decided"),
    "return_required": N_("To be sent back"),
    "returned": N_("Came back"),
    "refunded": N_("Refunded"),
    "appealed": N_("Appealed"),
    "decided_final": N_("Decided for good"),
    "settled_with_seller": N_("Settled"),
    "withdrawn": N_("Withdrawn"),
    "ineligible": N_("Not covered"),
    "closed": N_("Closed"),
}
#: By outcome, where it is decided.
OUTCOMES = {
    "for_buyer": N_("Decided for the buyer"),
    "for_seller": N_("Decided for the seller"),
    "partial": N_("Decided in part"),
}
#: The same on a page of one side: "BUYER for_buyer".
OWN_OUTCOMES = {
    "BUYER for_buyer": N_("Decided for you"),
    "SHOP for_seller": N_("Decided for you"),
}
#: Where the reader has to move: "BUYER evidence_requested".
OWN_STATES = {
    "SHOP awaiting_seller": N_("Waits for you"),
    "BUYER evidence_requested": N_("Waits for you"),
    "SHOP evidence_requested": N_("Waits for you"),
    "BUYER return_required": N_("Waits for you"),
    "SHOP return_required": N_("Waits for you"),
    "CUSTOMER_SERVICE under_review": N_("To be decided"),
    "CUSTOMER_SERVICE appealed": N_("To be decided anew"),
}
TONES = {
    "awaiting_seller": "warn",
    "evidence_requested": "warn",
    "return_required": "warn",
    "appealed": "warn",
    "refunded": "good",
    "settled_with_seller": "good",
}

#: How it stands, in a sentence: by state, or by side and state where that side reads something else.
STANDING = {
    "opened": N_("The case was opened."),
    "awaiting_seller": N_("The seller was asked and has to answer. Then customer service decides."),
    "BUYER awaiting_seller": N_(
        "We have asked the seller. When they have answered, or their time is over, we decide."
    ),
    "SHOP awaiting_seller": N_("The buyer claims their money. Say what you have to say, and show what you have."),
    "under_review": N_("Customer service looks at what both sides brought, and decides."),
    "BUYER under_review": N_(
        "We look at what you and the seller brought, and decide. You don't have to do anything."
    ),
    "SHOP under_review": N_("Customer service looks at what both sides brought, and decides."),
    "evidence_requested": N_("Customer service has asked for something more."),
    "decided": N_("It is decided."),
    "return_required": N_("The item goes back first. When it is there, the money is given back."),
    "BUYER return_required": N_("Send the item back, and say with which carrier. Then you get your money."),
    "returned": N_("The item came back, and the money is on its way to the buyer."),
    "BUYER returned": N_("The item came back, and your money is on its way."),
    "refunded": N_("The money was given back to the buyer."),
    "BUYER refunded": N_("Your money was given back."),
    "appealed": N_("The decision was appealed. Another agent looks at all of it anew."),
    "decided_final": N_("It is decided for good."),
    "settled_with_seller": N_("Buyer and seller have agreed, and the money is on its way."),
    "BUYER settled_with_seller": N_("You and the seller have agreed, and your money is on its way."),
    "withdrawn": N_("The buyer has withdrawn it."),
    "BUYER withdrawn": N_("You have withdrawn it."),
    "ineligible": N_("Customer service found that Buyer Protection doesn't cover it."),
    "closed": N_("The case is closed."),
}
#: The same once it is decided, by what was decided.
DECIDED = {
    "for_buyer": N_("Decided for the buyer: %(amount)s."),
    "for_seller": N_("Decided for the seller: nothing is given back."),
    "partial": N_("Decided in part: the buyer gets %(amount)s."),
    "BUYER for_buyer": N_("Decided for you: you get %(amount)s."),
    "BUYER for_seller": N_("Decided for the seller: you get nothing back."),
    "BUYER partial": N_("Decided in part: you get %(amount)s."),
    "SHOP for_seller": N_("Decided for you: nothing is given back."),
}
#: How a closed case ended, where it wasn't by a decision.
ENDED = {
    "settled": N_("Buyer and seller agreed on %(amount)s."),
    "not_returned": N_("The item wasn't sent back in time, so nothing was given back."),
}

#: What happened, by event, as both sides read it; %(items)s, %(amount)s and others are filled in.
SAID = {
    "ask_seller": N_("The buyer opened a Buyer Protection case: %(items)s. The seller is asked first."),
    "review": N_("The buyer opened a Buyer Protection case: %(items)s. Customer service decides it."),
    "answer": N_("The seller has answered. Customer service decides now."),
    "no_answer": N_("The seller didn't answer in time. Customer service decides with what there is."),
    "request_evidence BUYER": N_("Customer service asks the buyer for more."),
    "request_evidence SHOP": N_("Customer service asks the seller for more."),
    "give_evidence BUYER": N_("The buyer brought what was asked for. Customer service goes on."),
    "give_evidence SHOP": N_("The seller brought what was asked for. Customer service goes on."),
    "bring BUYER": N_("The buyer added something to the case."),
    "bring SHOP": N_("The seller added something to the case."),
    "no_evidence": N_("What was asked for didn't come in time. Customer service decides with what there is."),
    "offer BUYER": N_("The buyer offers to end the case for %(amount)s."),
    "offer SHOP": N_("The seller offers %(amount)s to end the case."),
    "decline BUYER": N_("The buyer doesn't take the offer of %(amount)s. The case goes on."),
    "decline SHOP": N_("The seller doesn't take the offer of %(amount)s. The case goes on."),
    "settle": N_("Buyer and seller have agreed on %(amount)s. The money is on its way."),
    "withdraw": N_("The buyer has withdrawn the case."),
    "find_ineligible": N_("Customer service found that Buyer Protection doesn't cover it."),
    "decide for_buyer": N_("Decided for the buyer: %(amount)s is given back."),
    "decide for_seller": N_("Decided for the seller: nothing is given back."),
    "decide partial": N_("Decided in part: %(amount)s is given back."),
    "decide_finally for_buyer": N_("Decided for good, for the buyer: %(amount)s in all."),
    "decide_finally for_seller": N_("Decided for good, for the seller."),
    "decide_finally partial": N_("Decided for good, in part: %(amount)s in all."),
    "require_return": N_("The item goes back to the seller first. When it is there, the money is given back."),
    "ship_back": N_("The buyer sent it back with %(carrier)s."),
    "return": N_("The item is back with the seller. The money is on its way to the buyer."),
    "taken_as_returned": N_("What was sent back counts as arrived. The money is on its way to the buyer."),
    "not_returned": N_("The item wasn't sent back in time, so the case is closed and nothing is given back."),
    "refund": N_("The money was given back: %(amount)s."),
    "refund_failed": N_(
        "The payment of %(amount)s didn't go through. We take care of it; nobody has to do anything."
    ),
    "appeal BUYER": N_("The buyer appeals the decision. Another agent looks at all of it anew."),
    "appeal SHOP": N_("The seller appeals the decision. Another agent looks at all of it anew."),
    "close": N_("The case is closed."),
    "remind BUYER": N_("A reminder: the buyer still has to move."),
    "remind SHOP": N_("A reminder: the seller still has to move."),
}
#: What the buyer reads in their own talk with customer service in place of it.
SAID_TO_BUYER = {
    "ask_seller": N_("Your Buyer Protection case is open: %(items)s. We have asked the seller first."),
    "review": N_("Your Buyer Protection case is open: %(items)s. We look at it."),
    "request_evidence BUYER": N_("We need something more from you to decide."),
    "request_evidence SHOP": N_("We have asked the seller for more. You don't have to do anything."),
    "remind BUYER": N_("A reminder: you still have to move."),
}

#: Who has to move, by state and mover: as others read it, and as whoever it is reads it.
MOVES = {
    "awaiting_seller SHOP": (N_("The seller answers"), N_("You answer")),
    "under_review CUSTOMER_SERVICE": (N_("Customer service decides"), N_("You decide")),
    "evidence_requested BUYER": (N_("The buyer brings what was asked for"), N_("You bring what was asked for")),
    "evidence_requested SHOP": (N_("The seller brings what was asked for"), N_("You bring what was asked for")),
    "return_required BUYER": (N_("The buyer sends it back"), N_("You send it back")),
    "return_required SHOP": (N_("The seller says when it is there"), N_("You say when it is there")),
    "appealed CUSTOMER_SERVICE": (N_("Another agent decides for good"), N_("You decide for good")),
}
#: What follows when the clock runs out.
THEN = {
    "awaiting_seller SHOP": N_("Then customer service decides with what there is."),
    "under_review CUSTOMER_SERVICE": "",
    "evidence_requested BUYER": N_("Then customer service decides with what there is."),
    "evidence_requested SHOP": N_("Then customer service decides with what there is."),
    "return_required BUYER": N_("Then the case is closed, and nothing is given back."),
    "return_required SHOP": N_("Then it counts as arrived, and the money is given back."),
    "appealed CUSTOMER_SERVICE": "",
}
LATE = N_("We are late, and sorry for it. The case stays with us.")
#: The clock of appeals, which nobody has to move in.
APPEALS = (N_("Both sides can appeal"), N_("You can appeal"), N_("Then the decision stands for good."))
