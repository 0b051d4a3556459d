"""The waiting line: who waits, in which order, and how long it took lately."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from sqlalchemy import and_, func, or_, select

from shop_help.extensions import db
from shop_help.models.case import Case, CaseAnswer
from shop_help.models.person import Person, Role
from shop_help.models.service import Duty
from shop_help.policy.support import HELD, LEASE

#: Answers that the expected wait is the median of, and how old they may be.
RECENT = 20
RECENT_WITHIN = timedelta(days=7)
#: With fewer, nothing is promised.
FEWEST = 3

_IN_LINE = and_(Case.state == "queued", Case.mode == "chat")


def chats_in_line() -> Sequence[Any]:
    """The chats that wait, the first in line first: id, conversation_id, team, language, last_agent_id, queued_at."""
    wanted = (
        select(Case.id, Case.conversation_id, Case.team, Case.language, Case.buyer_id, Case.last_agent_id)
        .where(_IN_LINE)
        .order_by(Case.queued_at, Case.id)
    )
    return db.session.execute(wanted).all()


def place_in_line(case_id: int, queued_at: datetime) -> int:
    """Which one in line a waiting chat is, from 1."""
    ahead = or_(Case.queued_at < queued_at, and_(Case.queued_at == queued_at, Case.id < case_id))
    return 1 + (db.session.scalar(select(func.count()).where(_IN_LINE, ahead)) or 0)


def length_of_line() -> int:
    """How many chats wait."""
    return db.session.scalar(select(func.count()).where(_IN_LINE)) or 0


def recent_chat_wait(now: datetime) -> int | None:
    """The median seconds after which the recent chats were first answered; None where too few are known."""
    wanted = (
        select(CaseAnswer.seconds)
        .where(CaseAnswer.mode == "chat", CaseAnswer.is_first, CaseAnswer.answered_at >= now - RECENT_WITHIN)
        .order_by(CaseAnswer.answered_at.desc())
        .limit(RECENT)
    )
    waits = db.session.scalars(wanted).all()
    return round(median(waits)) if len(waits) >= FEWEST else None


def is_on_duty(now: datetime) -> Any:
    """An expression for statements on Duty: on, with the console open not too long ago."""
    return is_there_since(now - LEASE)


def is_there_since(instant: Any) -> Any:
    """The same for statements that are built once: on, with the console open after an instant."""
    return and_(Duty.state == "on", Duty.seen_at > instant)


def agents_on_duty(now: datetime) -> Sequence[Any]:
    """Who is there, with what they take and how many chats they have now."""
    chats = (
        select(func.count())
        .where(Case.agent_id == Duty.person_id, Case.mode == "chat", Case.state.in_(HELD))
        .correlate(Duty)
        .scalar_subquery()
    )
    wanted = (
        select(
            Duty.person_id,
            Person.name,
            Duty.capacity,
            Duty.takes_chats,
            Duty.teams,
            Duty.member_of,
            Duty.languages,
            chats.label("chats"),
        )
        .join(Person, Person.id == Duty.person_id)
        .where(is_on_duty(now), Person.active, Person.roles.any(Role.name == "agent"))
        .order_by(Duty.person_id)
    )
    return db.session.execute(wanted).all()
