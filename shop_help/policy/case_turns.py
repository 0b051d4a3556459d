"""Whose turn it is in a support case, and what its clocks do: pure steps from one turn to the next (PRODUCT 5, 7).

The clocks count business hours, and stand still while the buyer or the seller has to move.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from shop_help.policy.service_hours import Hours
from shop_help.policy.support import ANSWER_SECONDS, CHAT_ANSWER_SECONDS, RESOLVE_SECONDS, TAKE_WITHIN


@dataclass(frozen=True)
class Turn:
    """Whose turn it is in a case, with its clocks: what a message or an act changes."""

    mode: str
    state: str
    agent_id: int | None
    last_agent_id: int | None
    queued_at: datetime
    assigned_at: datetime | None
    take_by: datetime | None
    asked_at: datetime | None
    answer_by: datetime | None
    first_answered_at: datetime | None
    resolve_by: datetime | None
    resolve_left: int | None
    resolved_at: datetime | None
    reopened_at: datetime | None


#: The columns of a case that a turn is made of.
TURN = tuple(Turn.__dataclass_fields__)


def first_turn(mode: str, now: datetime, hours: Hours) -> Turn:
    """A case that is just opened: it waits for an agent, and its clocks run."""
    return Turn(
        mode=mode,
        state="queued",
        agent_id=None,
        last_agent_id=None,
        queued_at=now,
        assigned_at=None,
        take_by=now + TAKE_WITHIN if mode == "chat" else None,
        asked_at=now,
        answer_by=_answer_by(mode, now, hours),
        first_answered_at=None,
        resolve_by=hours.after(now, RESOLVE_SECONDS),
        resolve_left=None,
        resolved_at=None,
        reopened_at=None,
    )


def _answer_by(mode: str, now: datetime, hours: Hours) -> datetime:
    return hours.after(now, CHAT_ANSWER_SECONDS if mode == "chat" else ANSWER_SECONDS)


def after_buyer(turn: Turn, now: datetime, hours: Hours) -> Turn:
    """The buyer wrote: it is our turn. What was resolved is opened again, as a message, for its last agent first."""
    asked_at, answer_by = turn.asked_at or now, turn.answer_by or _answer_by(turn.mode, now, hours)
    if turn.state == "resolved":
        return replace(
            first_turn("message", now, hours),
            last_agent_id=turn.agent_id or turn.last_agent_id,
            first_answered_at=turn.first_answered_at,
            resolved_at=turn.resolved_at,
            reopened_at=now,
        )
    if turn.state in ("waiting_buyer", "waiting_seller"):
        turn = replace(_resumed(turn, now, hours), state="assigned")
    return replace(turn, asked_at=asked_at, answer_by=answer_by)


def after_agent(turn: Turn, agent_id: int, then: str, now: datetime, hours: Hours) -> Turn:
    """An agent wrote: the answer's clock ends, and `then` (of AFTER_REPLY) says whose turn it is now."""
    held = held_by(turn, agent_id, now)
    answered = replace(
        held, asked_at=None, answer_by=None, first_answered_at=turn.first_answered_at or now, take_by=None
    )
    return moved(answered, then, now, hours)


def held_by(turn: Turn, agent_id: int, now: datetime) -> Turn:
    """An agent has it now: what waited for somebody is in work."""
    is_new = turn.agent_id != agent_id
    state = "assigned" if turn.state == "queued" else turn.state
    at = now if is_new else turn.assigned_at
    return replace(turn, state=state, agent_id=agent_id, last_agent_id=agent_id, assigned_at=at, take_by=None)


def handed_back(turn: Turn, now: datetime, to_front: bool = True) -> Turn:
    """Nobody has it any more: it waits again, at the place it had."""
    queued_at = turn.queued_at if to_front else now
    take_by = now + TAKE_WITHIN if turn.mode == "chat" else None
    return replace(turn, state="queued", agent_id=None, queued_at=queued_at, assigned_at=None, take_by=take_by)


def moved(turn: Turn, to: str, now: datetime, hours: Hours) -> Turn:
    """In another state: while others have to move, our clocks stand still; what is resolved has none."""
    if to in ("waiting_buyer", "waiting_seller"):
        return replace(_paused(turn, now, hours), state=to, asked_at=None, answer_by=None)
    if to == "resolved":
        return replace(
            turn,
            state=to,
            take_by=None,
            asked_at=None,
            answer_by=None,
            resolve_by=None,
            resolve_left=None,
            resolved_at=now,
        )
    return replace(_resumed(turn, now, hours), state=to)


def as_message(turn: Turn, now: datetime, hours: Hours) -> Turn:
    """A chat goes on as a message: the same case, with the promise of a message where one is owed."""
    answer_by = None if turn.asked_at is None else _answer_by("message", turn.asked_at, hours)
    return replace(turn, mode="message", take_by=None, answer_by=answer_by)


def as_chat(turn: Turn, now: datetime, hours: Hours) -> Turn:
    """The buyer asks for a chat about a case that is there: it waits in line, or its agent answers it at once."""
    if turn.mode == "chat" and turn.state not in ("resolved", "closed"):
        return turn
    turn = after_buyer(turn, now, hours)
    asked_at = turn.asked_at or now
    take_by = now + TAKE_WITHIN if turn.state == "queued" else None
    chat = replace(turn, mode="chat", asked_at=asked_at, answer_by=_answer_by("chat", now, hours), take_by=take_by)
    # The line is one of chats: a message's long wait gives no place before those who stand in it.
    return replace(chat, queued_at=now) if turn.state == "queued" else chat


def _paused(turn: Turn, now: datetime, hours: Hours) -> Turn:
    if turn.resolve_by is None:
        return turn
    return replace(turn, resolve_left=hours.seconds_between(now, turn.resolve_by), resolve_by=None)


def _resumed(turn: Turn, now: datetime, hours: Hours) -> Turn:
    if turn.resolve_left is None:
        return turn
    return replace(turn, resolve_by=hours.after(now, turn.resolve_left), resolve_left=None)
