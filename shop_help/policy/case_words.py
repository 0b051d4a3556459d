"""What happened to a case, as its timeline says it to agents."""

from collections.abc import Mapping
from typing import Any

from shop_help.policy.wording import N_

#: By the name in the log. %(who)s: the person; %(to)s, %(team)s: who has it now.
CASE_LOG = {
    "case.opened": N_("%(who)s turned to customer service"),
    "case.became_chat": N_("%(who)s asked for a chat"),
    "case.became_message": N_("It goes on as a message"),
    "case.claimed": N_("%(who)s claimed it"),
    "case.routed": N_("It went to %(to)s by itself"),
    "case.taken_over": N_("%(who)s took it over"),
    "case.transferred": N_("%(who)s handed it to %(to)s"),
    "case.given_to_team": N_("%(who)s gave it to the team %(team)s"),
    "case.handed_back": N_("%(who)s handed it back"),
    "case.looked_into": N_("%(who)s looked into it"),
    "case.assigned": N_("In work"),
    "case.waiting_buyer": N_("The buyer has to move"),
    "case.waiting_seller": N_("The seller has to move"),
    "case.resolved": N_("%(who)s marked it as resolved"),
    "case.reopened": N_("%(who)s opened it again"),
    "case.rated": N_("%(who)s gave it %(score)s of 5"),
    "case.closed": N_("It was closed for good"),
    "case.decision_proposed": N_("%(who)s proposed a decision to a second agent"),
    "case.decision_refused": N_("%(who)s didn't confirm the decision"),
    "case.taken_over_because": "",
    "case.transferred_because": "",
}

#: Why something happened by itself.
CASE_WHY = {
    "away": N_("Its agent went away."),
    "lease": N_("Its agent's console was closed for too long."),
    "not_taken": N_("Nobody took the chat in time."),
    "buyer_away": N_("The buyer was not there."),
    "chosen": N_("It was wished so."),
}


def reason_of(why: str) -> str:
    """A reason in words to translate, where it is one of ours; what people wrote stands as it is."""
    return CASE_WHY.get(why, "")


def names_of(data: Mapping[str, Any]) -> set[int]:
    """The people whom a line of the log names by their id."""
    return {data[key] for key in ("to", "by") if isinstance(data.get(key), int)}
