"""How the database goes about a statement: for tests that a page or a round reads an index and not a whole table."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import event, text

from shop_help.extensions import db


def analyze() -> None:
    """Lets the database learn how much there is of what."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def plan_of(asks: Callable[[], object]) -> str:
    """How the database goes about the last statement that is run."""
    shown = "EXPLAIN QUERY PLAN " if db.engine.dialect.name == "sqlite" else "EXPLAIN "
    asked: list[tuple[str, Any]] = []

    def note(connection: Any, cursor: Any, statement: str, values: Any, *_: Any) -> None:
        asked.append((statement, values))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        asks()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    statement, values = asked[-1]
    rows = db.session.connection().exec_driver_sql(shown + statement, values).all()
    db.session.rollback()
    return "\n".join(str(row[-1]) for row in rows)
