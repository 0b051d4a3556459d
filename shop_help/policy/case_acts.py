"""What an agent may do with a support case as it stands: asked by its buttons, and held equal to its acts."""

from shop_help.policy.permissions import Asker, ConversationFacts, may_answer_cases, may_hold_case, may_read_case
from shop_help.policy.support import AFTER_REPLY, HELD, OPEN, may_move


def acts_on(asker: Asker, facts: ConversationFacts, state: str, mode: str) -> frozenset[str]:
    """Names of acts: open (say why one looks in), note, claim, take_over, transfer, hand_back, become_message, and
    the states it can be set to."""
    if not may_answer_cases(asker, facts):
        return frozenset()
    found = {"note"} if may_read_case(asker, facts) else {"open"}
    if may_hold_case(asker, facts):
        return frozenset(found | _of_holder(asker, facts, state, mode))
    return frozenset(found | ({"take_over"} if state in HELD else set()))


def _of_holder(asker: Asker, facts: ConversationFacts, state: str, mode: str) -> set[str]:
    if state not in OPEN:
        return set()
    found = {"transfer"}
    if state == "queued":
        found.add("claim")
    elif facts.holder_id == asker.person_id:
        found.add("hand_back")
    if mode == "chat":
        found.add("become_message")
    # Who says whose turn it is of a case that waits, takes it.
    held = "assigned" if state == "queued" else state
    return found | {to for to in AFTER_REPLY if may_move(state, to) or may_move(held, to)}
