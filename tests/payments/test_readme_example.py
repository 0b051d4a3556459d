"""The payment system of the README works as it stands there: it takes a refund, pays it once, and confirms."""

import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from werkzeug.serving import make_server

from shop_help import clock
from shop_help.actions.refunds import begin
from shop_help.config import ROOT
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.jobs.refunds import go_round
from shop_help.models import Order, Refund
from shop_help.models.refund_facts import refund_facts
from shop_help.policy.refunds import Part

SECRET = "a-secret-of-the-tests-alone-long-enough"


def example() -> str:
    found = re.search(r"```python\n(import hashlib.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    assert found
    return found[1]


@pytest.fixture
def serve() -> Iterator[Any]:
    """serve(app) gives its port."""
    running = []

    def start(app: Flask) -> int:
        server = make_server("127.0.0.1", 0, app, threaded=True)
        running.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server.server_port

    yield start
    for server in running:
        server.shutdown()


def test_it_takes_pays_once_and_confirms(app: Flask, serve: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_HELP_PAYMENTS_SECRET", SECRET)
    moved: list[tuple[str, str, str]] = []
    told: dict[str, Any] = {
        "__name__": __name__,
        "give_back": lambda *what: moved.append(what) or f"bank-{len(moved)}",
    }
    # Our own page, run as whoever copies it would run it.
    exec(example(), told)
    confirmed, confirm = threading.Semaphore(0), told["confirm"]
    told["confirm"] = lambda refund: (confirm(refund), confirmed.release())
    told["HELP"] = f"http://127.0.0.1:{serve(app)}/hooks/refunds"
    app.config.update(PAYMENTS_URL=f"http://127.0.0.1:{serve(told['app'])}/refunds", PAYMENTS_KEYS={"main": SECRET})
    with write_unit(db.session) as session:
        order = session.scalars(select(Order).where(Order.number.like("%111"))).one()
        line = refund_facts(session.connection(), order.id).bill.units[0]
        refund_id = begin(
            session.connection(), order.id, None, "the key", [Part("item", line.id, 1_250)], clock.now()
        )
    for _ in range(2):
        with write_unit(db.session) as session:
            session.execute(update(Refund).values(state="pending", next_try_at=clock.now()))
        assert go_round() == 1
        assert confirmed.acquire(timeout=30)
        db.session.rollback()
        row = db.session.get_one(Refund, refund_id, populate_existing=True)
        assert (row.state, row.reference) == ("done", "bank-1")
    assert moved == [(order.number, "12.50", "USD")]
