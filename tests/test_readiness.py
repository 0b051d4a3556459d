"""Whether a process may be given work: not while it stops, without its database, or before that was migrated."""

import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from shop_help import readiness
from shop_help.extensions import db


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def _write(statement: str) -> None:
    with db.engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(text(statement))


def test_one_with_its_database_is_ready(client: FlaskClient) -> None:
    answer = client.get("/ready")
    assert (answer.status_code, answer.text) == (200, "ready\nredis: not used\n")
    assert answer.mimetype == "text/plain"


def test_one_that_stops_is_not(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    stopping = threading.Event()
    stopping.set()
    monkeypatch.setattr(readiness, "DRAINING", stopping)
    answer = client.get("/ready")
    assert (answer.status_code, answer.text.splitlines()[0]) == (503, readiness.DRAINS)


def test_one_without_its_database_is_not(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object, **__: object) -> None:
        raise OperationalError("SELECT 1", None, Exception("the database system is starting up"))

    monkeypatch.setattr(db.engine, "connect", gone)
    answer = client.get("/ready")
    assert (answer.status_code, answer.text.splitlines()[0]) == (503, "the database does not answer")


@pytest.mark.parametrize(
    "before", ["UPDATE alembic_version SET version_num = '0013'", "DELETE FROM alembic_version", "DROP TABLE {}"]
)
def test_one_whose_database_lacks_a_migration_is_not_until_it_has_it(
    client: FlaskClient, before: str, app: Flask
) -> None:
    kept = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    db.session.rollback()
    _write(before.format("alembic_version"))
    answer = client.get("/ready")
    assert answer.status_code == 503
    assert answer.text.splitlines()[0] == "the database is older than the code: flask db upgrade"
    _write("CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32))")
    _write("DELETE FROM alembic_version")
    _write(f"INSERT INTO alembic_version VALUES ('{kept}')")
    assert client.get("/ready").status_code == 200


def test_one_whose_database_was_migrated_by_a_newer_version_goes_on(client: FlaskClient) -> None:
    _write("UPDATE alembic_version SET version_num = '9999_of_tomorrow'")
    assert client.get("/ready").status_code == 200


@pytest.mark.parametrize(
    ("stamped", "is_older"),
    [
        ({"head"}, False),
        ({"middle"}, True),
        (set(), True),
        ({"tomorrow"}, False),
        # A branch of somebody's own beside ours.
        ({"head", "theirs"}, False),
        ({"first", "middle"}, True),
    ],
)
def test_only_a_database_without_our_last_revision_whose_own_we_know_is_older(
    monkeypatch: pytest.MonkeyPatch, stamped: set[str], is_older: bool
) -> None:
    known = frozenset({"head"}), frozenset({"head", "middle", "first"})
    monkeypatch.setattr(readiness, "_scripts", lambda: known)
    assert readiness.is_older(frozenset(stamped)) is is_older


def test_without_redis_it_is_ready_and_says_so(app: Flask, client: FlaskClient) -> None:
    asked: list[tuple[Any, ...]] = []
    say: Callable[..., None] = lambda *command: asked.append(command)  # noqa: E731
    app.extensions["redis_sender"] = SimpleNamespace(is_up=False, say=say)
    app.extensions["message_queue"] = SimpleNamespace(is_listening=True)
    answer = client.get("/ready")
    assert answer.status_code == 200
    assert answer.text == "ready\nredis: gone; browsers ask for themselves meanwhile\n"
    assert asked == [("PING",)], "whether it is back is known when somebody asks next"
    app.extensions["redis_sender"].is_up = True
    assert client.get("/ready").text == "ready\nredis: up\n"
    app.extensions["message_queue"].is_listening = False
    assert "redis: gone" in client.get("/ready").text
