"""Which answers were read: noted without a write, kept together, counted once the reader had time to write to us."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete, event, select

from shop_help import clock
from shop_help.actions import help_readings
from shop_help.actions.help_readings import go_round, keep_readings, note_reading, settle_readings
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.identity import Viewer
from shop_help.models import Conversation, HelpOutcome, HelpQuestion, HelpReading, Person
from shop_help.policy.figures import CONTACT_WITHIN
from tests.actions.desk import Desk
from tests.actions.test_case_figures import question

NOW = datetime(2026, 11, 25, 4, 30, tzinfo=UTC)
#: Half past eleven of the day before in New York.
DAY = date(2026, 11, 24)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def then() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk(app)


def reader(desk: Desk, who: str = "buyer", **more: Any) -> Viewer:
    roles = {role.name for role in desk.people[who].roles}
    told = {"person_id": desk.people[who].id, "roles": frozenset(roles), "shop_ids": frozenset(), "is_adult": True}
    told |= {"name": who, "market": "US", "zone": "America/New_York", "locale": "en", "sign_in_id": "x"}
    told["started_at"] = clock.now()
    return Viewer(**told | more)  # type: ignore[arg-type]


def kept() -> list[tuple[int, int, date]]:
    db.session.rollback()
    return [(row.person_id, row.question_id, row.day) for row in db.session.scalars(select(HelpReading))]


def outcomes() -> list[tuple[date, str, int, int]]:
    db.session.rollback()
    rows = db.session.scalars(select(HelpOutcome).order_by(HelpOutcome.question_id, HelpOutcome.day))
    return [(row.day, row.market, row.readings, row.contacted) for row in rows]


def test_reading_a_page_writes_nothing_and_reading_it_again_is_one_reading(
    desk: Desk, then: time_machine.Traveller
) -> None:
    asked, heard = question("late", "delivery"), []
    event.listen(db.engine, "before_cursor_execute", lambda *told: heard.append(told[2]))
    for _ in range(3):
        note_reading(reader(desk), asked)
    assert heard == []
    assert kept() == []
    assert keep_readings() == 1
    assert keep_readings() == 0
    note_reading(reader(desk), asked)
    keep_readings()
    assert kept() == [(desk.people["buyer"].id, asked, DAY)]
    then.shift(timedelta(hours=1))  # past midnight there
    note_reading(reader(desk), asked)
    keep_readings()
    assert len(kept()) == 2


def test_who_could_not_write_to_us_is_not_noted(desk: Desk) -> None:
    asked = question("late", "delivery")
    for viewer in (None, reader(desk, is_adult=False), reader(desk, "agent0"), reader(desk, "seller")):
        note_reading(viewer, asked)
    assert keep_readings() == 0


def test_who_or_what_went_meanwhile_spoils_no_others_reading(desk: Desk) -> None:
    asked, gone = question("late", "delivery"), question("gone", "payment")
    note_reading(reader(desk), asked)
    note_reading(reader(desk), gone)
    note_reading(reader(desk, person_id=999_999), asked)
    with write_unit(db.session) as session:
        session.execute(delete(HelpQuestion).where(HelpQuestion.id == gone))
    assert keep_readings() == 1
    assert kept() == [(desk.people["buyer"].id, asked, DAY)]


def _settled(
    desk: Desk, then: time_machine.Traveller, contact_after: timedelta | None, **ask: Any
) -> tuple[int, int]:
    """(readings, contacted) after a reading, and a contact so long after it."""
    asked = question("late", "delivery")
    note_reading(reader(desk), asked)
    keep_readings()
    if contact_after is not None:
        then.shift(contact_after)
        desk.ask(**ask)
    then.move_to(NOW + CONTACT_WITHIN - SECOND)
    assert settle_readings() == 0, "not yet known"
    then.move_to(NOW + CONTACT_WITHIN + SECOND)
    assert settle_readings() == 1
    assert kept() == [], "who it was is forgotten"
    ((day, market, readings, contacted),) = outcomes()
    assert (day, market) == (DAY, "US")
    return readings, contacted


@pytest.mark.parametrize(
    ("after", "contacted"),
    [(None, 0), (timedelta(0), 1), (CONTACT_WITHIN - SECOND, 1), (CONTACT_WITHIN, 1), (CONTACT_WITHIN + SECOND, 0)],
)
def test_a_reader_who_writes_within_the_time_did_not_do_without(
    desk: Desk, then: time_machine.Traveller, after: timedelta | None, contacted: int
) -> None:
    assert _settled(desk, then, after) == (1, contacted)


def test_a_chat_without_a_word_is_a_contact_and_somebody_elses_case_is_none(
    desk: Desk, then: time_machine.Traveller
) -> None:
    assert _settled(desk, then, SECOND, body="", mode="chat") == (1, 1)
    with write_unit(db.session) as session:
        session.execute(delete(HelpOutcome))
        session.execute(delete(Conversation))
        session.execute(delete(HelpQuestion))
    then.move_to(NOW)
    assert _settled_by_another(desk, then) == (1, 0)


def _settled_by_another(desk: Desk, then: time_machine.Traveller) -> tuple[int, int]:
    with write_unit(db.session) as session:
        session.execute(db.text("DELETE FROM help_topics"))
    return _settled(desk, then, SECOND, who="other")


def test_a_message_in_a_case_that_was_there_is_a_contact_and_what_we_write_is_none(
    desk: Desk, then: time_machine.Traveller
) -> None:
    asked = question("late", "delivery")
    opened = desk.ask(mode="message")
    for says, contacted in (("agent0", 0), ("buyer", 1)):
        then.shift(timedelta(days=5))
        note_reading(reader(desk), asked)
        keep_readings()
        desk.say(says, opened, "Hello")
        then.shift(CONTACT_WITHIN + SECOND)
        settle_readings()
        assert outcomes()[-1][2:] == (1, contacted)


def test_many_are_counted_in_steps_and_by_several_processes_once(
    desk: Desk, then: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(help_readings, "MOST", 7)
    asked = question("late", "delivery")
    with write_unit(db.session) as session:
        people = [Person(name=f"N{i}", fs_uniquifier=f"n{i}") for i in range(40)]
        session.add_all(people)
    for person in people:
        note_reading(reader(desk, person_id=person.id), asked)
    assert keep_readings() == 40
    then.shift(CONTACT_WITHIN + SECOND)

    def settle() -> int:
        moved = 0
        while step := settle_readings():
            moved += step
        return moved

    results = desk.at_once(*[partial(settle)] * 3)
    assert sum(results) == 40, results
    assert outcomes() == [(DAY, "US", 40, 0)]


def test_the_clockwork_keeps_and_counts_now_and_then(
    desk: Desk, then: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks = [1000.0]
    monkeypatch.setattr("shop_help.clock.ticks", lambda: ticks[0])
    asked = question("late", "delivery")
    note_reading(reader(desk), asked)
    assert go_round() == 1
    note_reading(reader(desk, "other"), asked)
    ticks[0] += help_readings.KEPT_EVERY - 1
    assert go_round() == 0, "not again so soon"
    ticks[0] += 1
    assert go_round() == 1
    then.shift(CONTACT_WITHIN + SECOND)
    assert go_round() == 0
    ticks[0] += help_readings.COUNTED_EVERY
    assert go_round() == 2
    assert outcomes() == [(DAY, "US", 2, 0)]
