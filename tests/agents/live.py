"""The console before a real server: its database for what people did before, and what one does in a browser."""

from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page

from shop_help import create_app
from tests.agents.scene import Scene
from tests.conftest import config_of
from tests.raw_http import RawBrowser
from tests.running import RunningServer
from tests.settling import settled


@pytest.fixture
def app(shop: RunningServer) -> Iterator[Flask]:
    """The server's own database, for what people did before."""
    app = create_app(config_of(shop.environ["SHOP_HELP_DATABASE_URL"]))
    with app.app_context():
        yield app


@pytest.fixture
def scene(app: Flask) -> Scene:
    return Scene(app)


@pytest.fixture
def buyer(shop: RunningServer) -> RawBrowser:
    """ana, on a phone of her own."""
    return RawBrowser(shop.port).sign_in("ana")


QUESTIONS = cycle(
    [
        *("arrived-damaged", "wrong-item", "missing-item", "charged-twice", "receipt", "refund-status"),
        *("exchange", "payment-failed", "how-to-return"),
    ]
)


def asked(scene: Scene, body: str = "Where is it?", **more: Any) -> Any:
    """A new case of ana's; nobody else's test has one like it."""
    return scene.ask(body, **{"question": next(QUESTIONS)} | more)


def opened_by(page: Page, case: Any, show: str = "unassigned") -> Page:
    page.goto(f"/agents/cases/{case.case_id}?show={show}")
    return settled(page)


def message_box(page: Page) -> Any:
    return page.get_by_role("textbox", name="Message", exact=True)
