"""The numbers on top of the list, in one statement: who waits, who is there, what was answered today."""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from shop_help import clock
from shop_help.extensions import db
from shop_help.identity import Viewer
from shop_help.models import Case, CaseAnswer, Duty
from shop_help.models.case_queue import is_on_duty
from shop_help.policy.case_clock import wait_level
from shop_help.service_calendar import hours_in

#: Beyond it, one reads "99+".
COUNTED = 100


@dataclass(frozen=True)
class Numbers:
    """What matters on top. `level` is that of the chat whose answer is due first; `duty` is on, away or off."""

    waiting: int
    longest_since: datetime | None
    level: str
    on_duty: int
    answered: int
    unassigned: int
    mine: int
    duty: str


def numbers_for(viewer: Viewer) -> Numbers:
    """The numbers as they are now, for this agent."""
    now = clock.now()
    chats = [Case.state == "queued", Case.mode == "chat", Case.buyer_id != viewer.person_id]
    first = select(Case).where(*chats).order_by(Case.queued_at, Case.id).limit(1).subquery()
    today = CaseAnswer.answered_at >= _midnight(now, viewer.zone)
    asked = db.session.execute(
        select(
            _count(*chats).label("waiting"),
            select(first.c.queued_at).scalar_subquery().label("since"),
            select(first.c.answer_by).scalar_subquery().label("answer_by"),
            select(first.c.market).scalar_subquery().label("market"),
            select(func.count()).select_from(Duty).where(is_on_duty(now)).scalar_subquery().label("on_duty"),
            select(func.count()).select_from(CaseAnswer).where(today).scalar_subquery().label("answered"),
            _count(Case.state == "queued", Case.mode == "message").label("unassigned"),
            _count(Case.agent_id == viewer.person_id, Case.state == "assigned").label("mine"),
            select(Duty.state).where(Duty.person_id == viewer.person_id).scalar_subquery().label("duty"),
        )
    ).one()
    level = wait_level("chat", asked.answer_by, now, hours_in(asked.market, now)) if asked.since else "calm"
    return Numbers(
        asked.waiting,
        asked.since,
        level,
        asked.on_duty,
        asked.answered,
        asked.unassigned,
        asked.mine,
        asked.duty or "off",
    )


def _count(*which: Any) -> Any:
    """How many there are, counted no further than anybody reads."""
    some = select(Case.id).where(*which).limit(COUNTED).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


def _midnight(now: datetime, zone: str) -> datetime:
    there = ZoneInfo(zone)
    return datetime.combine(now.astimezone(there).date(), time(), there).astimezone(UTC)


def count_of(number: int) -> int | str:
    """A number as a chip shows it."""
    return number if number < COUNTED else "99+"
