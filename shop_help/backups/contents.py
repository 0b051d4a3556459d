"""What a snapshot holds, asked of it itself: so the manifest tells of just what was taken."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, inspect, select, text

from shop_help.checking.files import named
from shop_help.extensions import db


@dataclass(frozen=True)
class Contents:
    """The number of its migration, its rows by table, and the names of its photos."""

    migration: str
    rows: dict[str, int]
    photos: frozenset[str]


def contents_of(connection: Connection) -> Contents:
    """Counts and lists what stands in a snapshot; of an earlier version too, before it is migrated."""
    there = set(inspect(connection).get_table_names())
    migration = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    rows = {
        table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in db.metadata.sorted_tables
        if table.name in there
    }
    return Contents(str(migration), dict(sorted(rows.items())), frozenset(row.file_name for row in named(connection)))
