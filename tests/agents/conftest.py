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
    from shop_help.announcements import conversations, lists

    said: list[tuple[str, str, Any]] = []

    class Loudspeaker:
        @staticmethod
        def emit(event: str, payload: Any, to: str, **_: Any) -> None:
            said.append((event, to, payload))

    # Not the one that all share: what an earlier test told lists may still be on its way.
    monkeypatch.setattr(conversations, "socketio", Loudspeaker)
    monkeypatch.setattr(lists._gatherer, "say", lambda event, room, **payload: said.append((event, room, payload)))
    return said
