"""Every row that names another one finds it. The databases hold that themselves, unless something went past them."""

from collections.abc import Iterator

from sqlalchemy import Connection, ForeignKeyConstraint, and_, exists, func, select

from shop_help.checking.fault import Fault
from shop_help.extensions import db


def faults(connection: Connection) -> Iterator[Fault]:
    """Damage of the file itself, then each foreign key of each table."""
    yield from _damage(connection)
    for table in db.metadata.sorted_tables:
        for constraint in sorted(table.foreign_key_constraints, key=lambda each: str(each.name)):
            yield from _dangling(connection, constraint)


def _damage(connection: Connection) -> Iterator[Fault]:
    """SQLite looks through its file, indexes and unique ones too; PostgreSQL has pg_amcheck for that."""
    if connection.dialect.name != "sqlite":
        return
    for (line,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if line != "ok":
            yield Fault("database", "file", line)


def _dangling(connection: Connection, constraint: ForeignKeyConstraint) -> Iterator[Fault]:
    # A name of its own, for a table may lead to itself.
    there = constraint.referred_table.alias("there")
    pairs = [(element.parent, there.c[element.column.name]) for element in constraint.elements]
    lost = and_(
        *(own.is_not(None) for own, _ in pairs),
        ~exists(select(1).select_from(there).where(*(own == other for own, other in pairs))),
    )
    count = connection.execute(select(func.count()).select_from(constraint.table).where(lost)).scalar_one()
    if count:
        columns = ", ".join(own.name for own, _ in pairs)
        rows = "1 row leads" if count == 1 else f"{count} rows lead"
        yield Fault(
            "link", f"{constraint.table.name}.{columns}", f"{rows} to no row of {constraint.referred_table.name}"
        )
