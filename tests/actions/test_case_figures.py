"""What the reports read, on both databases: the right rows, the right days, and an even part of very many answers."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import insert, select, update

from shop_help.actions import case_states
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import Case, CaseAnswer, HelpOutcome, HelpQuestion, HelpText, HelpTopic, HelpVote, case_figures
from shop_help.models.case_figures import Scope
from shop_help.operators.figures import Figures
from shop_help.policy.figures import Span, last_days
from tests.actions.desk import Desk

#: Midnight of the 25th in New York is at five in UTC.
TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
WEEK = Scope(last_days(7, TODAY, "America/New_York"))
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def then() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk(app)


def question(slug: str, topic: str) -> int:
    with write_unit(db.session) as session:
        row = HelpQuestion(slug=slug, topic=HelpTopic(slug=topic, title=topic, picture="x", position=1), position=1)
        session.add(row)
        session.flush()
        session.add(HelpText(question_id=row.id, version=1, question=f"{slug}?", body="x"))
        return row.id


def answer(case_id: int, agent_id: int, **more: Any) -> dict[str, Any]:
    told = {"mode": "chat", "asked_at": NOW, "answered_at": NOW, "seconds": 60, "is_first": True, "in_time": True}
    told |= {"market": "US", "team": "general", "question_id": None, "asked_hour": 10}
    return {"case_id": case_id, "agent_id": agent_id, **told, **more}


def given(*answers: dict[str, Any]) -> None:
    with write_unit(db.session) as session:
        session.execute(insert(CaseAnswer), list(answers))


def test_an_answer_keeps_all_that_the_reports_ask_of_it(desk: Desk, then: time_machine.Traveller) -> None:
    asked = question("late", "payment")
    opened = desk.ask(mode="message", question_id=asked)
    then.shift(20 * MINUTE)
    desk.say("agent0", opened, "It is in Reno.")
    desk.say("buyer", opened, "And now?")
    then.shift(9 * 60 * MINUTE)
    desk.say("agent0", opened, "In Leeds.")
    db.session.rollback()
    rows = db.session.scalars(select(CaseAnswer).order_by(CaseAnswer.id)).all()
    assert [(row.is_first, row.seconds, row.asked_hour) for row in rows] == [(True, 1200, 10), (False, 32400, 10)]
    assert {(row.market, row.team, row.question_id, row.mode) for row in rows} == {
        ("US", "payments", asked, "message")
    }


@pytest.mark.parametrize(
    ("at", "is_in"),
    [
        ("2026-11-19T04:59:59", False),  # a second before the first day begins
        ("2026-11-19T05:00", True),
        ("2026-11-26T04:59:59", True),
        ("2026-11-26T05:00", False),
    ],
)
def test_the_days_of_a_report_are_those_of_its_zone(desk: Desk, at: str, is_in: bool) -> None:
    opened, instant = desk.ask(), datetime.fromisoformat(at).replace(tzinfo=UTC)
    given(answer(opened.case_id, desk.people["agent0"].id, answered_at=instant))
    with write_unit(db.session) as session:
        session.execute(update(Case).values(opened_at=instant, resolved_at=instant))
    assert case_figures.answers_in(WEEK).total == is_in
    assert sum(case_figures.by_part(WEEK, Case.opened_at)) == is_in
    assert sum(case_figures.by_part(WEEK, Case.resolved_at)) == is_in
    assert sum(case_figures.cases_by_question(WEEK).values()) == is_in


def test_a_scope_is_narrowed_by_market_and_team(desk: Desk) -> None:
    opened, agent = desk.ask(), desk.people["agent0"].id
    given(
        answer(opened.case_id, agent, seconds=1),
        answer(opened.case_id, agent, seconds=2, market="DE"),
        answer(opened.case_id, agent, seconds=4, team="safety"),
    )
    sums = {}
    for market, team in (("", ""), ("US", ""), ("DE", ""), ("", "safety"), ("DE", "safety")):
        found = case_figures.answers_in(Scope(WEEK.span, market, team))
        sums[market, team] = sum(row.seconds for row in found.rows)
    assert sums == {("", ""): 7, ("US", ""): 5, ("DE", ""): 2, ("", "safety"): 4, ("DE", "safety"): 0}


def test_times_are_worked_out_by_mode_hour_and_question(desk: Desk) -> None:
    opened, agent, asked = desk.ask(), desk.people["agent0"].id, question("late", "payment")
    given(*(answer(opened.case_id, agent, seconds=10 * i, in_time=i != 10) for i in range(1, 11)))
    given(*(answer(opened.case_id, agent, seconds=i, is_first=False, asked_hour=3) for i in (5, 7, 6)))
    given(answer(opened.case_id, agent, seconds=9000, mode="message", question_id=asked))
    figures = Figures(WEEK, NOW)
    first, later = figures.times("chat", 1), figures.times("chat", 0)
    assert (first.count, first.median, first.slowest) == (10, 50, 90)
    assert (later.count, later.median, later.slowest) == (3, 6, 7)
    assert figures.in_time["chat", 1] == 9
    assert (figures.times("hour", "chat", 3).count, figures.times("hour", "chat", 4).median) == (3, None)
    assert (figures.times("question", asked).median, figures.times("question", None).count) == (9000, 10)


def test_of_very_many_answers_an_even_part_is_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    opened, agent = desk.ask(), desk.people["agent0"].id
    given(*(answer(opened.case_id, agent, seconds=i) for i in range(1000)))
    whole = case_figures.answers_in(WEEK)
    assert (whole.total, whole.step, len(whole.rows)) == (1000, 1, 1000)
    monkeypatch.setattr(case_figures, "MOST_ANSWERS", 300)
    part = case_figures.answers_in(WEEK)
    assert (part.total, part.step, len(part.rows)) == (1000, 4, 250)
    median = Figures(WEEK, NOW).times("chat", 1).median
    assert median is not None
    assert abs(median - 500) < 10


def test_what_waits_is_told_by_state_with_since_when_and_how_many_are_late(desk: Desk) -> None:
    chat = desk.ask(mode="chat", who="other")
    held = desk.ask(mode="message")
    desk.claim("agent0", held)
    hour_ago = NOW - 60 * MINUTE
    with write_unit(db.session) as session:
        session.execute(update(Case).where(Case.id == chat.case_id).values(asked_at=hour_ago, answer_by=hour_ago))
    found = {(row.state, row.mode): (row.cases, row.since, row.late) for row in case_figures.waiting_now(WEEK, NOW)}
    assert found == {("queued", "chat"): (1, hour_ago, 1), ("assigned", "message"): (1, NOW, 0)}
    assert case_figures.waiting_now(Scope(WEEK.span, "DE"), NOW) == []


def test_satisfaction_is_told_by_question_with_what_was_written(desk: Desk) -> None:
    for who, score, comment in (("buyer", 5, "Quick!"), ("other", 2, "")):
        opened = desk.ask(mode="message", who=who)
        desk.say("agent0", opened, "Done.", then="resolved")
        case_states.rate(desk.sign_ins[who], opened.case_id, score, comment)
    figures = Figures(WEEK, NOW)
    assert {score: count for scores in figures.scores.values() for score, count in scores.items()} == {5: 1, 2: 1}
    assert figures.satisfied(figures.scores[None]) == 0.5
    comments = list(case_figures.comments_in(WEEK))
    assert [(row.score, row.comment, row.name) for row in comments] == [(5, "Quick!", "Agent0")]
    assert list(case_figures.comments_in(Scope(last_days(7, TODAY - 7 * DAY, "UTC")))) == []
    assert (sum(figures.resolved), sum(figures.opened), sum(figures.reopened)) == (2, 2, 0)


def test_cases_are_counted_by_the_day_of_the_zone(desk: Desk) -> None:
    opened = desk.ask(mode="message")
    for at, part in (("2026-11-24T04:30", 4), ("2026-11-24T05:30", 5), ("2026-11-26T04:30", 6)):
        with write_unit(db.session) as session:
            instant = datetime.fromisoformat(at).replace(tzinfo=UTC)
            session.execute(update(Case).where(Case.id == opened.case_id).values(reopened_at=instant))
        counts = case_figures.by_part(WEEK, Case.reopened_at)
        assert counts == [int(each == part) for each in range(7)]


def test_readings_and_votes_are_summed_of_a_market_and_a_teams_questions(desk: Desk) -> None:
    paid, late = question("paid", "payment"), question("late", "delivery")
    with write_unit(db.session) as session:
        for day, market, key, readings, contacted in (
            (date(2026, 11, 19), "US", paid, 10, 4),
            (date(2026, 11, 22), "DE", paid, 1, 1),
            (date(2026, 11, 22), "US", late, 5, 0),
            (date(2026, 11, 23), "US", late, 900, 900),  # not all of it is counted yet
            (date(2026, 11, 18), "US", late, 900, 900),
        ):
            session.add(HelpOutcome(day=day, market=market, question_id=key, readings=readings, contacted=contacted))
        people = [desk.people[name].id for name in ("buyer", "other")]
        for person, helped in zip(people, (True, False), strict=True):
            session.add(HelpVote(person_id=person, question_id=paid, version=1, helped=helped, voted_at=NOW))
        session.execute(update(HelpVote).where(HelpVote.helped.is_(False)).values(voted_at=NOW - 30 * DAY))
    figures = Figures(WEEK, NOW)
    assert figures.counted_until == date(2026, 11, 22)
    assert figures.readings == {paid: (11, 5), late: (5, 0)}
    assert figures.votes == {paid: (1, 1)}
    assert Figures(Scope(WEEK.span, "DE"), NOW).readings == {paid: (1, 1)}
    assert Figures(Scope(WEEK.span, "DE"), NOW).votes == {}
    assert Figures(Scope(WEEK.span, "", "general"), NOW).readings == {late: (5, 0)}
    early = Span(date(2026, 11, 1), date(2026, 11, 18), "America/New_York")
    assert Figures(Scope(early), NOW).readings == {late: (900, 900)}
