"""Refunds reach the payment system signed and each once, whatever that does: it answers 500, hangs, answers twice,
confirms before it answers, or is not there for days."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from shop_help import clock
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.jobs.refunds import go_round
from shop_help.models import Refund
from shop_help.payments import webhook
from shop_help.payments.signing import HEADER
from shop_help.policy.refund_tries import ASK_AGAIN_AFTER, DEMO_MOMENT, FEWEST_TRIES, LEASE, PATIENCE
from tests.actions.at_once import at_once
from tests.actions.paid_order import PaidOrder
from tests.payments import payment_system as pay
from tests.payments.payment_system import PaymentSystem


@pytest.fixture
def order(app: Flask) -> PaidOrder:
    return PaidOrder(app)


@pytest.fixture
def system(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[PaymentSystem]:
    """A payment system that the application is told to use, with little patience for silence."""
    running = PaymentSystem()
    app.config.update(PAYMENTS_URL=running.url, PAYMENTS_KEYS=pay.KEYS)
    monkeypatch.setattr(webhook, "TIMEOUT_SECONDS", 0.5)
    yield running
    running.stop()


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    """at(instant) sets the clock."""
    return lambda instant: monkeypatch.setattr(clock, "now", lambda: instant)


def begun(order: PaidOrder, place: int = 0) -> int:
    request_id = order.request(place)
    return order.begin(f"request-{request_id}", [order.item(place, 966)], request_id)


def make_due(refund_id: int) -> None:
    """As if its wait, or the lease of who died, had run out."""
    with write_unit(db.session) as session:
        session.execute(update(Refund).where(Refund.id == refund_id).values(next_try_at=clock.now()))


def confirm(app: Flask, body: bytes) -> Any:
    """The payment system confirms, in a thread of its own."""
    answers: list[Any] = []
    headers = pay.headers_for(body)

    def one() -> None:
        answers.append(app.test_client().post("/hooks/refunds", data=body, headers=headers))

    thread = threading.Thread(target=one)
    thread.start()
    thread.join(30)
    return answers[0]


def test_the_payment_system_reads_what_is_to_be_paid_and_by_whom_it_is_signed(
    order: PaidOrder, system: PaymentSystem
) -> None:
    refund_id = begun(order)
    assert go_round() == 1
    headers, refund = system.told[0]
    row = order.refund(refund_id)
    assert refund == {
        "key": row.key,
        "attempt": 1,
        "order": "1",
        "request": row.request_id,
        "currency": "USD",
        "amount": 966,
        "digits": 2,
        "value": "9.66",
        "parts": [{"kind": "item", "line": "0", "amount": 966}],
        "begun_at": row.created_at.isoformat(),
    }
    assert headers["Idempotency-Key"] == f"{row.key}/1"
    assert headers[HEADER].startswith("key=main,t=")
    assert system.faults == []
    assert (row.state, row.tries, row.reference) == ("pending", 1, f"pay-{row.key}")
    assert row.taken_at is not None


def test_what_was_taken_is_not_sent_again_until_a_day_went_by_without_a_word(
    order: PaidOrder, system: PaymentSystem, at: Any
) -> None:
    refund_id = begun(order)
    now = clock.now()
    at(now)
    go_round()
    at(now + ASK_AGAIN_AFTER - timedelta(seconds=1))
    assert go_round() == 0
    at(now + ASK_AGAIN_AFTER)
    system.behaviours = [pay.says(500)]
    assert go_round() == 1
    assert order.refund(refund_id).next_try_at == now + 2 * ASK_AGAIN_AFTER
    at(now + ASK_AGAIN_AFTER + PATIENCE)
    assert go_round() == 1
    row = order.refund(refund_id)
    assert len(set(system.keys)) == 1
    # What the payment system has is never ours to give up.
    assert (row.state, row.taken_at) == ("pending", now)


@pytest.mark.parametrize(
    "trouble", [pay.says(500), pay.says(404, b"no such page"), pay.says(429), pay.hangs, pay.hangs_up]
)
def test_whatever_goes_wrong_it_is_sent_again_with_the_same_key_and_paid_once(
    order: PaidOrder, system: PaymentSystem, trouble: pay.Behaviour
) -> None:
    refund_id = begun(order)
    system.behaviours = [trouble]
    before = clock.now()
    assert go_round() == 1
    row = order.refund(refund_id)
    assert (row.state, row.tries, row.taken_at) == ("pending", 1, None)
    assert row.next_try_at is not None
    assert row.next_try_at >= before + timedelta(seconds=15)
    assert row.failure
    make_due(refund_id)
    assert go_round() == 1
    assert system.keys == [row.key] * 2
    assert system.paid == {row.key: 966}
    assert order.refund(refund_id).failure == ""


def test_a_status_is_enough_however_little_of_the_answer_comes(order: PaidOrder, system: PaymentSystem) -> None:
    for place, odd in enumerate([pay.breaks_off, pay.answers_twice, pay.says(204)]):
        refund_id = begun(order, place)
        system.behaviours = [odd]
        assert go_round() == 1
        assert order.refund(refund_id).taken_at is not None


def test_a_refund_is_not_led_elsewhere(order: PaidOrder, system: PaymentSystem) -> None:
    other = PaymentSystem()
    system.behaviours = [pay.redirects_to(other.url)]
    refund_id = begun(order)
    go_round()
    other.stop()
    assert other.told == []
    assert order.refund(refund_id).failure == "HTTP 302"


def test_a_payment_system_that_is_away_is_asked_once_in_a_round(order: PaidOrder, system: PaymentSystem) -> None:
    ids = [begun(order, place) for place in range(3)]
    system.stop()
    assert go_round() == 1
    assert [order.refund(refund_id).tries for refund_id in ids] == [1, 0, 0]
    assert go_round() == 1
    assert [order.refund(refund_id).tries for refund_id in ids] == [1, 1, 0]


def test_it_fails_after_three_days_of_tries_and_says_what_was_said_last(
    order: PaidOrder, system: PaymentSystem, at: Any
) -> None:
    refund_id = begun(order)
    system.behaviours = [pay.says(503, b"come back\nlater")] * 200
    since = order.refund(refund_id).trying_since
    instant: datetime | None = since
    tries = 0
    while instant is not None:
        at(instant)
        assert go_round() == 1
        tries += 1
        instant = order.refund(refund_id).next_try_at
    row = order.refund(refund_id)
    assert (row.state, row.failure_code, row.failure) == ("failed", "no_answer", "HTTP 503: come back later")
    assert row.settled_at is not None
    assert PATIENCE <= row.settled_at - since < PATIENCE + timedelta(hours=1)
    assert tries > FEWEST_TRIES
    assert order.talk.rows()[-1].body.startswith("The payment system could not give $9.66 back.")


def test_a_confirmation_that_comes_before_the_answer_stands(
    app: Flask, order: PaidOrder, system: PaymentSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "TIMEOUT_SECONDS", 60)
    refund_id = begun(order)
    answers = []

    def confirms_first(handler: Any, refund: dict[str, Any]) -> None:
        answers.append(confirm(app, pay.confirmation(refund)))
        pay.takes(handler, refund)

    system.behaviours = [confirms_first]
    assert go_round() == 1
    assert (answers[0].status_code, answers[0].json) == (200, {"ok": True, "duplicate": False})
    row = order.refund(refund_id)
    assert (row.state, row.next_try_at) == ("done", None)
    assert go_round() == 0


def test_a_refund_that_was_confirmed_twice_is_done_once(app: Flask, order: PaidOrder, system: PaymentSystem) -> None:
    request_id = order.request(0)
    refund_id = order.begin(f"request-{request_id}", [order.item(0, 966)], request_id)
    go_round()
    body = pay.confirmation(system.told[0][1])
    assert [confirm(app, body).json["duplicate"] for _ in range(3)] == [False, True, True]
    assert order.refund(refund_id).state == "done"
    assert order.happened()[1].count("refund.done") == 1
    assert order.request_row(request_id).state == "refunded"


def test_eight_workers_send_each_refund_once(app: Flask, order: PaidOrder, system: PaymentSystem) -> None:
    for place in range(3):
        begun(order, place)
    came = at_once(app, *[go_round] * 8)
    assert sum(came) == 3
    assert len(system.told) == len(set(system.keys)) == 3


def test_whoever_sent_it_too_long_ago_changes_nothing_any_more(order: PaidOrder, system: PaymentSystem) -> None:
    from shop_help import payments
    from shop_help.actions.refunds import sending

    refund_id = begun(order)
    slow = sending.lease(refund_id)
    assert slow is not None
    assert sending.lease(refund_id) is None, "it is leased"
    make_due(refund_id)
    go_round()
    taken = order.refund(refund_id)
    sending.note(slow, payments.Answer(payments.NOT_TAKEN, said="HTTP 500"))
    row = order.refund(refund_id)
    assert (row.next_try_at, row.failure) == (taken.next_try_at, "")


def test_a_lease_runs_out_after_a_minute(order: PaidOrder, system: PaymentSystem, at: Any) -> None:
    from shop_help.actions.refunds import sending

    refund_id = begun(order)
    now = clock.now()
    at(now)
    assert sending.lease(refund_id)
    at(now + LEASE - timedelta(microseconds=1))
    assert sending.due() == []
    at(now + LEASE)
    assert sending.due() == [refund_id]


def test_a_worker_that_is_killed_while_it_sends_neither_loses_nor_doubles(
    app: Flask, order: PaidOrder, system: PaymentSystem
) -> None:
    refund_id = begun(order)
    system.behaviours = [pay.hangs]
    environ = {
        **os.environ,
        "FLASK_APP": "app.py",
        "SHOP_HELP_DEMO": "1",
        "SHOP_HELP_DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "SHOP_HELP_PAYMENTS_URL": system.url,
        "SHOP_HELP_PAYMENTS_SECRET": pay.KEYS["main"],
    }
    worker = subprocess.Popen([sys.executable, "-m", "flask", "work"], env=environ, start_new_session=True)
    try:
        assert system.hanging.wait(60)
    finally:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait(10)
    row = order.refund(refund_id)
    assert (row.state, row.tries, row.taken_at) == ("pending", 1, None)
    assert go_round() == 0, "its lease still runs"
    make_due(refund_id)
    assert go_round() == 1
    assert system.keys == [row.key] * 2
    assert system.paid == {row.key: 966}
    assert system.faults == []


def test_the_demo_settles_after_a_moment_and_tells_nobody_else(app: Flask, order: PaidOrder, at: Any) -> None:
    refund_id = begun(order)
    now = clock.now()
    at(now)
    assert go_round() == 1
    assert order.refund(refund_id).state == "pending"
    at(now + DEMO_MOMENT - timedelta(microseconds=1))
    assert go_round() == 0
    at(now + DEMO_MOMENT)
    assert go_round() == 1
    row = order.refund(refund_id)
    assert (row.state, row.adapter, row.reference) == ("done", "demo", f"demo-{row.key}")


def test_outside_the_demo_the_demo_pays_nothing(app: Flask, order: PaidOrder) -> None:
    refund_id = begun(order)
    app.config["DEMO"] = False
    assert go_round() == 0
    assert order.refund(refund_id).state == "pending"


def test_what_operators_pay_is_sent_to_nobody(app: Flask, order: PaidOrder) -> None:
    app.config.update(DEMO=False, PAYMENTS_URL="by-hand")
    row = order.refund(begun(order))
    assert (row.adapter, row.next_try_at) == ("by_hand", None)
    assert go_round() == 0
