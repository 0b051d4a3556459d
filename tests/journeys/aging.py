"""The clock is turned: all that a server's database knows lies further back, and what is due then is due now."""

import sqlite3
from datetime import UTC, datetime, timedelta

from shop_help.database import UTCDateTime
from shop_help.extensions import db
from tests.running import RunningServer

#: Longer than another writer's turn.
BUSY_SECONDS = 30


def time_passes(server: RunningServer, by: timedelta) -> None:
    """So much time has passed for everybody on this server; its own clockwork finds what is due."""
    file = server.environ["SHOP_HELP_DATABASE_URL"].removeprefix("sqlite:///")
    connection = sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
        for table in db.metadata.sorted_tables:
            # What was written down in the audit log nobody can change, and people were here all the while.
            if table.name.startswith("audit_") or table.name == "sign_ins":
                continue
            for column in table.columns:
                if isinstance(column.type, UTCDateTime):
                    _move_back(connection, table.name, column.name, by)
        connection.execute("COMMIT")
    finally:
        connection.close()


def _move_back(connection: sqlite3.Connection, table: str, column: str, by: timedelta) -> None:
    there = connection.execute(f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL').fetchall()
    # The earliest first: nothing moves onto what is still to be moved.
    moved = [(_earlier(text, by), text) for (text,) in sorted(there)]
    connection.executemany(f'UPDATE "{table}" SET "{column}" = ? WHERE "{column}" = ?', moved)


def _earlier(text: str, by: timedelta) -> str:
    return f"{datetime.fromisoformat(text).replace(tzinfo=UTC) - by:%Y-%m-%d %H:%M:%S.%f}"
