"""The shop's side: orders, signed and sent."""

import json
from typing import Any

from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from shop_help import clock
from shop_help.extensions import db
from shop_help.payments.signing import HEADER, ORDERS, signed

KEYS = {"new": "n" * 32, "old": "o" * 32}
ONE, BATCH = "/api/orders", "/api/orders/batch"
JSON, LINES = "application/json", "application/jsonl"


def as_bytes(body: Any) -> bytes:
    return body if isinstance(body, bytes) else json.dumps(body).encode()


def send(
    app: Flask, body: Any, address: str = ONE, kind: str = JSON, key: str = "new", **headers: str
) -> TestResponse:
    """What the shop is answered; a body that is no bytes is sent as JSON."""
    raw = as_bytes(body)
    sent = {HEADER: signed({key: KEYS.get(key, "x" * 32)}, ORDERS, raw, clock.now()), "Content-Type": kind}
    return app.test_client().post(address, data=raw, headers=sent | headers)


def send_lines(app: Flask, body: Any, kind: str = JSON) -> list[dict[str, Any]]:
    """What a batch is answered, line by line."""
    answer = send(app, body, BATCH, kind)
    assert (answer.status_code, answer.mimetype) == (200, LINES)
    return [json.loads(line) for line in answer.text.splitlines()]


def counted() -> dict[str, int]:
    """How many rows each table has."""
    db.session.rollback()
    rows = [
        select(func.count()).select_from(table).scalar_subquery().label(table.name)
        for table in db.metadata.sorted_tables
    ]
    return dict(db.session.execute(select(*rows)).one()._mapping)
