"""What happens to a Buyer Protection case, as timeline and outbox name it, and why it doesn't happen."""

from shop_help.policy.protection_states import ENDED, OPEN, TABLE, UNDECIDED
from shop_help.policy.wording import N_

OPENED = "opened"

#: By the event of the table, and by what happens within a state: what has happened then.
PAST = {
    "ask_seller": "seller_asked",
    "review": "in_review",
    "answer": "answered",
    "no_answer": "went_unanswered",
    "request_evidence": "evidence_requested",
    "give_evidence": "evidence_given",
    "no_evidence": "evidence_not_given",
    "settle": "settled",
    "withdraw": "withdrawn",
    "find_ineligible": "found_ineligible",
    "decide": "decided",
    "require_return": "return_required",
    "return": "returned",
    "not_returned": "not_returned",
    "refund": "refunded",
    "appeal": "appealed",
    "decide_finally": "decided_finally",
    "close": "closed",
    # No change of state.
    "bring": "evidence_brought",
    "offer": "settlement_offered",
    "decline": "settlement_declined",
    # Agents' own affairs are lines of their talk's timeline, not of the case's.
    "propose": "case.decision_proposed",
    "refuse": "case.decision_refused",
    "ship_back": "shipped_back",
    "remind": "reminded",
}

#: What a person reads when something can't be done with a case. It stays as it is.
REFUSALS = {
    "claim_over": N_("This case is over, so nothing about it can be changed any more."),
    "claim_decided": N_("This case is decided by now. Read the decision."),
    "claim_undecided": N_("This case isn't decided yet."),
    "claim_moved": N_("This case has moved on in the meantime. Read how it stands now."),
    "draft_changed": N_("This claim was changed elsewhere in the meantime. Read it once more before you send it."),
    "draft_gone": N_("This claim was sent or thrown away. Look under your cases."),
    "not_asked": N_("You are not asked for anything at the moment."),
    "settlement_gone": N_("This offer is gone. Read how the case stands now."),
    "second_agent_open": N_("A decision waits for a second agent. It is confirmed or refused first."),
    "no_second_agent_open": N_("No decision waits for a second agent."),
    "same_agent": N_(
        "You proposed this decision or made an earlier one of this case, so a colleague has to do this."
    ),
    "appeal_over": N_("The time for an appeal is over."),
    "appealed_before": N_("You have appealed already. Each side can do it once."),
    "nothing_to_appeal": N_("There is nothing in this decision that you could appeal."),
    "photo_too_small": N_(
        "This photo has fewer than %(least_pixels)s pixels on its longer side. Take it anew from closer, or choose "
        "the original."
    ),
    "photo_blurred": N_("This photo looks blurred. Take it anew if you can; or send it all the same."),
    "no_shipping": N_("Nothing has to be sent back at the moment."),
}


def refusal_of(event: str, actor: str, state: str) -> str:
    """Why the table lets nothing happen: one of REFUSALS, or forbidden for what is somebody else's to do."""
    rows = [step for step in TABLE if (step.event, step.actor) == (event, actor)]
    if not rows:
        return "forbidden"
    if state in ENDED:
        return "claim_over"
    if event == "give_evidence":
        return "not_asked"
    if event == "appeal" and state in UNDECIDED:
        return "claim_undecided"
    if event in ("return",):
        return "no_shipping"
    origins = frozenset().union(*(step.origins for step in rows))
    return "claim_decided" if origins <= UNDECIDED and state in OPEN - UNDECIDED else "claim_moved"
