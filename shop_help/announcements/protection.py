"""Who hears what of a Buyer Protection case: the one place that says so.

Both sides read the conversation of buyer and shop. The buyer's talk with customer service is the buyer's and the
agents'. What agents prepare among themselves is theirs alone.
"""

from dataclasses import dataclass

from shop_help.announcements.cases import case_changed, staff_panel_changed
from shop_help.announcements.lists import inbox_changed, queue_changed


@dataclass(frozen=True)
class Hears:
    """`sides`: a card in the conversation of buyer and shop. `talk`: one in the buyer's talk with customer service.
    `words`: where what was said along with it stands on that card; elsewhere the case's own page shows it to whom it
    concerns."""

    sides: bool = True
    talk: bool = True
    words: frozenset[str] = frozenset()


_NOBODY_BUT_AGENTS = Hears(sides=False, talk=False)
_BOTH, _BOTH_WITH_WORDS = Hears(), Hears(words=frozenset({"sides", "talk"}))

#: By the event; what depends on the side has it behind the event.
HEARS = {
    "ask_seller": _BOTH,
    "review": _BOTH,
    "answer": _BOTH,
    "no_answer": _BOTH,
    # What the agent writes to one side is for that side: the buyer reads it in the talk, the seller on their page.
    "request_evidence BUYER": Hears(words=frozenset({"talk"})),
    "request_evidence SHOP": _BOTH,
    "give_evidence BUYER": _BOTH,
    "give_evidence SHOP": _BOTH,
    "bring BUYER": _BOTH,
    "bring SHOP": _BOTH,
    "no_evidence": _BOTH,
    "offer BUYER": _BOTH_WITH_WORDS,
    "offer SHOP": _BOTH_WITH_WORDS,
    "decline BUYER": _BOTH,
    "decline SHOP": _BOTH,
    "settle": _BOTH,
    "withdraw": _BOTH,
    "find_ineligible": _BOTH_WITH_WORDS,
    # Not decided before the second agent says so, and nobody else knows that there is one.
    "propose": _NOBODY_BUT_AGENTS,
    "refuse": _NOBODY_BUT_AGENTS,
    "decide for_buyer": _BOTH_WITH_WORDS,
    "decide for_seller": _BOTH_WITH_WORDS,
    "decide partial": _BOTH_WITH_WORDS,
    "decide_finally for_buyer": _BOTH_WITH_WORDS,
    "decide_finally for_seller": _BOTH_WITH_WORDS,
    "decide_finally partial": _BOTH_WITH_WORDS,
    "require_return": _BOTH,
    # The carrier's number of what goes back concerns both.
    "ship_back": _BOTH_WITH_WORDS,
    "return": _BOTH,
    "taken_as_returned": _BOTH,
    "not_returned": _BOTH,
    "refund": _BOTH,
    "refund_failed": _BOTH,
    "appeal BUYER": _BOTH,
    "appeal SHOP": _BOTH,
    "close": _BOTH,
    # The seller is reminded where both read, the buyer in their talk too.
    "remind BUYER": _BOTH,
    "remind SHOP": Hears(talk=False),
}


def moved(buyer_id: int, shop_id: int, case_conversation_id: int, events: list[str]) -> None:
    """After the commit: the lists of those who heard of it are stale. Of agents' own affairs only agents' are."""
    if all(HEARS[event] == _NOBODY_BUT_AGENTS for event in events):
        if events:
            queue_changed()
            staff_panel_changed(case_conversation_id)
        return
    case_changed(case_conversation_id)
    inbox_changed(buyer_id, shop_id)
