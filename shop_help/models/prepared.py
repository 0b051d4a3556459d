"""Core statements that are compiled once and, on SQLite, run by the driver itself.

For a statement of microseconds SQLAlchemy's own way there costs ten times as much, and a message is four of them.
The types of the columns still convert what goes in and what comes out. Elsewhere Core runs them as always.
"""

import threading
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, Dialect, Select, bindparam
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

from shop_help.database import UTCDateTime

#: When the statement runs.
NOW: BindParameter[datetime] = bindparam("now", None, UTCDateTime)

Convert = Callable[[Any], Any] | None

_compiling = threading.Lock()


class Prepared:
    """A select, insert or update with named values; `keys` are the columns of an insert."""

    def __init__(self, statement: Any, keys: Sequence[str] | None = None) -> None:
        self._statement = statement
        self._keys = keys
        self._sql = ""
        self._values: list[tuple[str, Any, Convert]] = []
        self._columns: list[tuple[int, Convert]] = []
        self._row: Callable[..., Any] = tuple

    def one(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        """The one row there is, its columns by name, or None."""
        if connection.dialect.name != "sqlite":
            return connection.execute(self._statement, values).one_or_none()
        found = self._on_the_driver(connection, values).fetchone()
        return None if found is None else self._converted(found)

    def all(self, connection: Connection, values: Mapping[str, Any]) -> Sequence[Any]:
        """All rows there are, their columns by name."""
        if connection.dialect.name != "sqlite":
            return connection.execute(self._statement, values).all()
        return [self._converted(found) for found in self._on_the_driver(connection, values).fetchall()]

    def _converted(self, found: Sequence[Any]) -> Any:
        row = list(found)
        for place, convert in self._columns:
            row[place] = convert(row[place])  # type: ignore[misc]
        return self._row(*row)

    def run(self, connection: Connection, values: Mapping[str, Any]) -> None:
        """Runs it for what it changes."""
        if connection.dialect.name != "sqlite":
            connection.execute(self._statement, values)
        else:
            self._on_the_driver(connection, values)

    def _on_the_driver(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        if not self._sql:
            # Once: hundreds may come at the same time, when a server has just started.
            with _compiling:
                if not self._sql:
                    self._compile(connection.dialect)
        given = [
            convert(values.get(name, default)) if convert is not None else values.get(name, default)
            for name, default, convert in self._values
        ]
        driver: Any = connection.connection.driver_connection
        try:
            return driver.execute(self._sql, given)
        except connection.dialect.loaded_dbapi.Error as error:
            # What callers catch are SQLAlchemy's names of the driver's errors.
            raise DBAPIError.instance(self._sql, None, error, connection.dialect.loaded_dbapi.Error) from error

    def _compile(self, dialect: Dialect) -> None:
        compiled: Any = self._statement.compile(dialect=dialect, column_keys=self._keys)
        if "POSTCOMPILE" in str(compiled):
            # Values that the database wants written out; all others have a default then.
            written: Any = {"render_postcompile": True}
            compiled = self._statement.compile(dialect=dialect, column_keys=self._keys, compile_kwargs=written)
        self._values = [
            (name, compiled.binds[name].value, _kind(compiled.binds[name], dialect).bind_processor(dialect))
            for name in compiled.positiontup
        ]
        if isinstance(self._statement, Select):
            columns = list(self._statement.selected_columns)
            self._row = namedtuple("Row", [column.key for column in columns])  # type: ignore[misc]
            convert = [_kind(column, dialect).result_processor(dialect, None) for column in columns]
            self._columns = [(place, each) for place, each in enumerate(convert) if each is not None]
        self._sql = str(compiled)


def _kind(element: Any, dialect: Dialect) -> TypeEngine[Any]:
    kind: TypeEngine[Any] = element.type.dialect_impl(dialect)
    return kind
