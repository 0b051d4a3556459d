"""Orders by HTTP: signed, one by one or many, repeated and out of order, each whole or not at all."""

import gzip
import json
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from shop_help import clock
from shop_help.extensions import db
from shop_help.models import Order
from shop_help.open_api import orders as door
from shop_help.order_feed.described import EXAMPLE
from shop_help.payments.signing import CONFIRMATION, HEADER, ORDERS, signed
from tests.open_api.sending import BATCH, KEYS, LINES, ONE, as_bytes, counted, send, send_lines
from tests.order_feed.samples import CREATED, changed, envelope, order


@pytest.fixture
def shop(app: Flask) -> Flask:
    """The application, with a secret to sign orders with."""
    app.config.update(ORDERS_KEYS=KEYS, WTF_CSRF_ENABLED=True)
    return app


def state_of(number: str) -> str | None:
    db.session.rollback()
    return db.session.scalar(select(Order.state).where(Order.number == number))


def test_an_order_is_new_then_unchanged_then_updated(shop: Flask) -> None:
    answer = send(shop, EXAMPLE)
    assert (answer.status_code, answer.json) == (201, {"number": EXAMPLE["id"], "outcome": "new", "notes": []})
    rows = counted()
    assert (send(shop, EXAMPLE, key="old").status_code, send(shop, EXAMPLE).json["outcome"]) == (200, "unchanged")
    assert counted() == rows
    later = EXAMPLE | {
        "status": "DELIVERED",
        "update_time": EXAMPLE["update_time"] + 9,
        "delivery_time": CREATED + 9000,
    }
    assert send(shop, envelope([later])).json["outcome"] == "updated"
    assert state_of(EXAMPLE["id"]) == "DELIVERED"


def test_in_whatever_order_states_come_and_how_often_the_end_is_the_same(shop: Flask) -> None:
    states = ("AWAITING_SHIPMENT", "IN_TRANSIT", "DELIVERED")
    for number, turns in enumerate(permutations(range(3)), start=1):
        told = [
            order(number, status=state, update_time=CREATED + 9000 + step, packages=None, line_items=[_line()])
            for step, state in enumerate(states)
        ]
        outcomes = [send(shop, told[turn]).json["outcome"] for turn in (*turns, *turns)]
        assert outcomes[0] == "new"
        assert outcomes[turns.index(2) + 1 : 3] == ["older"] * (2 - turns.index(2))
        assert set(outcomes[3:]) == {"older", "unchanged"}
        assert state_of(told[0]["id"]) == "DELIVERED"


def _line() -> dict[str, Any]:
    return {name: value for name, value in order()["line_items"][0].items() if name != "package_id"}


def test_what_is_refused_is_named_field_by_field_and_leaves_nothing(shop: Flask) -> None:
    rows = counted()
    wrong = changed(changed(EXAMPLE, "line_items.0.sale_price", "12.505"), "status", "LOST")
    answer = send(shop, wrong)
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert answer.json["title"] == "Unprocessable Entity"
    assert {error["field"]: error["code"] for error in answer.json["errors"]} == {
        "status": "unknown_status",
        "line_items[0].sale_price": "not_an_amount",
    }
    assert counted() == rows


def test_the_age_of_its_buyer_is_said_or_vouched_for(shop: Flask) -> None:
    ageless = {name: value for name, value in EXAMPLE.items() if name != "buyer_birthdate"}
    assert send(shop, ageless).json["errors"][0]["code"] == "age_unconfirmed"
    shop.config["ORDERS_ADULTS_CONFIRMED_BY"] = "Our sign-up asks for an ID"
    assert send(shop, ageless).status_code == 201


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "empty"),
        (b"{", "not_json"),
        (b"\xff", "not_json"),
        (b"[" * 100_000, "not_json"),
        ([], "not_one_order"),
        ([EXAMPLE, EXAMPLE], "not_one_order"),
        (as_bytes(EXAMPLE) + b"\n" + as_bytes(EXAMPLE), "not_one_order"),
        (envelope([EXAMPLE], next_page_token="more"), "not_one_order"),
        ({"code": 36009003, "message": "Internal error"}, "error_answer"),
    ],
)
def test_what_is_no_one_order_is_not_taken(shop: Flask, body: Any, code: str) -> None:
    answer = send(shop, body)
    assert (answer.status_code, answer.json["code"]) == (400, code)
    assert state_of(EXAMPLE["id"]) is None


