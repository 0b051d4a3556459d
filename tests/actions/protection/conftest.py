"""The scene of Buyer Protection, on both databases."""

import pytest
from flask import Flask

from tests.actions.protection.scene import Scene


@pytest.fixture
def scene(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """A counter with claims; its clock stands until it is moved."""
    return Scene(app, monkeypatch)
