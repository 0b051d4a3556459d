"""What is told in the demo."""

from pathlib import Path

import pytest
from flask import Flask

from tests.notifications.scene import Scene


@pytest.fixture
def scene(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    app.config["MAIL_DIR"] = str(tmp_path)
    return Scene(monkeypatch)
