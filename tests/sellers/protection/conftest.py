"""Claims against the shop, and browsers of its people."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.actions.protection.scene import Scene
from tests.sellers.requests.conftest import app, browser_of  # noqa: F401


@pytest.fixture
def counter(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Scene:  # noqa: F811
    """A counter with claims; its clock stands until it is moved."""
    return Scene(app, monkeypatch)


@pytest.fixture
def seller(browser_of: Callable[[str], FlaskClient]) -> FlaskClient:  # noqa: F811
    return browser_of("seller")
