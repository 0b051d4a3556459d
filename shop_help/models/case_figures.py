"""What the reports read: a walk through an index each, and of very many answers an even part.

Medians need all values side by side, which databases do slowly and each in its own way. So the values come to us, at
most so many of them, every third or tenth where there are more: what is drawn from them changes by less than one
reads off a chart, and the page says how many they are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from math import ceil
from typing import Any

from sqlalchemy import ColumnElement, Integer, cast, func, select
from sqlalchemy.sql import extract

from shop_help.extensions import db
from shop_help.models.case import Case, CaseAnswer, CaseRating
from shop_help.models.help_question import HelpQuestion, HelpText, HelpTopic, HelpVote
from shop_help.models.help_reading import HelpOutcome
from shop_help.models.person import Person
from shop_help.policy.figures import Span
from shop_help.policy.support import OPEN

#: Answers that a report is worked out from, at most.
MOST_ANSWERS = 20_000


@dataclass(frozen=True)
class Scope:
    """What a report goes over; an empty market or team means all."""

    span: Span
    market: str = ""
    team: str = ""

    def within(self, instant: Any, of: Any) -> list[ColumnElement[bool]]:
        """The conditions on an instant, and on the market and team of a table that has them."""
        return [instant >= self.span.begin, instant < self.span.end, *self.narrowed(of)]

    def narrowed(self, of: Any) -> list[ColumnElement[bool]]:
        """The market and the team alone."""
        asked = [of.market == self.market] if self.market else []
        return [*asked, of.team == self.team] if self.team else asked


@dataclass(frozen=True)
class Answers:
    """Rows of mode, is_first, in_time, asked_hour, question_id, seconds: every `step`th of all in a scope."""

    rows: Sequence[Any]
    total: int
    step: int


def answers_in(scope: Scope) -> Answers:
    """The answers that were given in a scope, or an even part of them."""
    given = scope.within(CaseAnswer.answered_at, CaseAnswer)
    total = db.session.scalar(select(func.count()).select_from(CaseAnswer).where(*given)) or 0
    step = max(1, ceil(total / MOST_ANSWERS))
    is_first, in_time = cast(CaseAnswer.is_first, Integer), cast(CaseAnswer.in_time, Integer)
    wanted = select(
        CaseAnswer.mode, is_first, in_time, CaseAnswer.asked_hour, CaseAnswer.question_id, CaseAnswer.seconds
    ).where(*given)
    if step > 1:
        wanted = wanted.where(CaseAnswer.id % step == 0)
    return Answers(db.session.execute(wanted).all(), total, step)


def waiting_now(scope: Scope, now: datetime) -> Sequence[Any]:
    """How open cases stand: state, mode, how many, since when the longest waits, how many are late."""
    since = func.min(func.coalesce(Case.asked_at, Case.queued_at), type_=Case.queued_at.type)
    late = func.sum(cast(Case.answer_by < now, Integer))
    wanted = select(Case.state, Case.mode, func.count().label("cases"), since.label("since"), late.label("late"))
    return db.session.execute(
        wanted.where(Case.state.in_(OPEN), *scope.narrowed(Case)).group_by(Case.state, Case.mode)
    ).all()


def cases_by_question(scope: Scope) -> dict[int | None, int]:
    """How many cases were opened about each question."""
    wanted = select(Case.question_id, func.count()).where(*scope.within(Case.opened_at, Case))
    return {row[0]: row[1] for row in db.session.execute(wanted.group_by(Case.question_id))}


def scores_in(scope: Scope) -> Sequence[Any]:
    """How satisfied buyers were: question_id, score, how many."""
    wanted = select(Case.question_id, CaseRating.score, func.count().label("ratings"))
    rated = wanted.join(Case, Case.id == CaseRating.case_id).where(*scope.within(CaseRating.rated_at, Case))
    return db.session.execute(rated.group_by(Case.question_id, CaseRating.score)).all()


def comments_in(scope: Scope, most: int | None = None) -> Iterator[Any]:
    """What buyers wrote with it, the newest first: rated_at, score, comment, agent, case."""
    wanted = (
        select(CaseRating.rated_at, CaseRating.score, CaseRating.comment, Person.name, CaseRating.case_id)
        .join(Case, Case.id == CaseRating.case_id)
        .outerjoin(Person, Person.id == CaseRating.agent_id)
        .where(CaseRating.comment != "", *scope.within(CaseRating.rated_at, Case))
        .order_by(CaseRating.rated_at.desc(), CaseRating.case_id.desc())
        .limit(most)
    )
    yield from db.session.execute(wanted, execution_options={"yield_per": 500})


def by_part(scope: Scope, instant: Any) -> list[int]:
    """How many cases have this instant (opened_at, resolved_at …) in each part of the span."""
    counts = [0] * len(scope.span.parts())
    hour = _hour_number(instant).label("hour")
    for row in db.session.execute(select(hour, func.count()).where(*scope.within(instant, Case)).group_by(hour)):
        part = scope.span.part_of(datetime.fromtimestamp(row.hour * 3600, UTC))
        if part is not None:
            counts[part] += row[1]
    return counts


def _hour_number(instant: Any) -> ColumnElement[int]:
    """Whole hours since 1970: days of every zone of ours begin with one."""
    if db.engine.dialect.name == "sqlite":
        return cast(func.strftime("%s", instant), Integer).op("/")(3600)
    return cast(func.floor(extract("epoch", instant) / 3600), Integer)


def readings_in(scope: Scope, until: date) -> dict[int, tuple[int, int]]:
    """Of each question how often it was read on days up to `until`, and by how many who wrote to us then."""
    wanted = select(HelpOutcome.question_id, func.sum(HelpOutcome.readings), func.sum(HelpOutcome.contacted))
    span = [HelpOutcome.day >= scope.span.first, HelpOutcome.day <= min(until, scope.span.last)]
    here = [HelpOutcome.market == scope.market] if scope.market else []
    rows = db.session.execute(wanted.where(*span, *here).group_by(HelpOutcome.question_id))
    return {row[0]: (int(row[1]), int(row[2])) for row in rows}


def votes_in(scope: Scope) -> dict[int, tuple[int, int]]:
    """Of each question how many said whether it helped, and how many that it did."""
    helped = func.sum(cast(HelpVote.helped, Integer))
    wanted: Any = select(HelpVote.question_id, func.count(), helped)
    if scope.market:
        wanted = wanted.join(Person, Person.id == HelpVote.person_id).where(Person.market == scope.market)
    span = [HelpVote.voted_at >= scope.span.begin, HelpVote.voted_at < scope.span.end]
    rows = db.session.execute(wanted.where(*span).group_by(HelpVote.question_id))
    return {row[0]: (row[1], int(row[2])) for row in rows}


def questions() -> dict[int, tuple[str, str]]:
    """Each question's words and its topic."""
    holds = (HelpText.question_id == HelpQuestion.id) & (HelpText.version == HelpQuestion.version)
    wanted = select(HelpQuestion.id, HelpText.question, HelpTopic.slug).join(HelpText, holds)
    rows = db.session.execute(wanted.join(HelpTopic, HelpTopic.id == HelpQuestion.topic_id))
    return {row.id: (row.question, row.slug) for row in rows}
