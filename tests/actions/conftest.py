"""The acts on both databases: the same tests, on SQLite and on a real PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask_migrate import upgrade

from shop_help import create_app
from tests.conftest import config_of


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application with an empty, migrated database; its context is open."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'acts.sqlite3'}"
    else:
        url = request.getfixturevalue("postgres").fresh_url(f"acts_{uuid4().hex}")
    app = create_app(config_of(url, tmp_path / "photos") | {"RATELIMIT_ENABLED": True})
    with app.app_context():
        from shop_help.extensions import db

        upgrade()
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def talk(app: Flask) -> Any:
    """A buyer, a seller and a stranger, signed in, and the conversation of the first two."""
    from tests.actions.talk import Talk

    return Talk(app)


@pytest.fixture
def counter(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A buyer, a seller and customer service, and orders to ask about; its clock stands until it is moved."""
    from tests.actions.counter import Counter

    return Counter(app, monkeypatch)
