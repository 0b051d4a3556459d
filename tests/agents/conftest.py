"""What the tests of the console begin with."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.agents.scene import Scene


@pytest.fixture
def scene(app: Flask) -> Scene:
    return Scene(app)


@pytest.fixture
def gus(scene: Scene, sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("gus")


@pytest.fixture
def iris(scene: Scene, sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("iris")


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, Any]]:
    """What is said aloud: (event, room, payload); what lists are told comes at once."""
    from shop_help.announcements import lists
    from shop_help.extensions import socketio

    said: list[tuple[str, str, Any]] = []
    monkeypatch.setattr(socketio, "emit", lambda event, payload, to, **_: said.append((event, to, payload)))
    monkeypatch.setattr(lists._gatherer, "say", lambda event, room, **payload: said.append((event, room, payload)))
    return said
