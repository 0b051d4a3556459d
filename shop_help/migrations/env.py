"""Runs migrations on the application's own engine, in batches where SQLite can't change a table in place."""

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from shop_help.database import UTCDateTime
from shop_help.extensions import db


def _type_in_script(kind: str, item: Any, _: Any) -> str | bool:
    """Scripts name the plain column type: they must run when the code around them has changed."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False


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
        _run(opened)
    finally:
        opened.rollback()
        _keep_children(opened, False)
