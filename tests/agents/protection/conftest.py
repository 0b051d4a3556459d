"""Claims at the counter, and browsers of the agents before whom they come."""

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
def agent(browser_of: Callable[[str], FlaskClient]) -> FlaskClient:  # noqa: F811
    return browser_of("agent")


@pytest.fixture
def colleague(browser_of: Callable[[str], FlaskClient]) -> FlaskClient:  # noqa: F811
    return browser_of("colleague")
