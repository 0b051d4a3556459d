"""The clockwork is killed in the middle of a deadline, and runs twice: none is skipped, none is applied twice."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import current_app
from sqlalchemy import func, select

from shop_help import create_app
from shop_help.actions.deadlines import start_clock
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import Deadline, LogEntry, Message, Refund
from tests.actions.counter import Counter
from tests.conftest import config_of
from tests.faults.doomed_work import POINTS
from tests.jobs.lamps import LAMP
from tests.running import ROOT

LAMPS = 30
LONGEST_SECONDS = 100
REQUESTS = 12
#: Long enough ago for all to be overdue, whenever this runs.
BEGUN = datetime.now(UTC).replace(microsecond=0) - timedelta(days=3)
HOUR = timedelta(hours=1)


class Work:
    """`flask work` processes on one database, each with its end or without one."""

    def __init__(self, url: str, log: Path) -> None:
        self.environ = {
            **os.environ,
            "PYTHONUNBUFFERED": "1",
            "SHOP_HELP_DEMO": "1",
            "SHOP_HELP_DATABASE_URL": url,
            "PYTHONPATH": str(ROOT),
        }
        self.log, self.running = log, []  # type: ignore[var-annotated]

    def start(self, point: str = "never", number: int = 0) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "tests.faults.doomed_work", point, str(number)]
        with self.log.open("ab") as log:
            process = subprocess.Popen(command, cwd=ROOT, env=self.environ, stdout=log, stderr=log)
        self.running.append(process)
        return process

    def wait(self, process: "subprocess.Popen[bytes]") -> None:
        """Until it was struck."""
        assert process.wait(LONGEST_SECONDS) == -signal.SIGKILL, self.log.read_text()[-3000:]

    def stop(self) -> None:
        for process in self.running:
            process.kill()
            process.wait(10)


@pytest.fixture(params=["sqlite", "postgresql"])
def work(request: pytest.FixtureRequest, tmp_path: Path, migrated_url: Callable[[str], str]) -> Iterator[Work]:
    """An empty marketplace, in which nothing works yet."""
    url = migrated_url(request.param)
    app = create_app(config_of(url, tmp_path / "photos"))
    started = Work(url, tmp_path / "work.log")
    with app.app_context():
        yield started
        started.stop()
        db.session.remove()
        db.engine.dispose()


def wait_for(work: Work, is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + LONGEST_SECONDS
    while not is_so():
        assert time.monotonic() < until, work.log.read_text()[-3000:]
        time.sleep(0.02)


def settle(work: Work) -> None:
    """Until no clock runs."""
    wait_for(work, lambda: left() == 0)


def left() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).where(Deadline.settled_at.is_(None))) or 0


def applied() -> list[tuple[datetime, Any]]:
    db.session.rollback()
    entries = db.session.scalars(select(LogEntry).where(LogEntry.what != "").order_by(LogEntry.id))
    return [(entry.happened_at, (entry.data["lamp"], entry.what)) for entry in entries if "lamp" in entry.data]


def light_all() -> None:
    """Lamps that burnt down long ago, all lit in one commit: half of them flicker first."""
    with write_unit(db.session) as session:
        for lamp in range(LAMPS):
            act, due_at = "flickers" if lamp % 2 else "goes_out", BEGUN + (1 + lamp % 7) * HOUR
            start_clock(session.connection(), LAMP, lamp, act, "SHOP", BEGUN, due_at)


def check_all() -> None:
    """Each went out once, in the order in which it was due."""
    happened = applied()
    expected = [((1 + lamp % 7), lamp, "flickers" if lamp % 2 else "goes_out") for lamp in range(LAMPS)]
    expected += [(2 + lamp % 7, lamp, "goes_out") for lamp in range(1, LAMPS, 2)]
    assert sorted(happened) == sorted((BEGUN + hours * HOUR, (lamp, what)) for hours, lamp, what in expected)
    assert [at for at, _ in happened] == sorted(at for at, _ in happened)


def ask_for_cancellations(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Requests of three days ago that no seller answered; while nothing worked, their deadlines passed."""
    counter, made = Counter(current_app, monkeypatch), []
    counter.clock.now = BEGUN
    for _ in range(REQUESTS):
        made.append(counter.ask(counter.order(), "cancellation").request_id)
        counter.clock.on(timedelta(minutes=1))
    monkeypatch.undo()
    return made


def approved() -> list[int]:
    """The requests that the system approved, in the order in which that was written."""
    db.session.rollback()
    entries = db.session.scalars(
        select(LogEntry).where(LogEntry.what == "request.auto_approved").order_by(LogEntry.id)
    )
    return [entry.data["request"] for entry in entries]


@pytest.mark.faults
@pytest.mark.timeout(400)
def test_killed_at_any_point_it_neither_skips_nor_doubles_a_deadline(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Red where a clock is settled in a commit of its own, before what follows: the one at hand is skipped."""
    made = ask_for_cancellations(monkeypatch)
    for point, number, done in zip(POINTS, (3, 4, 5), (2, 5, 10), strict=True):
        work.wait(work.start(point, number))
        assert len(approved()) == done, point
    work.start()
    settle(work)
    assert approved() == made, "each once, in the order in which they were due"
    refunds = db.session.execute(select(Refund.request_id, Refund.amount, Refund.created_at).order_by(Refund.id))
    due = [BEGUN + timedelta(hours=24, minutes=place) for place in range(REQUESTS)]
    assert [tuple(row) for row in refunds] == [(each, 4500, at) for each, at in zip(made, due, strict=True)]
    cards = db.session.scalars(select(Message.body).where(Message.body.contains("the system approved it")))
    assert len(cards.all()) == REQUESTS
    assert set(db.session.scalars(select(Deadline.outcome))) == {"applied"}


@pytest.mark.faults
@pytest.mark.timeout(400)
def test_two_beside_each_other_apply_each_deadline_once(work: Work) -> None:
    """Red where an act doesn't ask under the lock whether its clock still runs."""
    work.start()
    work.start()
    wait_for(work, lambda: work.log.read_text().count("The clockwork runs") == 2)
    light_all()
    settle(work)
    check_all()
