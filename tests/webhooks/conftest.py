"""An application with an endpoint that is told of everything; on SQLite, and where it matters on PostgreSQL too."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from shop_help import clock
from shop_help.actions import handing_on, handing_on_messages
from shop_help.actions.webhooks import endpoints
from shop_help.extensions import db
from shop_help.jobs import webhooks
from shop_help.models import WebhookDelivery
from shop_help.webhooks import calling
from tests.actions.talk import Talk
from tests.conftest import config_of
from tests.lending import Lender
from tests.webhooks.ear import Ear

BOTH = pytest.mark.parametrize("app", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def app(request: pytest.FixtureRequest, lender: Lender, migrated_url: Callable[[str], str]) -> Iterator[Flask]:
    """An application with an empty, migrated database; its context is open."""
    kind = getattr(request, "param", "sqlite")
    with lender.lend(config_of(migrated_url(kind), lender.folder / "photos")) as app:
        yield app


@pytest.fixture
def talk(app: Flask) -> Talk:
    """A buyer, a seller and their conversation."""
    return Talk(app)


class Line:
    """An endpoint, its secret, and the program behind it."""

    def __init__(self, ear: Ear) -> None:
        self.ear = ear
        self.id, self.secret = endpoints.add(None, ear.url, [])

    def go_round(self) -> int:
        """What happened is handed on and sent. How many deliveries were sent."""
        handing_on.go_round()
        handing_on_messages.go_round()
        return webhooks.go_round()

    def deliveries(self) -> list[Any]:
        db.session.rollback()
        return list(db.session.scalars(select(WebhookDelivery).order_by(WebhookDelivery.id)))


@pytest.fixture
def ear(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ear]:
    """With little patience for its silence."""
    monkeypatch.setattr(calling, "TIMEOUT_SECONDS", 0.3)
    running = Ear()
    yield running
    running.stop()


@pytest.fixture
def line(app: Flask, talk: Any, ear: Ear) -> Line:
    """What happened before is no news to it."""
    handing_on.go_round()
    return Line(ear)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """at(instant) sets the clock."""
    return lambda instant: monkeypatch.setattr(clock, "now", lambda: instant)
