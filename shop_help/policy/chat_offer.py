"""Whether a live chat can be had now, what to expect of it, and which agent a waiting chat goes to (PRODUCT 1, 7)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from shop_help.policy.service_hours import Hours


@dataclass(frozen=True)
class ChatOffer:
    """What a buyer is told before they choose. `code`: open, closed (outside business hours) or nobody (on duty)."""

    code: str
    #: The place they would have in line.
    place: int
    #: Seconds, the median of the recent ones; None where it isn't known.
    expected_seconds: int | None
    #: When it opens next, where it is closed; where nobody is on duty, when it opens after this period. None where
    #: that isn't known.
    opens_at: datetime | None
    #: By when a message that is sent now is answered.
    message_by: datetime

    @property
    def is_open(self) -> bool:
        """Can a chat be begun?"""
        return self.code == "open"


def chat_offer(
    hours: Hours, now: datetime, on_duty: int, in_line: int, expected_seconds: int | None, message_by: datetime
) -> ChatOffer:
    """The offer as it is at this click."""
    code = "closed" if not hours.is_open(now) else "open" if on_duty else "nobody"
    opens_at = None if code == "open" else _opens_after(hours, now)
    return ChatOffer(code, in_line + 1, expected_seconds, opens_at, message_by)


def _opens_after(hours: Hours, now: datetime) -> datetime | None:
    """When it opens after it has closed; None where it never does one or the other."""
    ends = hours.closes_next(now)
    return None if ends is None and hours.is_open(now) else hours.opens_next(ends or now)


@dataclass(frozen=True)
class Taker:
    """An agent on duty, as the routing sees them; empty teams mean all."""

    person_id: int
    capacity: int
    chats: int
    teams: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset({"en"})
    takes_chats: bool = True


@dataclass(frozen=True)
class Waiting:
    """A chat in line, as the routing sees it."""

    case_id: int
    buyer_id: int
    team: str = "general"
    language: str = "en"
    last_agent_id: int | None = None


def routed(line: Sequence[Waiting], takers: Iterable[Taker]) -> list[tuple[int, int]]:
    """(case, agent) for each chat that somebody with room can take, the first in line first.

    Who had it last comes first, then who has the most room left. A chat in a language that nobody speaks of those who
    would take it goes to any of them: a person who answers in English is better than nobody.
    """
    able = {taker.person_id: taker for taker in takers if taker.takes_chats}
    chats = {person_id: taker.chats for person_id, taker in able.items()}
    found = []
    for chat in line:
        would = [taker for taker in able.values() if _would_take(taker, chat)]
        speak = [taker for taker in would if chat.language in taker.languages]
        fit = [taker for taker in speak or would if chats[taker.person_id] < taker.capacity]
        if not fit:
            continue
        best = min(
            fit,
            key=lambda each: (
                each.person_id != chat.last_agent_id,
                chats[each.person_id] - each.capacity,
                each.person_id,
            ),
        )
        chats[best.person_id] += 1
        found.append((chat.case_id, best.person_id))
    return found


def _would_take(taker: Taker, chat: Waiting) -> bool:
    """With room for it: it is of a team of theirs, and not their own question."""
    return taker.person_id != chat.buyer_id and (not taker.teams or chat.team in taker.teams)
