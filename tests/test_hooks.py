"""The payment system confirms refunds at /hooks/refunds: signed, fresh, readable, and about something we know."""

import json
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from shop_help import clock
from shop_help.actions.refunds import begin
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import Order, Refund
from shop_help.models.refund_facts import refund_facts
from shop_help.payments.signing import CONFIRMATION, HEADER, REFUND, signed
from shop_help.policy.refunds import Part
from tests.payments.payment_system import KEYS

GOOD = {"key": "the key", "state": "done", "reference": "pay-1", "attempt": 1}


@pytest.fixture
def refund(app: Flask) -> int:
    """A refund of an order of the demo, on its way to a payment system."""
    app.config.update(PAYMENTS_URL="https://pay.example/refunds", PAYMENTS_KEYS=KEYS, WTF_CSRF_ENABLED=True)
    with write_unit(db.session) as session:
        connection = session.connection()
        order_id = session.scalars(select(Order.id).where(Order.state == "DELIVERED")).first()
        assert order_id is not None
        line = refund_facts(connection, order_id).bill.units[0]
        return begin(connection, order_id, None, "the key", [Part("item", line.id, 100)], clock.now())


def told(app: Flask, body: object, **headers: str) -> tuple[int, Any]:
    """What the hook answers; a body that is no bytes is sent as JSON."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    signature = {HEADER: signed(KEYS, CONFIRMATION, raw, clock.now())}
    answer = app.test_client().post("/hooks/refunds", data=raw, headers=signature | headers)
    return answer.status_code, answer.json


def state_of(refund_id: int) -> str:
    db.session.rollback()
    return db.session.get_one(Refund, refund_id, populate_existing=True).state


def test_a_signed_confirmation_settles_without_a_cookie_or_a_form_token(app: Flask, refund: int) -> None:
    assert told(app, GOOD) == (200, {"ok": True, "duplicate": False})
    assert state_of(refund) == "done"
    assert told(app, GOOD) == (200, {"ok": True, "duplicate": True})


def test_a_failure_is_kept_with_its_reason(app: Flask, refund: int) -> None:
    assert told(app, {**GOOD, "state": "failed", "reason": "The account is closed"})[0] == 200
    row = db.session.get_one(Refund, refund)
    assert (row.state, row.failure_code, row.failure) == ("failed", "told", "The account is closed")


@pytest.mark.parametrize(
    ("body", "names"),
    [
        (b"", "JSON"),
        (b"[" * 9_000, "JSON"),
        (b"\xff", "JSON"),
        ([], "object"),
        ({**GOOD, "key": ""}, '"key"'),
        ({**GOOD, "key": 5}, '"key"'),
        ({**GOOD, "key": "k" * 65}, '"key"'),
        ({**GOOD, "state": "DONE"}, '"state"'),
        ({**GOOD, "state": ["done"]}, '"state"'),
        ({**GOOD, "attempt": "1"}, '"attempt"'),
        ({**GOOD, "attempt": True}, '"attempt"'),
        ({**GOOD, "attempt": -1}, '"attempt"'),
        ({**GOOD, "reference": ""}, '"reference"'),
        ({**GOOD, "reference": "r" * 129}, '"reference"'),
        ({**GOOD, "state": "failed"}, '"reason"'),
        ({**GOOD, "state": "failed", "reason": "two\nlines"}, '"reason"'),
    ],
)
def test_what_can_not_be_read_is_refused_by_the_name_of_its_field(
    app: Flask, refund: int, body: object, names: str
) -> None:
    status, answer = told(app, body)
    assert (status, answer["code"]) == (400, "bad_request")
    assert names in answer["message"]
    assert state_of(refund) == "pending"


def test_who_can_not_sign_is_not_believed(app: Flask, refund: int) -> None:
    raw, now = json.dumps(GOOD).encode(), clock.now()
    for fault, header in {
        "no_signature": "",
        "unknown_key": signed({"other": KEYS["main"]}, CONFIRMATION, raw, now),
        "wrong_signature": signed({"main": "x" * 40}, CONFIRMATION, raw, now),
        "old_signature": signed(KEYS, CONFIRMATION, raw, now - timedelta(minutes=6)),
    }.items():
        status, answer = told(app, raw, **{HEADER: header})
        assert (status, answer["code"], answer["ok"]) == (401, fault, False)
    assert state_of(refund) == "pending"


def test_what_we_sent_is_not_believed_when_it_comes_back(app: Flask, refund: int) -> None:
    raw = json.dumps(GOOD).encode()
    assert told(app, raw, **{HEADER: signed(KEYS, REFUND, raw, clock.now())})[0] == 401


def test_a_key_of_no_refund_is_not_there(app: Flask, refund: int) -> None:
    assert told(app, {**GOOD, "key": "another"})[0] == 404


def test_what_contradicts_is_a_conflict_and_changes_nothing(app: Flask, refund: int) -> None:
    told(app, GOOD)
    for other in ({**GOOD, "state": "failed", "reason": "No"}, {**GOOD, "reference": "pay-2"}):
        assert told(app, other)[0] == 409
    assert state_of(refund) == "done"


def test_too_much_is_refused_before_it_is_read(app: Flask, refund: int) -> None:
    assert told(app, {**GOOD, "more": "x" * 20_000})[0] == 413


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_only_a_post_confirms(app: Flask, refund: int, method: str) -> None:
    assert getattr(app.test_client(), method)("/hooks/refunds").status_code == 405


def test_without_a_payment_system_there_is_no_such_door(app: Flask) -> None:
    assert told(app, GOOD)[0] == 404
