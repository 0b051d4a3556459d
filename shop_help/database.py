"""How the database is spoken to: engine settings, the one type of an instant, and the unit of writing."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import Connection, DateTime, Dialect, Engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.orm import Session, scoped_session
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool
from sqlalchemy.types import TypeDecorator

from shop_help import metrics
from shop_help.clock import ticks

#: Seconds a SQLite writer waits for another process before it gives up.
BUSY_SECONDS = 15


class UTCDateTime(TypeDecorator[datetime]):
    """An instant. Aware datetimes go in, aware UTC datetimes come out, on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its zone: pass an aware datetime")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class FairLock:
    """A lock that is given in the order it was asked for, so that no writer of this process starves."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._held = False

    def __enter__(self) -> None:
        with self._guard:
            if not self._held:
                self._held = True
                return
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        turn.acquire()

    def __exit__(self, *_: object) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._held = False


#: What the driver is told of PostgreSQL where its address says nothing else: one that is gone without a word (a
#: machine without power, a network that drops packets) is noticed in half a minute, not in a quarter of an hour.
SIGNS_OF_LIFE = {
    "connect_timeout": 5,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
#: Seconds that somebody waits for a connection while all are in use: a browser's outbox tries again by then (CHAT).
POOL_SECONDS = 8


def engine_options(url: str, size: int, overflow: int) -> dict[str, Any]:
    """For PostgreSQL: `size` connections stay open, `overflow` more are opened while there is need."""
    address = make_url(url)
    # What people write stands in statements as parameters; an error that is logged tells none of them.
    options: dict[str, Any] = {"hide_parameters": True}
    if address.get_backend_name() != "postgresql":
        return options
    return options | {
        "pool_size": size,
        "max_overflow": overflow,
        "pool_timeout": POOL_SECONDS,
        # The one used last is used next: the others may rest, and few have to be asked whether they are alive.
        "pool_use_lifo": True,
        "connect_args": {name: value for name, value in SIGNS_OF_LIFE.items() if name not in address.query},
    }


def prepare_engine(engine: Engine) -> None:
    """Sets up what the settings of an engine can't say."""
    if isinstance(engine.pool, QueuePool):
        metrics.ask_for("connections", engine.pool.checkedout)
    if engine.dialect.name == "sqlite":
        _settle_sqlite(engine)
    else:
        _ask_who_rested(engine)


#: Seconds that a connection has rested before it is asked whether it is still there.
RESTED_SECONDS = 1.0


def _ask_who_rested(engine: Engine) -> None:
    """A connection that has rested is asked for a sign of life before somebody relies on it.

    A database that restarted, a pooler or a firewall may have cut it meanwhile. `pool_pre_ping` would ask each time,
    which costs every page and message a round trip; under load no connection rests.
    """
    dialect: Any = engine.dialect

    @event.listens_for(engine, "checkout")
    def taken(connection: DBAPIConnection, entry: ConnectionPoolEntry, _: Any) -> None:
        if ticks() - entry.info.get("rests_since", ticks()) > RESTED_SECONDS:
            try:
                dialect.do_ping(connection)
            except dialect.dbapi.Error as error:
                # The others, which rested as long, are made anew too.
                raise InvalidatePoolError from error

    @event.listens_for(engine, "checkin")
    def given_back(_: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
        entry.info["rests_since"] = ticks()


def _settle_sqlite(engine: Engine) -> None:
    """As STACK asks: WAL, a sync at each commit, and BEGIN IMMEDIATE for every writer."""

    @event.listens_for(engine, "connect")
    def settle(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        # The driver's own implicit BEGIN would be a deferred one; ours below takes its place.
        connection.isolation_level = None
        for line in (
            "PRAGMA journal_mode=WAL",
            "PRAGMA synchronous=FULL",
            "PRAGMA foreign_keys=ON",
            f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}",
            "PRAGMA cache_size=-32000",
            "PRAGMA temp_store=MEMORY",
        ):
            connection.execute(line)

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        # A reader that turns writer fails at once when another wrote meanwhile; a writer says so from the start.
        if connection.get_execution_options().get("writes", False):
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            # It takes no lock and can't fail for want of one; SQLAlchemy's way with it costs a page 2 %.
            connection.connection.driver_connection.execute("BEGIN")


_writers: dict[int, FairLock] = {}


def writer_lock(engine: Engine) -> FairLock:
    """The turn of this process's writers on SQLite, which has one writer at a time anyway."""
    return _writers.setdefault(id(engine), FairLock())


@contextmanager
def write_unit(session: Session | scoped_session[Any]) -> Iterator[Session | scoped_session[Any]]:
    """One write transaction: opened as a writer, committed at the end, rolled back whole on any error.

    What the session read before is forgotten, so that every question is asked again under the lock. No mail, image
    work or announcement belongs inside.
    """
    session.rollback()
    engine = cast(Engine, session.get_bind())
    if engine.dialect.name != "sqlite":
        with _transaction(session):
            yield session
        return
    with writer_lock(engine), _transaction(session):
        session.connection(execution_options={"writes": True})
        yield session


@contextmanager
def _transaction(session: Session | scoped_session[Any]) -> Iterator[None]:
    try:
        yield
        session.commit()
    except BaseException:
        session.rollback()
        raise


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one instant, however long it looks; nobody waits for it."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with connection.begin():
            yield connection
