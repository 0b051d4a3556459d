"""The acts on both databases: the same tests, on SQLite and on a real PostgreSQL."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from shop_help import create_app
from tests.conftest import config_of


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest, tmp_path: Path, migrated_url: Callable[[str], str]) -> Iterator[Flask]:
    """An application with an empty, migrated database; its context is open."""
    app = create_app(config_of(migrated_url(request.param), tmp_path / "photos") | {"RATELIMIT_ENABLED": True})
    with app.app_context():
        from shop_help.extensions import db

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
