"""While the database is gone, every answer says "try again", for people and for scripts, and none is a 500."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionError

from shop_help.extensions import db


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("SELECT 1", None, Exception("the database system is starting up")),
        InterfaceError("SELECT 1", None, Exception("the connection is closed")),
        NoConnectionError("QueuePool limit reached"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_page_and_a_twin_say_try_again(
    app: Flask, sign_in: Any, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    ana = sign_in("ana")

    def gone(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(db.engine, "connect", gone)
    for answer in (ana.get("/orders"), ana.post("/conversations/1/messages", data={"body": "Hi"})):
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "5"
        assert "What you had sent is safe" in answer.text
    answer = ana.post("/conversations/1/messages", data={"body": "Hi"}, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json) == (503, {"ok": False, "code": "unavailable", "retry": True})


def test_with_the_tables_really_gone_it_is_the_same(app: Flask, sign_in: Any, database: Path) -> None:
    ana = sign_in("ana")
    db.session.remove()
    db.engine.dispose()
    aside = database.with_suffix(".aside")
    shutil.move(database, aside)
    database.mkdir()
    assert ana.get("/orders").status_code == 503
    database.rmdir()
    shutil.move(aside, database)
    assert ana.get("/orders").status_code == 200


def test_what_people_wrote_is_not_in_what_is_logged_of_it(
    app: Flask, sign_in: Any, caplog: pytest.LogCaptureFixture
) -> None:
    gus = sign_in("gus")
    db.session.execute(text("DROP TABLE service_replies"))
    db.session.execute(
        text("CREATE VIEW service_replies AS SELECT 1 AS id, 'a' AS title, 'b' AS body, 'c' AS \"then\", 1 AS place")
    )
    db.session.commit()
    answer = gus.post("/agents/replies", data={"title": "Hello", "body": "Words of somebody", "then": ""})
    assert answer.status_code == 503
    assert "answered 503" in caplog.text
    assert "INSERT INTO service_replies" in caplog.text
    assert "Words of somebody" not in caplog.text
