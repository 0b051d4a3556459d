"""Runs migrations on the application's own engine, in batches where SQLite can't change a table in place.

They run while the old version serves (CONTRIBUTING, "Migrations"). A change of a table waits for all who read it, and
whoever comes meanwhile waits behind the change: so on PostgreSQL it gives way after LOCK_SECONDS, lets the others
through, and tries again. What was migrated before it stays: each migration is a transaction of its own.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection, event
from sqlalchemy.exc import OperationalError

from shop_help.clock import ticks
from shop_help.database import UTCDateTime
from shop_help.extensions import db

log = logging.getLogger("alembic.runtime.migration")

#: Seconds that a change waits for a table, and everybody else behind it: too short for anybody to give up.
LOCK_SECONDS = 1
#: Seconds between two tries, and those after which somebody has to look who holds the table.
PAUSE_SECONDS, LONGEST_SECONDS = 2, 600
#: PostgreSQL's codes of a lock that was not to be had in time, and of two who waited for each other.
NO_LOCK = frozenset({"55P03", "40P01"})
#: Any number that is always the same: who has this lock is the one who migrates.
ONE_AT_A_TIME = 0x5368_6F70


def _type_in_script(kind: str, item: Any, _: Any) -> str | bool:
    """Scripts name the plain column type: they must run when the code around them has changed."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False


@contextmanager
def _alone(connection: Connection) -> Iterator[None]:
    """One `flask db upgrade` at a time, where every machine starts with one. On SQLite its lock of writers does it."""
    if connection.dialect.name == "sqlite":
        yield
        return
    # An index that is built beside the writers waits for whoever looks at the database as it was. So nobody sleeps in
    # this question, and it has no values: one that has keeps its look until the transaction asks something else.
    wanted = f"SELECT pg_try_advisory_xact_lock({ONE_AT_A_TIME})"
    # Held by a transaction and not by a session, which a pooler in between may give to somebody else.
    with connection.engine.connect() as other:
        while not other.exec_driver_sql(wanted).scalar():
            other.rollback()
            log.info("somebody else migrates; this one waits")
            time.sleep(PAUSE_SECONDS)
        yield


def _give_way(connection: Connection) -> None:
    """From now on each transaction waits no longer for a lock. What runs outside of one, as an index that is built
    beside the writers does, holds nobody up and takes its time."""
    if connection.dialect.name == "sqlite":
        return

    @event.listens_for(connection, "begin")
    def begun(_: Connection) -> None:
        if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")


def _run_until_done(connection: Connection) -> None:
    until = ticks() + LONGEST_SECONDS
    while True:
        try:
            return _run(connection)
        except OperationalError as error:
            if not _is_in_use(error) or ticks() > until:
                raise
            connection.rollback()
            log.info("a table is in use; it is tried again in %s s", PAUSE_SECONDS)
            time.sleep(PAUSE_SECONDS)


def _is_in_use(error: OperationalError) -> bool:
    return getattr(error.orig, "sqlstate", "") in NO_LOCK or "database is locked" in str(error.orig)


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        render_item=_type_in_script,
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def _keep_children(connection: Connection, on: bool) -> None:
    """A table that SQLite can't change in place is made anew, and dropping the old one would take with it all that
    points there. Foreign keys are off meanwhile, and asked about afterwards."""
    if connection.dialect.name != "sqlite":
        return
    driver: Any = connection.connection.driver_connection
    driver.execute(f"PRAGMA foreign_keys={'OFF' if on else 'ON'}")
    if not on:
        broken = driver.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"the migration left rows that point nowhere: {broken[:5]}")


with current_app.app_context(), db.engine.connect().execution_options(writes=True) as opened:
    _keep_children(opened, True)
    try:
        with _alone(opened):
            _give_way(opened)
            _run_until_done(opened)
    finally:
        opened.rollback()
        _keep_children(opened, False)
