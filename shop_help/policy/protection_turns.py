"""What a Buyer Protection case's state means for the talk with customer service that belongs to it: whose turn it is
there (PRODUCT 5)."""

from dataclasses import replace
from datetime import datetime

from shop_help.policy.case_turns import Turn, after_buyer, first_turn, handed_back, moved
from shop_help.policy.protection_states import ENDED
from shop_help.policy.service_hours import Hours
from shop_help.policy.support import HELD


def opening_turn(state: str, now: datetime, hours: Hours) -> Turn:
    """A case that was just opened: it is ours at once, or the seller's first."""
    turn = first_turn("message", now, hours)
    return turn if state == "under_review" else _waiting(turn)


def turn_after(turn: Turn, state: str, mover: str, now: datetime, hours: Hours) -> Turn:
    """The talk's turn once the case is in this state, and `mover` has to move there."""
    if turn.state == "closed":
        return turn
    if state in ENDED:
        return turn if turn.state == "resolved" else moved(turn, "resolved", now, hours)
    if state == "appealed":
        # Another agent is to decide: it goes back to where anybody but the first finds it.
        again = after_buyer(turn, now, hours)
        return handed_back(again, now, to_front=False) if again.state in HELD else again
    if mover == "CUSTOMER_SERVICE":
        return after_buyer(turn, now, hours)
    if turn.state in HELD:
        return moved(turn, "waiting_seller" if mover == "SHOP" else "waiting_buyer", now, hours)
    return _waiting(turn)


def _waiting(turn: Turn) -> Turn:
    """Nobody holds it and nobody has to: it stands where agents find it, and no promise runs."""
    if turn.state != "queued":
        return turn
    return replace(turn, asked_at=None, answer_by=None, resolve_by=None)
