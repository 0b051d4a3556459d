"""What only SQLite has to mind: a database that somebody uses is not replaced."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from shop_help import create_app
from shop_help.extensions import db
from tests.conftest import config_of


@pytest.fixture
def app(tmp_path: Path, migrated_url: Callable[[str], str]) -> Any:
    app = create_app(config_of(migrated_url("sqlite"), tmp_path / "photos"))
    with app.app_context():
        yield app
        db.session.remove()


def test_it_is_not_replaced_under_somebody_who_uses_it(
    app: Flask, run: Callable[..., Result], tmp_path: Path
) -> None:
    assert run(app, "backup", tmp_path / "backup").exit_code == 0
    other = create_app(config_of(app.config["SQLALCHEMY_DATABASE_URI"], tmp_path / "photos"))
    with app.app_context(), db.engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1 FROM orders").all()
        connection.rollback()
        refused = run(other, "restore", "--replace", tmp_path / "backup")
    assert "stop the server" in refused.output
    with other.app_context():
        db.engine.dispose()
    with app.app_context():
        db.engine.dispose()
    assert run(other, "restore", "--replace", tmp_path / "backup").exit_code == 0


def test_a_backup_of_another_version_or_database_is_refused(
    app: Flask, run: Callable[..., Result], tmp_path: Path
) -> None:
    assert run(app, "backup", tmp_path / "backup").exit_code == 0
    manifest = tmp_path / "backup" / "manifest.json"
    written = manifest.read_text()
    for old, new, said in (
        ('"format": 1', '"format": 2', "form 2"),
        ('"database": "sqlite"', '"database": "postgresql"', "is of postgresql"),
        ('"migration": "', '"migration": "9', "newer version"),
    ):
        manifest.write_text(written.replace(old, new))
        refused = run(app, "restore", "--replace", tmp_path / "backup")
        assert (refused.exit_code, said in refused.output) == (1, True), refused.output
    manifest.unlink()
    assert "holds no backup" in run(app, "restore", "--replace", tmp_path / "backup").output
