"""What happened to a Buyer Protection case, as each side reads it: by the name in the timeline, and who did it.

What agents prepare among themselves (a decision that waits for a second one) has no words here, and isn't shown.
"""

from shop_help.policy.wording import N_

STEPS = {
    "protection.opened": N_("The buyer opened the case."),
    "protection.seller_asked": N_("The seller was asked first."),
    "protection.in_review": N_("Customer service took it up."),
    "protection.answered": N_("The seller answered."),
    "protection.went_unanswered": N_("The seller's time was over, without an answer."),
    "protection.evidence_requested": N_("Customer service asked for something more."),
    "protection.evidence_given BUYER": N_("The buyer brought what was asked for."),
    "protection.evidence_given SHOP": N_("The seller brought what was asked for."),
    "protection.evidence_not_given": N_("What was asked for didn't come in time."),
    "protection.evidence_brought BUYER": N_("The buyer added something."),
    "protection.evidence_brought SHOP": N_("The seller added something."),
    "protection.settlement_offered BUYER": N_("The buyer made an offer."),
    "protection.settlement_offered SHOP": N_("The seller made an offer."),
    "protection.settlement_declined BUYER": N_("The buyer didn't take the offer."),
    "protection.settlement_declined SHOP": N_("The seller didn't take the offer."),
    "protection.settled": N_("Buyer and seller agreed."),
    "protection.withdrawn": N_("The buyer withdrew the case."),
    "protection.found_ineligible": N_("Customer service found that Buyer Protection doesn't cover it."),
    "protection.decided": N_("Customer service decided."),
    "protection.decided_finally": N_("Customer service decided for good."),
    "protection.return_required": N_("The item is to go back first."),
    "protection.shipped_back": N_("The buyer sent it back."),
    "protection.returned": N_("It is back with the seller."),
    "protection.not_returned": N_("It wasn't sent back in time."),
    "protection.refunded": N_("The money was given back."),
    "protection.appealed BUYER": N_("The buyer appealed the decision."),
    "protection.appealed SHOP": N_("The seller appealed the decision."),
    "protection.closed": N_("The case was closed."),
}
#: A side reads of itself.
OWN_STEPS = {
    "BUYER protection.opened": N_("You opened the case."),
    "BUYER protection.evidence_given BUYER": N_("You brought what was asked for."),
    "BUYER protection.evidence_brought BUYER": N_("You added something."),
    "BUYER protection.settlement_offered BUYER": N_("You made an offer."),
    "BUYER protection.settlement_declined BUYER": N_("You didn't take the offer."),
    "BUYER protection.settled": N_("You and the seller agreed."),
    "BUYER protection.withdrawn": N_("You withdrew the case."),
    "BUYER protection.shipped_back": N_("You sent it back."),
    "BUYER protection.appealed BUYER": N_("You appealed the decision."),
    "SHOP protection.opened": N_("A buyer opened the case."),
    "SHOP protection.seller_asked": N_("You were asked first."),
    "SHOP protection.answered": N_("You answered."),
    "SHOP protection.went_unanswered": N_("Your time was over, without an answer."),
    "SHOP protection.evidence_given SHOP": N_("You brought what was asked for."),
    "SHOP protection.evidence_brought SHOP": N_("You added something."),
    "SHOP protection.settlement_offered SHOP": N_("You made an offer."),
    "SHOP protection.settlement_declined SHOP": N_("You didn't take the offer."),
    "SHOP protection.settled": N_("You and the buyer agreed."),
    "SHOP protection.returned": N_("It is back with you."),
    "SHOP protection.appealed SHOP": N_("You appealed the decision."),
}


def step_words(what: str, voice: str, side: str = "") -> str:
    """The sentence of a line of the timeline, for a side or for everybody; empty for what only agents know."""
    for name in (f"{what} {voice}", what):
        words = OWN_STEPS.get(f"{side} {name}") or STEPS.get(name, "")
        if words:
            return words
    return ""
