"""Every reader is told of every happening once and in order, whoever else hands on and whatever a reader does."""

import threading
from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import Connection, insert, select

from shop_help import clock
from shop_help.actions import handing_on
from shop_help.actions.handing_on import AGAIN_AFTER, OutboxRow, go_round
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import LogEntry, OutboxEntry
from tests.actions.at_once import at_once

#: The lamps whose second reader fails.
BROKEN: set[int] = set()


def _note(connection: Connection, row: OutboxRow, who: str) -> None:
    told = {"lamp": row.data["lamp"], "who": who}
    connection.execute(insert(LogEntry), {"what": "told", "voice": "SYSTEM", "data": told})


def first(connection: Connection, row: OutboxRow) -> None:
    _note(connection, row, "first")


def second(connection: Connection, row: OutboxRow) -> None:
    _note(connection, row, "second")
    if row.data["lamp"] in BROKEN:
        raise RuntimeError("this lamp is broken")


@pytest.fixture(autouse=True)
def readers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(handing_on, "READERS", [first, second])
    yield
    BROKEN.clear()


def lit(*lamps: int) -> None:
    for lamp in lamps:
        with write_unit(db.session) as session:
            session.add(OutboxEntry(what="lamp.lit", data={"lamp": lamp}))


def told(who: str) -> list[int]:
    db.session.rollback()
    lines = db.session.scalars(select(LogEntry).order_by(LogEntry.id))
    return [line.data["lamp"] for line in lines if line.data.get("who") == who]


def waiting() -> list[int]:
    db.session.rollback()
    entries = db.session.scalars(select(OutboxEntry).where(OutboxEntry.taken_at.is_(None)).order_by(OutboxEntry.id))
    return [entry.data["lamp"] for entry in entries]


def test_each_reader_is_told_once_and_in_order(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handing_on, "PIECE", 2)
    lit(3, 1, 2)
    assert [go_round(), go_round()] == [3, 0]
    assert told("first") == told("second") == [3, 1, 2]
    assert waiting() == []


def test_a_reader_that_fails_holds_nobody_back_and_is_told_again(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock.now()
    at: list[datetime] = [now]
    monkeypatch.setattr(clock, "now", lambda: at[0])
    lit(1, 2, 3)
    BROKEN.add(2)
    assert [go_round(), go_round()] == [3, 0]
    assert (told("first"), told("second"), waiting()) == ([1, 2, 3], [1, 3], [2])
    at[0] = now + AGAIN_AFTER
    assert go_round() == 1
    BROKEN.clear()
    at[0] = now + 2 * AGAIN_AFTER
    assert go_round() == 1
    assert (told("first"), told("second"), waiting()) == ([1, 2, 3], [1, 3, 2], [])


def test_of_two_who_hand_on_at_once_each_entry_is_one_ones(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handing_on, "PIECE", 3)
    lit(*range(20))
    begun = threading.Barrier(2, timeout=10)

    def round_of_its_own() -> int:
        begun.wait()
        return go_round()

    handed_on = sum(at_once(app, round_of_its_own, round_of_its_own))
    # The one who finds all that is left in the other's hands ends early.
    while waiting():
        handed_on += go_round()
    assert handed_on == 20
    assert sorted(told("first")) == sorted(told("second")) == list(range(20))


def test_who_is_killed_in_between_has_told_nobody(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    lit(1, 2)

    def killed(connection: Connection, row: OutboxRow) -> None:
        _note(connection, row, "first")
        if row.data["lamp"] == 2:
            raise SystemExit

    monkeypatch.setattr(handing_on, "READERS", [killed])
    with pytest.raises(SystemExit):
        go_round()
    assert (told("first"), waiting()) == ([], [1, 2])
    monkeypatch.setattr(handing_on, "READERS", [first])
    assert go_round() == 2
    assert told("first") == [1, 2]
