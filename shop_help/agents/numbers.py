"""The numbers on top of the list, in one statement: who waits, who is there, what was answered today."""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, bindparam, func, or_, select

from shop_help import clock
from shop_help.agents.hours import hours_at
from shop_help.agents.listing import PROTECTION_STATES
from shop_help.database import UTCDateTime
from shop_help.identity import Viewer
from shop_help.models import Case, CaseAnswer, Duty, ProtectionCase
from shop_help.models.case_queue import is_there_since
from shop_help.models.prepared import Prepared
from shop_help.models.reading import row_of
from shop_help.policy.case_clock import wait_level
from shop_help.policy.support import LEASE
from shop_help.presentation import MOST_ON_BADGE

_PERSON: BindParameter[int] = bindparam("person", 0)


@dataclass(frozen=True)
class Numbers:
    """What matters on top. `level` is that of the chat in line whose answer is due first, `mine_level` that of the
    case of one's own; `duty` is on, away or off."""

    waiting: int
    longest_since: datetime | None
    level: str
    on_duty: int
    answered: int
    unassigned: int
    mine: int
    mine_level: str
    protection: int
    duty: str


def _question() -> Any:
    chats = [Case.state == "queued", Case.mode == "chat", Case.buyer_id != _PERSON]
    first = select(Case).where(*chats).order_by(Case.queued_at, Case.id).limit(1).subquery()
    mine = [Case.agent_id == _PERSON, Case.state == "assigned"]
    due = select(Case).where(*mine, Case.answer_by.is_not(None)).order_by(Case.answer_by, Case.id).limit(1).subquery()
    there = is_there_since(bindparam("there_since", None, type_=UTCDateTime))
    today = CaseAnswer.answered_at >= bindparam("midnight", None, type_=UTCDateTime)
    return select(
        _count(*chats).label("waiting"),
        select(first.c.queued_at).scalar_subquery().label("since"),
        select(first.c.answer_by).scalar_subquery().label("answer_by"),
        select(first.c.market).scalar_subquery().label("market"),
        select(func.count()).select_from(Duty).where(there).scalar_subquery().label("on_duty"),
        select(func.count()).select_from(CaseAnswer).where(today).scalar_subquery().label("answered"),
        _count(Case.state == "queued", Case.mode == "message", Case.buyer_id != _PERSON).label("unassigned"),
        _count(*mine).label("mine"),
        select(due.c.answer_by).scalar_subquery().label("due_by"),
        select(due.c.mode).scalar_subquery().label("due_mode"),
        select(due.c.market).scalar_subquery().label("due_market"),
        _protection().label("protection"),
        select(Duty.state).where(Duty.person_id == _PERSON).scalar_subquery().label("duty"),
    )


def _count(*which: Any) -> Any:
    """How many there are, counted no further than anybody reads."""
    some = select(Case.id).where(*which).limit(MOST_ON_BADGE + 1).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


def _protection() -> Any:
    """Cases of Buyer Protection that customer service has to decide."""
    here = or_(*(ProtectionCase.state == each for each in PROTECTION_STATES[""]))
    some = (
        select(ProtectionCase.id).where(here, ProtectionCase.buyer_id != _PERSON).limit(MOST_ON_BADGE + 1).subquery()
    )
    return select(func.count()).select_from(some).scalar_subquery()


_QUESTION = Prepared(_question())


def numbers_for(viewer: Viewer) -> Numbers:
    """The numbers as they are now, for this agent."""
    now = clock.now()
    told = row_of(
        _QUESTION,
        person=viewer.person_id,
        there_since=now - LEASE,
        midnight=_midnight(now, viewer.zone),
    )
    return Numbers(
        waiting=told.waiting,
        longest_since=told.since,
        level=_level("chat", told.answer_by, told.market, now),
        on_duty=told.on_duty,
        answered=told.answered,
        unassigned=told.unassigned,
        mine=told.mine,
        mine_level=_level(told.due_mode, told.due_by, told.due_market, now),
        protection=told.protection,
        duty=told.duty or "off",
    )


def _level(mode: str, answer_by: datetime | None, market: str, now: datetime) -> str:
    return wait_level(mode, answer_by, now, hours_at(market, now)) if answer_by else "calm"


def _midnight(now: datetime, zone: str) -> datetime:
    there = ZoneInfo(zone)
    return datetime.combine(now.astimezone(there).date(), time(), there).astimezone(UTC)
