"""A support case's clock as people read it: who has to move, until when, and how near that is (PRODUCT 7)."""

from dataclasses import dataclass
from datetime import datetime

from shop_help.policy.case_turns import Turn
from shop_help.policy.service_hours import Hours
from shop_help.policy.support import ANSWER_SECONDS, CHAT_ANSWER_SECONDS, RESOLVED_FOR

#: From this share of the time on, a wait is pressing.
PRESSING = 0.5


@dataclass(frozen=True)
class CaseClock:
    """The clock that runs, or stands still.

    `what`: take (somebody takes the chat), answer, resolve, buyer or seller (they have to move), reopen (it may still
    be opened again).
    """

    what: str
    #: None while the buyer or the seller has to move: our clock stands still.
    until: datetime | None
    #: calm, warn or bad
    level: str


def clock_of(turn: Turn, now: datetime, hours: Hours) -> CaseClock | None:
    """The clock of a case; None where none runs."""
    if turn.state == "resolved" and turn.resolved_at is not None:
        return CaseClock("reopen", turn.resolved_at + RESOLVED_FOR, "calm")
    if turn.state in ("waiting_buyer", "waiting_seller"):
        return CaseClock(turn.state.removeprefix("waiting_"), None, "calm")
    if turn.state == "queued" and turn.take_by is not None:
        return CaseClock("take", turn.take_by, wait_level(turn.mode, turn.answer_by, now, hours))
    if turn.answer_by is not None:
        return CaseClock("answer", turn.answer_by, wait_level(turn.mode, turn.answer_by, now, hours))
    if turn.resolve_by is not None:
        return CaseClock("resolve", turn.resolve_by, "bad" if now > turn.resolve_by else "calm")
    return None


def wait_level(mode: str, answer_by: datetime | None, now: datetime, hours: Hours) -> str:
    """How the wait for an answer stands: calm, warn from half of its business hours on, bad once it is late."""
    if answer_by is None:
        return "calm"
    if now > answer_by:
        return "bad"
    allowed = CHAT_ANSWER_SECONDS if mode == "chat" else ANSWER_SECONDS
    return "warn" if hours.seconds_between(now, answer_by) <= allowed * PRESSING else "calm"
