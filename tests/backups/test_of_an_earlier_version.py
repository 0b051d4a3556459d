"""A backup that was taken before the tables changed, by either version, is put back and brought up to date."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import inspect, text

from shop_help.extensions import db
from tests.migrations.test_what_stays import ROWS

#: Before there were requests, protection and second factors.
EARLIER = "0010"


@pytest.fixture
def earlier(elsewhere: Callable[[], Flask]) -> Flask:
    """An application whose database is of an earlier version, with a message in it."""
    app = elsewhere()
    with app.app_context():
        upgrade(revision=EARLIER)
        with db.engine.connect().execution_options(writes=True) as connection, connection.begin():
            for row in ROWS:
                connection.execute(text(row))
        assert not inspect(db.engine).has_table("order_requests")
        db.session.remove()
        db.engine.dispose()
    return app


def test_it_is_put_back_whole_and_brought_up_to_date(
    earlier: Flask, run: Callable[..., Result], elsewhere: Callable[[], Flask], tmp_path: Path
) -> None:
    taken = run(earlier, "backup", tmp_path / "backup")
    assert taken.exit_code == 0, taken.output
    other = elsewhere()
    restored: Any = run(other, "restore", tmp_path / "backup")
    assert restored.exit_code == 0, restored.output
    assert run(other, "check").output == "Everything is whole.\n"
    with other.app_context():
        said = db.session.execute(text("SELECT body FROM messages")).scalars().all()
        assert said == ["Where is it?"]
        assert inspect(db.engine).has_table("order_requests")
        db.session.remove()
        db.engine.dispose()
