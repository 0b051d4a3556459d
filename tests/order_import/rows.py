"""The rows that an import leaves behind."""

from typing import Any

from sqlalchemy import select

from shop_help.extensions import Base, db


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    db.session.rollback()
    return {
        table.name: sorted(map(tuple, db.session.execute(table.select())), key=repr)
        for table in Base.metadata.sorted_tables
    }


def the_only(thing: Any) -> Any:
    """The one row of a table, as it is in the database."""
    db.session.rollback()
    return db.session.scalars(select(thing).execution_options(populate_existing=True)).one()
