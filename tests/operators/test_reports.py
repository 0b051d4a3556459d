"""The page of reports: each figure drawn and in a table, with how many it is worked out from."""

import html
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select, text

from shop_help.actions import case_states
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import Case, CaseAnswer, HelpOutcome, HelpQuestion, HelpVote, case_figures
from shop_help.models.case_figures import Scope
from shop_help.operators.reports import REPORTS
from shop_help.policy.figures import last_days
from tests.operators.report_scene import DRAWING, MINUTE, begin, card, case, page, table, words

NOW = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def then() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def people(app: Flask) -> dict[str, int]:
    return begin()


@pytest.fixture
def noor(people: dict[str, int], sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("noor")


def test_where_nothing_happened_each_report_says_so(noor: FlaskClient) -> None:
    markup = page(noor)
    for sentence in (
        "No case is open.",
        "Nobody was answered in these days.",
        "No case was opened in these days.",
        "Nobody rated a case in these days.",
        "Nothing is counted of these days yet.",
        "No case was opened, resolved or opened again in these days.",
        "Nobody wrote anything with a rating in these days.",
    ):
        assert sentence in words(markup), sentence
    assert not DRAWING.search(markup)
    assert "<table" not in markup


def test_answers_are_drawn_and_told_with_how_many_they_are(noor: FlaskClient, then: time_machine.Traveller) -> None:
    case(then, "ana", "chat", 2 * MINUTE)
    case(then, "ana", "message", 90 * MINUTE, "where-is-my-order")
    shown = card(page(noor), "answers")
    assert "From 2 answers." in words(shown)
    # In Arabic, too, each keeps its own order.
    assert "\u20682 min / 2 min\u2069" in html.unescape(shown)
    assert "First answer 2 min / 2 min" in words(shown)
    assert "First answer 1 h 30 min / 1 h 30 min" in words(shown)
    rows = table(noor, "answers")
    assert rows[0] == ["Answer", "Answers", "Median (seconds)", "90th percentile (seconds)", "In time (percent)"]
    assert rows[1:] == [
        ["Chat: First answer", "1", "120", "120", "100.0"],
        ["Chat: Follow-up", "0", "", "", ""],
        ["Message: First answer", "1", "5400", "5400", "100.0"],
        ["Message: Follow-up", "0", "", "", ""],
    ]
    asked_at = {row[0]: row[1:] for row in table(noor, "hours")[1:]}
    assert asked_at["10:00"] == ["1", "120", "120", "1", "5400", "5400"]
    assert asked_at["11:00"] == ["0", "", "", "0", "", ""]


def test_every_drawing_has_its_words_and_takes_no_style_of_its_own(
    noor: FlaskClient, then: time_machine.Traveller
) -> None:
    opened = case(then)
    case_states.rate("act ana", opened.case_id, 5, "Quick!")
    markup = page(noor)
    drawings = DRAWING.findall(markup)
    assert len(drawings) >= 9
    ids = re.findall(r' id="([^"]+)"', markup)
    assert len(ids) == len(set(ids))
    for drawing in drawings:
        assert 'role="img"' in drawing
        named = re.search(r'aria-labelledby="([^"]+)"', drawing)
        described = re.search(r'aria-describedby="([^"]+)"', drawing)
        assert named
        assert described
        assert re.search(rf'<title id="{named[1]}">[^<]+</title>', drawing)
        assert re.search(rf'<desc id="{described[1]}">[^<]+</desc>', drawing)
        assert not re.search(r"\b(style|fill|stroke|onclick)=", drawing)
    assert markup.count("<table") == len(REPORTS) - 2, "all but of what waits and of what was read"


def test_the_share_that_help_solved_says_what_it_is(noor: FlaskClient, people: dict[str, int]) -> None:
    late, paid = (
        db.session.scalar(select(HelpQuestion.id).where(HelpQuestion.slug == slug))
        for slug in ("parcel-late", "charged-twice")
    )
    assert late
    assert paid
    with write_unit(db.session) as session:
        day = NOW.date() - timedelta(days=5)
        session.add(HelpOutcome(day=day, market="US", question_id=late, readings=40, contacted=10))
        session.add(HelpOutcome(day=day, market="US", question_id=paid, readings=10, contacted=10))
        session.add(HelpVote(person_id=people["ana"], question_id=late, version=1, helped=True, voted_at=NOW))
    shown = words(card(page(noor), "faq"))
    assert "60%" in shown
    assert "50 readings; 1 buyer said whether it helped." in shown
    assert "Readings are counted up to Sun, Nov 22" in shown
    assert "wrote nothing to customer service for 48 hours" in shown
    rows = table(noor, "faq")[1:]
    assert [row[1:] for row in rows] == [["40", "30", "75.0", "1", "100.0"], ["10", "0", "0.0", "0", ""]]
    assert [row[1] for row in table(noor, "faq", team="payments")[1:]] == ["10"]
    assert "Of the questions whose cases would be this team's." in words(page(noor, team="payments"))
    assert len(table(noor, "faq", market="DE")) == 1, "the head alone"


def test_the_report_of_answers_reads_its_index_alone(app: Flask, people: dict[str, int]) -> None:
    heard: list[str] = []
    with db.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.set_trace_callback(heard.append)
    case_figures.answers_in(Scope(last_days(7, NOW.date(), "UTC"), "US", "safety"))
    asked = [statement for statement in heard if "case_answers" in statement]
    driver.set_trace_callback(None)
    plans = [db.session.execute(text(f"EXPLAIN QUERY PLAN {statement}")).all() for statement in asked]
    assert len(plans) == 2
    assert all("COVERING INDEX ix_case_answers_report" in str(plan) for plan in plans), plans


def test_a_part_of_many_answers_is_called_one(
    noor: FlaskClient, then: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = case(then)
    told = {"case_id": opened.case_id, "agent_id": 1, "mode": "chat", "asked_at": NOW, "answered_at": NOW}
    told |= {"seconds": 5, "is_first": True, "in_time": True, "market": "US", "team": "general", "asked_hour": 1}
    with write_unit(db.session) as session:
        session.execute(insert(CaseAnswer), [told] * 99)
    monkeypatch.setattr(case_figures, "MOST_ANSWERS", 25)
    assert "From an even part of the answers: 25 of 100." in words(card(page(noor), "answers"))
    assert db.session.scalar(select(Case.state).where(Case.id == opened.case_id)) == "resolved"
