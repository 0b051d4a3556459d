"""Deadlines are applied in the order in which they were due, each once, whoever comes first."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import insert, select

from shop_help.actions.deadlines import REMINDERS
from shop_help.extensions import db
from shop_help.jobs import deadlines
from shop_help.models import Deadline, LogEntry
from shop_help.models.running_clocks import first_due, first_to_remind
from tests.actions.at_once import at_once
from tests.jobs import lamps
from tests.jobs.lamps import happened, light, put_out
from tests.plans import analyze, plan_of

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR, MS = timedelta(hours=1), timedelta(milliseconds=1)


@pytest.fixture(autouse=True)
def known(app: Flask) -> Iterator[None]:
    lamps.enter()
    yield
    lamps.leave()


def at(instant: datetime) -> time_machine.travel:
    return time_machine.travel(instant, tick=False)


def row(lamp: int) -> Deadline:
    db.session.rollback()
    wanted = select(Deadline).where(Deadline.owner_id == lamp).order_by(Deadline.id.desc()).limit(1)
    return db.session.scalars(wanted.execution_options(populate_existing=True)).one()


def test_what_is_due_is_applied_in_the_order_in_which_it_was_due() -> None:
    for lamp, hours in ((1, 3), (2, 1), (3, 2), (4, 1), (5, 99)):
        light(lamp, NOON, NOON + hours * HOUR)
    with at(NOON + 5 * HOUR):
        assert deadlines.go_round() == 4
    assert happened() == [(2, "goes_out"), (4, "goes_out"), (3, "goes_out"), (1, "goes_out")]
    assert (row(2).outcome, row(2).settled_at, row(2).open_key) == ("applied", NOON + 5 * HOUR, None)
    assert (row(5).outcome, row(5).settled_at) == ("", None)


def test_what_a_deadline_gives_rise_to_takes_its_place_in_the_order() -> None:
    light(1, NOON, NOON + HOUR, "flickers")
    light(2, NOON, NOON + 1.5 * HOUR)
    light(3, NOON, NOON + 3 * HOUR)
    with at(NOON + 168 * HOUR):
        deadlines.go_round()
    assert happened() == [(1, "flickers"), (2, "goes_out"), (1, "goes_out"), (3, "goes_out")]
    begun = [entry.happened_at for entry in db.session.scalars(select(LogEntry).order_by(LogEntry.id))]
    assert begun == [NOON + hours * HOUR for hours in (1, 1.5, 2, 3)], "as of the due instant, however late"


@pytest.mark.parametrize(("when", "applied"), [(-MS, 0), (0 * MS, 1), (MS, 1)])
def test_a_deadline_is_the_first_instant_that_is_too_late(when: timedelta, applied: int) -> None:
    light(1, NOON, NOON + HOUR)
    with at(NOON + HOUR + when):
        assert len([each for each in [deadlines.go_round()] if happened()]) == applied


@pytest.mark.parametrize(
    ("when", "job", "was"),
    [
        (-MS, "after", "was_put_out"),
        (-MS, "before", "was_put_out"),
        (0 * MS, "after", "was_dark"),
        (0 * MS, "before", "was_dark"),
        (MS, "after", "was_dark"),
        (MS, "before", "was_dark"),
    ],
)
def test_who_comes_before_it_is_due_wins_though_the_clockwork_is_late(when: timedelta, job: str, was: str) -> None:
    light(1, NOON, NOON + HOUR)
    with at(NOON + HOUR + when):
        if job == "before":
            deadlines.go_round()
        assert put_out(1) == was
    with at(NOON + 99 * HOUR):
        deadlines.go_round()
    expected = [(1, "was_put_out")] if was == "was_put_out" else [(1, "goes_out"), (1, "was_dark")]
    assert happened() == expected
    assert row(1).outcome == ("answered" if was == "was_put_out" else "applied")


def test_who_acts_applies_what_is_overdue_first_and_what_follows_it() -> None:
    light(1, NOON, NOON + HOUR, "flickers")
    with at(NOON + 9 * HOUR):
        assert put_out(1) == "was_dark"
    assert happened() == [(1, "flickers"), (1, "goes_out"), (1, "was_dark")]


def test_a_clock_begun_anew_forgets_the_old_one() -> None:
    light(1, NOON, NOON + HOUR)
    light(1, NOON + HOUR / 2, NOON + 5 * HOUR)
    with at(NOON + 2 * HOUR):
        deadlines.go_round()
    assert happened() == []
    with at(NOON + 5 * HOUR):
        deadlines.go_round()
    assert happened() == [(1, "goes_out")]


def test_a_failing_act_is_logged_tried_again_later_and_keeps_no_other_from_its_turn(
    caplog: pytest.LogCaptureFixture,
) -> None:
    light(1, NOON, NOON + HOUR, "breaks")
    light(2, NOON, NOON + 2 * HOUR)
    with at(NOON + 3 * HOUR), caplog.at_level(logging.ERROR):
        assert deadlines.go_round() == 1
    assert happened() == [(2, "goes_out")]
    assert "breaks of lamp 1 failed" in caplog.text
    assert (row(1).tries, row(1).retry_at) == (1, NOON + 3 * HOUR + timedelta(seconds=5))
    with at(NOON + 3 * HOUR + timedelta(seconds=5) - MS):
        deadlines.go_round()
    assert row(1).tries == 1
    with at(NOON + 3 * HOUR + timedelta(seconds=5)):
        deadlines.go_round()
    assert (row(1).tries, row(1).retry_at) == (2, NOON + 3 * HOUR + timedelta(seconds=15))
    row(1).act = "goes_out"
    db.session.commit()
    with at(NOON + 4 * HOUR):
        assert deadlines.go_round() == 1
    assert happened()[-1] == (1, "goes_out")


@pytest.mark.parametrize("owner", ["lamp", "nobody"])
def test_an_act_that_leaves_its_clock_running_or_that_nobody_knows_does_not_hold_the_rest_up(owner: str) -> None:
    light(1, NOON, NOON + HOUR, "stays")
    light(2, NOON, NOON + 2 * HOUR)
    row(1).owner = owner
    db.session.commit()
    with at(NOON + 3 * HOUR):
        assert deadlines.go_round() == 1
    assert happened() == [(2, "goes_out")]
    assert row(1).tries == 1


def test_several_at_once_apply_each_once_and_in_order(app: Flask) -> None:
    for lamp in range(1, 25):
        light(lamp, NOON, NOON + (1 + lamp % 7) * HOUR, "flickers" if lamp % 2 else "goes_out")
    with at(NOON + 99 * HOUR):
        answers = at_once(app, *[deadlines.go_round] * 4)
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    expected = sorted(
        [(1 + lamp % 7, lamp, "flickers" if lamp % 2 else "goes_out") for lamp in range(1, 25)]
        + [(2 + lamp % 7, lamp + 100, "goes_out") for lamp in range(1, 25, 2)]
    )
    entries = list(db.session.scalars(select(LogEntry).order_by(LogEntry.id)))
    assert [entry.happened_at for entry in entries] == [NOON + hours * HOUR for hours, *_ in expected]
    assert sorted(happened()) == sorted((lamp % 100, what) for _, lamp, what in expected)


def test_whoever_has_to_move_is_reminded_once(app: Flask) -> None:
    light(1, NOON, NOON + 24 * HOUR)
    for when, seen in ((12 * HOUR - MS, 0), (12 * HOUR, 1), (12 * HOUR, 1), (20 * HOUR, 1)):
        with at(NOON + when):
            at_once(app, *[deadlines.go_round] * 2)
        assert happened() == [(1, "was_seen")] * seen, when


@pytest.mark.parametrize("when", [24 * HOUR, 168 * HOUR])
def test_of_what_is_due_already_nobody_is_reminded(when: timedelta) -> None:
    light(1, NOON, NOON + 24 * HOUR)
    with at(NOON + when):
        deadlines.go_round()
    assert happened() == [(1, "goes_out")]


def test_a_reminder_comes_late_where_the_clockwork_stood_still() -> None:
    light(1, NOON, NOON + 24 * HOUR)
    with at(NOON + 24 * HOUR - MS):
        deadlines.go_round()
    assert happened() == [(1, "was_seen")]


def test_of_what_was_settled_nobody_is_reminded() -> None:
    light(1, NOON, NOON + 24 * HOUR)
    with at(NOON + 11 * HOUR):
        put_out(1)
    with at(NOON + 13 * HOUR):
        deadlines.go_round()
    assert happened() == [(1, "was_put_out")]


def test_a_reminder_that_fails_is_tried_again_and_the_deadline_follows() -> None:
    light(1, NOON, NOON + 24 * HOUR, "is_not_seen")
    light(2, NOON, NOON + 24 * HOUR)
    with at(NOON + 12 * HOUR):
        deadlines.go_round()
    assert happened() == [(2, "was_seen")]
    assert row(1).remind_at == NOON + 12 * HOUR + timedelta(seconds=5)
    with at(NOON + 24 * HOUR):
        deadlines.go_round()
    assert happened()[1:] == [(1, "is_not_seen"), (2, "goes_out")]


def test_nobody_is_reminded_of_what_is_overdue_where_its_act_fails() -> None:
    light(1, NOON, NOON + 24 * HOUR, "breaks")
    with at(NOON + 24 * HOUR):
        deadlines.go_round()
    assert happened() == []
    assert row(1).remind_at == NOON + 12 * HOUR, "not even tried"


@pytest.mark.parametrize(("when", "seen"), [(-MS, True), (0 * MS, False), (MS, False)])
def test_who_was_about_to_remind_asks_again_whether_there_is_time_left(when: timedelta, seen: bool) -> None:
    light(1, NOON, NOON + 24 * HOUR)
    with at(NOON + 24 * HOUR + when):
        REMINDERS[lamps.LAMP](1, "goes_out", NOON + 24 * HOUR)
    assert happened() == [(1, "was_seen")] * seen


@pytest.mark.parametrize("question", [first_due, first_to_remind])
def test_looking_for_what_is_due_reads_an_index_however_much_was_settled(question: Any) -> None:
    light(1, NOON, NOON + 24 * HOUR)
    common = {
        "owner": "lamp",
        "act": "goes_out",
        "mover": "SHOP",
        "begun_at": NOON,
        "due_at": NOON,
        "outcome": "moot",
    }
    old = [{**common, "owner_id": lamp, "settled_at": NOON, "tries": 0} for lamp in range(4000)]
    db.session.execute(insert(Deadline), old)
    db.session.commit()
    analyze()
    plan = plan_of(lambda: question(db.session.connection(), NOON + 20 * HOUR))
    assert "ix_deadlines_settled_at" in plan, plan
    assert "SCAN" not in plan, plan
    assert "Seq Scan" not in plan, plan
