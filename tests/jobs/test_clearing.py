"""The clockwork's own rows go after a year, in small pieces; what waits or runs stays, however old."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from shop_help.actions import clearing
from shop_help.actions.deadlines import start_clock, stop_clock
from shop_help.config import settings
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import Deadline, OutboxEntry

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
YEAR, SECOND = timedelta(days=365), timedelta(seconds=1)


def rows_since(*ages: timedelta | None) -> None:
    """A deadline that was settled, and an entry that was taken, so long ago; None: they run and wait since ever."""
    with write_unit(db.session) as session:
        for lamp, age in enumerate(ages):
            start_clock(session.connection(), "lamp", lamp, "goes_out", "SHOP", NOW - 9 * YEAR, NOW - 8 * YEAR)
            if age is not None:
                stop_clock(session.connection(), "lamp", lamp, NOW - age)
            session.add(OutboxEntry(what="lamp.lit", happened_at=NOW - 9 * YEAR, taken_at=age and NOW - age))


def left() -> tuple[int, int]:
    db.session.rollback()
    return len(db.session.scalars(select(Deadline.id)).all()), len(db.session.scalars(select(OutboxEntry.id)).all())


def cleared() -> int:
    with time_machine.travel(NOW, tick=False):
        return clearing.go_round()


@pytest.mark.parametrize(
    ("age", "stays"), [(YEAR - SECOND, True), (YEAR, True), (YEAR + SECOND, False), (9 * YEAR, False), (None, True)]
)
def test_what_is_settled_and_handed_on_goes_after_a_year(app: Flask, age: timedelta | None, stays: bool) -> None:
    rows_since(age)
    cleared()
    assert left() == ((1, 1) if stays else (0, 0))


def test_an_operator_sets_for_how_long(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings({})["KEEP_DAYS"] == 365
    monkeypatch.setitem(app.config, "KEEP_DAYS", settings({"SHOP_HELP_KEEP_DAYS": "30"})["KEEP_DAYS"])
    rows_since(timedelta(days=30), timedelta(days=30) + SECOND)
    assert cleared() == 2
    assert left() == (1, 1)


def test_it_goes_in_small_pieces_the_oldest_first(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clearing, "PIECE", 3)
    rows_since(*[YEAR + number * SECOND for number in range(1, 6)])
    assert cleared() == 6
    oldest_left = db.session.scalar(select(Deadline.settled_at).order_by(Deadline.settled_at))
    assert oldest_left == NOW - YEAR - 2 * SECOND
    assert [cleared(), cleared()] == [4, 0]
    assert left() == (0, 0)
