"""The acts on both databases: the same tests, on SQLite and on a real PostgreSQL."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from tests.conftest import config_of
from tests.lending import Lender


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest, lender: Lender, migrated_url: Callable[[str], str]) -> Iterator[Flask]:
    """An application with an empty, migrated database; its context is open."""
    config = config_of(migrated_url(request.param), lender.folder / "photos") | {"RATELIMIT_ENABLED": True}
    with lender.lend(config) as app:
        yield app


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
