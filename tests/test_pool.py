"""Connections to PostgreSQL: how many, and what becomes of those that somebody cut while they rested."""

from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import Engine, create_engine, text

from shop_help import database
from shop_help.database import SIGNS_OF_LIFE, engine_options, prepare_engine
from tests.postgres import RunningPostgres

ADDRESS = "postgresql+psycopg://shop_help@db.example/shop_help"


def test_sqlite_has_the_pool_of_its_own() -> None:
    assert not [name for name in engine_options("sqlite:///shop_help.sqlite3", 5, 10) if "pool" in name]


def test_what_the_address_says_is_not_said_again() -> None:
    assert engine_options(ADDRESS, 5, 10)["connect_args"] == SIGNS_OF_LIFE
    chosen = engine_options(f"{ADDRESS}?connect_timeout=2&sslmode=verify-full", 5, 10)["connect_args"]
    assert set(chosen) == set(SIGNS_OF_LIFE) - {"connect_timeout"}


@pytest.fixture
def engine(postgres: RunningPostgres) -> Iterator[Engine]:
    url = postgres.fresh_url("pool")
    made = create_engine(url, **engine_options(url, 2, 0))
    prepare_engine(made)
    yield made
    made.dispose()


def _ask(engine: Engine, statement: str = "SELECT 1") -> object:
    with engine.connect() as connection:
        return connection.scalar(text(statement))


def _cut_all(engine: Engine) -> None:
    with psycopg.connect(engine.url.render_as_string().replace("+psycopg", ""), autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_one_that_was_cut_while_it_rested_is_made_anew_before_anybody_relies_on_it(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with engine.connect() as one, engine.connect() as other:
        before = {connection.scalar(text("SELECT pg_backend_pid()")) for connection in (one, other)}
    _cut_all(engine)
    monkeypatch.setattr(database, "RESTED_SECONDS", 0.0)
    with engine.connect() as one, engine.connect() as other:
        after = {connection.scalar(text("SELECT pg_backend_pid()")) for connection in (one, other)}
    assert before.isdisjoint(after)


def test_one_that_did_not_rest_is_not_asked(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would cost each page and message a round trip."""
    asked: list[object] = []
    monkeypatch.setattr(engine.dialect, "do_ping", lambda connection: asked.append(connection) or True)
    monkeypatch.setattr(database, "RESTED_SECONDS", 1000.0)
    for _ in range(3):
        _ask(engine)
    assert asked == []
    monkeypatch.setattr(database, "RESTED_SECONDS", 0.0)
    _ask(engine)
    assert len(asked) == 1
