"""An application whose marketplace is empty, and the words to import into it."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from click.testing import Result
from flask import Flask

from shop_help import create_app
from shop_help.actions.orders import TakenIn, take_in_order
from shop_help.extensions import db
from tests.conftest import config_of
from tests.order_feed.samples import NOW, read


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "empty.sqlite3"
    app = create_app(config_of(f"sqlite:///{path}", path.parent / "photos"))
    with app.app_context():
        db.create_all()
        db.engine.dispose()
    return path


@pytest.fixture
def app(request: pytest.FixtureRequest, empty_database: Path, tmp_path: Path) -> Iterator[Flask]:
    """The application on an empty marketplace, on SQLite or what a test asks for; its context is open."""
    on_postgres = getattr(request, "param", "sqlite") == "postgresql"
    if on_postgres:
        url = request.getfixturevalue("postgres").fresh_url(f"import_{uuid4().hex}")
    else:
        url = f"sqlite:///{shutil.copy(empty_database, tmp_path / 'market.sqlite3')}"
    app = create_app(config_of(url, tmp_path / "photos"))
    with app.app_context():
        if on_postgres:
            db.create_all()
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the day of the samples."""
    monkeypatch.setattr("shop_help.clock.now", lambda: NOW)


@pytest.fixture
def take_in(app: Flask) -> Any:
    """take_in(order(…), by="Trust desk") reads an order and hands it to the act."""

    def taken_in(raw: dict[str, Any], by: str | None = None, **around: Any) -> TakenIn:
        found = read(raw, **around)
        assert found.order is not None, found.problems
        return take_in_order(found.order, confirmed_by=by)

    return taken_in


@pytest.fixture
def run(app: Flask) -> Any:
    """run("--json", path) is `flask orders import --json path`."""

    def ran(*args: object, stdin: bytes = b"") -> Result:
        return app.test_cli_runner().invoke(args=["orders", "import", *map(str, args)], input=stdin)

    return ran
