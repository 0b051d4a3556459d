"""Requests, claims, refunds and deadlines through kills: no money is forgotten or paid twice, and all is whole."""

import random
import signal
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from shop_help import create_app
from shop_help.extensions import db
from shop_help.jobs import deadlines, refunds
from shop_help.models import Deadline, LogEntry, OrderRequest, ProtectionCase, Refund
from tests.actions.protection.scene import Scene
from tests.checking.whole import faults_but_photos
from tests.conftest import config_of
from tests.faults.working import POINTS, SharedClock, begin, clockwork, confirm, people
from tests.payments.payment_system import KEYS, PaymentSystem


@pytest.fixture
def payment_system() -> Iterator[PaymentSystem]:
    running = PaymentSystem()
    yield running
    running.stop()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def app(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    migrated_url: Callable[[str], str],
    payment_system: PaymentSystem,
) -> Iterator[Flask]:
    pays = {"PAYMENTS_URL": payment_system.url, "PAYMENTS_KEYS": KEYS, "SECOND_AGENT_ABOVE": "1000"}
    app = create_app(config_of(migrated_url(request.param), tmp_path / "photos") | pays)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def scene(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """The people, by a clock that all processes share."""
    made: Any = Scene(app, monkeypatch)
    made.clock = SharedClock(datetime.now(UTC))
    made.sign_ins["third"] = made.sign_ins["colleague"]
    monkeypatch.setattr("shop_help.clock.now", made.clock)
    return made  # type: ignore[no-any-return]


def wait_for_more(what: Any, how_many: int) -> None:
    """Until there are so many more of them."""
    until, enough = time.monotonic() + 60, _count(what) + how_many
    while _count(what) < enough:
        assert time.monotonic() < until, f"nobody goes on: {what.__name__}"
        time.sleep(0.02)


def _count(what: Any) -> int:
    counted = db.session.scalar(select(func.count()).select_from(what))
    db.session.rollback()
    return counted or 0


def kill_again_and_again(scene: Scene, chance: random.Random, kills: int) -> None:
    """People and the clockwork beside each other; one of them is killed, and begun again."""
    workers = {work: begin(scene, work, chance.randrange(10**6)) for work in (people, clockwork)}
    for number in range(kills):
        wait_for_more(LogEntry, 20)
        work = chance.choice([people, clockwork])
        workers[work].kill()
        workers[work].join(20)
        if work is clockwork:
            # Some of it is due at once: it is struck in the middle of that.
            scene.clock.on(timedelta(days=3))
        last = chance.randrange(1, 4 if work is clockwork else 12)
        doomed = begin(scene, work, 10**6 + number, chance.choice(POINTS), last)
        doomed.join(10)
        if doomed.exitcode is None:
            doomed.kill()
            doomed.join(20)
        assert doomed.exitcode == -signal.SIGKILL, f"{work.__name__} broke down"
        # Just then, before anybody's next step covers it up; the other one works on beside.
        assert faults_but_photos() == []
        workers[work] = begin(scene, work, 2 * 10**6 + number)
    wait_for_more(Refund, 3)
    for worker in workers.values():
        assert worker.exitcode is None, "somebody broke down"
        worker.kill()
        worker.join(20)


def settle_all(scene: Scene) -> None:
    """Nobody does anything any more: time alone goes on, until all is decided by it and paid."""
    for _ in range(100):
        scene.clock.on(timedelta(days=1))
        deadlines.go_round()
        refunds.go_round()
        confirm()
        pending = db.session.scalar(select(func.count()).where(Refund.state == "pending"))
        running = db.session.scalar(select(func.count()).where(Deadline.settled_at.is_(None)))
        db.session.rollback()
        if not pending and not running:
            return
    raise AssertionError(f"{pending} refunds are pending and {running} clocks run after a hundred days")


def assert_conserved(payment_system: PaymentSystem) -> None:
    """All is whole, and what the ledger says was paid is what was paid, each once."""
    assert faults_but_photos() == []
    ledger = {row.key: row.amount for row in db.session.execute(select(Refund.key, Refund.amount))}
    assert ledger == payment_system.paid
    assert set(db.session.scalars(select(Refund.state))) == {"done"}
    told: dict[str, set[int]] = {}
    for _, refund in payment_system.told:
        told.setdefault(refund["key"], set()).add(refund["amount"])
    assert [key for key, amounts in told.items() if len(amounts) > 1] == []
    # Whoever moves the clock between signing and reading makes a signature old.
    assert set(payment_system.faults) <= {"old_signature"}
    requests = db.session.scalar(select(func.count()).select_from(OrderRequest))
    claims = db.session.scalar(select(func.count()).select_from(ProtectionCase))
    print(f"{requests} requests, {claims} claims, {len(ledger)} refunds, told {len(payment_system.told)} times")
    assert requests
    assert claims
    assert ledger


def conserve(scene: Scene, chance: random.Random, payment_system: PaymentSystem, kills: int) -> None:
    kill_again_and_again(scene, chance, kills)
    settle_all(scene)
    assert_conserved(payment_system)


@pytest.mark.faults
@pytest.mark.timeout(240)
def test_kills_forget_and_double_no_money(scene: Scene, chance: random.Random, payment_system: PaymentSystem) -> None:
    """Red where a clock is settled in a commit of its own, before what follows it."""
    conserve(scene, chance, payment_system, 3)


@pytest.mark.faults
@pytest.mark.slow
@pytest.mark.timeout(600)
def test_twenty_kills_forget_and_double_no_money(
    scene: Scene, chance: random.Random, payment_system: PaymentSystem
) -> None:
    conserve(scene, chance, payment_system, 20)