def test_who_can_not_sign_is_not_believed(shop: Flask, caplog: pytest.LogCaptureFixture) -> None:
    raw, now = as_bytes(EXAMPLE), clock.now()
    for fault, header in {
        "no_signature": "",
        "unknown_key": signed({"other": "x" * 32}, ORDERS, raw, now),
        "wrong_signature": signed(KEYS, ORDERS, raw + b" ", now),
        "old_signature": signed(KEYS, ORDERS, raw, now - timedelta(minutes=6)),
    }.items():
        for address in (ONE, BATCH):
            answer = send(shop, raw, address, **{HEADER: header})
            assert (answer.status_code, answer.json["code"]) == (401, fault)
            assert fault in caplog.records[-1].getMessage()
    # A signature for something else is none for orders.
    other = {HEADER: signed(KEYS, CONFIRMATION, raw, now)}
    assert (
        send(shop, raw, **other).json["detail"]
        == 'v1 is HMAC-SHA256 in hex over t, ".orders." and the body as it was sent.'
    )
    assert state_of(EXAMPLE["id"]) is None


def test_what_is_too_large_or_of_another_type_is_refused(shop: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "LARGEST_ORDER", 100)
    assert send(shop, EXAMPLE).status_code == 413
    assert send(shop, EXAMPLE, kind="text/plain").status_code == 415
    assert send(shop, gzip.compress(b"{}")).json["code"] == "wrong_type"
    assert shop.test_client().get(ONE).status_code == 405


def test_of_a_batch_each_order_is_told_of_and_a_bad_one_takes_no_good_one_with_it(shop: Flask) -> None:
    bad = changed(order(2), "line_items", ...)
    lines = send_lines(shop, [order(1), bad, order(3)])
    assert [line.get("outcome") for line in lines] == ["new", "refused", "new", None]
    assert (lines[1]["index"], lines[1]["problems"][0]["field"]) == (1, "line_items")
    assert lines[-1] == {"summary": {"new": 2, "refused": 1}}
    body = b"\n".join(map(as_bytes, [order(1), order(3), order(4)])) + b"\n{broken"
    for packed in (body, gzip.compress(body)):
        outcomes = [line.get("outcome") for line in send_lines(shop, packed, LINES)]
        assert outcomes in (["unchanged", "unchanged", "new", "refused", None], ["unchanged"] * 3 + ["refused", None])


def test_a_batch_that_unpacks_without_end_ends(shop: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "LARGEST_UNPACKED", 200_000)
    body = gzip.compress(as_bytes(order(1)) + b"\n" + b" " * 10_000_000 + as_bytes(order(2)))
    lines = send_lines(shop, body, LINES)
    assert lines[-2]["problems"][0]["code"] == "damaged_gzip"
    assert state_of(order(2)["id"]) is None


def test_without_its_database_a_program_is_told_to_send_it_again(
    shop: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: Any) -> Any:
        raise OperationalError("", {}, Exception("gone"))

    monkeypatch.setattr(door, "import_item", gone)
    answer = send(shop, EXAMPLE)
    assert (answer.status_code, answer.json["code"], answer.headers["Retry-After"]) == (503, "unavailable", "5")

    def cut(*_: Any, **__: Any) -> Any:
        yield from ()
        gone()

    monkeypatch.setattr(door, "import_orders", cut)
    assert send_lines(shop, [EXAMPLE]) == []


def test_without_a_secret_there_is_no_such_door(app: Flask) -> None:
    assert send(app, EXAMPLE).status_code == 404
    assert json.loads(send(app, EXAMPLE, BATCH).text)["code"] == "not_set_up"
