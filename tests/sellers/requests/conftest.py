"""A seller's desk: the counter of the acts, and browsers of its people before it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from shop_help import identity
from shop_help.extensions import db
from shop_help.models.prepared import Prepared
from tests.actions.counter import Counter
from tests.conftest import Client, config_of
from tests.lending import Lender

#: What htmx says of itself.
HTMX = {"HX-Request": "true"}


@pytest.fixture
def app(lender: Lender, migrated_url: Callable[[str], str]) -> Iterator[Flask]:
    """An application with an empty, migrated database; its context is open."""
    with lender.lend(config_of(migrated_url("sqlite"), lender.folder / "photos")) as app:
        app.test_client_class = Client
        yield app


@pytest.fixture
def counter(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Counter:
    """A buyer, a seller and orders to ask about; its clock stands until it is moved."""
    return Counter(app, monkeypatch)


@pytest.fixture
def browser_of(app: Flask, counter: Counter) -> Callable[[str], FlaskClient]:
    """browser_of("seller") is one in which they are signed in."""

    def opened(who: str) -> FlaskClient:
        client: Any = app.test_client()
        with client.session_transaction() as session:
            session[identity.SIGN_IN] = counter.sign_ins[who]
        return client  # type: ignore[no-any-return]

    return opened


@pytest.fixture
def seller(browser_of: Callable[[str], FlaskClient]) -> FlaskClient:
    return browser_of("seller")


@pytest.fixture
def statements(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the database is asked."""
    asked: list[str] = []
    plain = Prepared._on_the_driver
    monkeypatch.setattr(Prepared, "_on_the_driver", lambda self, *rest: asked.append("") or plain(self, *rest))
    event.listen(db.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    return asked
