"""Backups on both databases: the application and the talk of the acts, and somewhere to restore to."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from click.testing import Result
from flask import Flask

from shop_help import create_app
from shop_help.extensions import db
from tests.actions.conftest import app, talk
from tests.conftest import config_of
from tests.postgres import programs

__all__ = ["app", "talk"]


@pytest.fixture(autouse=True)
def _programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump and pg_restore of the server that the tests run."""
    monkeypatch.setenv("SHOP_HELP_PG_BIN", str(programs()))


@pytest.fixture
def elsewhere(app: Flask, request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Flask]:
    """elsewhere() is an application with an empty database of the same kind, without tables, and no photos."""

    def made() -> Flask:
        name = uuid4().hex
        url = f"sqlite:///{tmp_path / name}.sqlite3"
        if app.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql"):
            url = request.getfixturevalue("postgres").fresh_url(f"restored_{name}")
        return create_app(config_of(url, tmp_path / f"photos-{name}"))

    return made


@pytest.fixture
def run() -> Callable[..., Result]:
    """run(app, "backup", …) is a command's result."""

    def ran(app: Flask, *words: Any) -> Result:
        db.session.remove()
        with app.app_context():
            result = app.test_cli_runner().invoke(args=[str(word) for word in words])
            db.session.remove()
            return result

    return ran
