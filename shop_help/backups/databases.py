"""Which of the databases is in use."""

from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine

from shop_help.backups.contents import Contents
from shop_help.backups.postgresql import PostgreSQL
from shop_help.backups.sqlite import SQLite


class Database(Protocol):
    """What a backup asks of a database."""

    name: str
    file: str

    def take(self, target: Path) -> Contents: ...
    def is_empty(self) -> bool: ...
    def undo_interrupted(self) -> None: ...
    def put_aside(self) -> None: ...
    def put_in(self, source: Path) -> None: ...
    def put_back(self) -> None: ...
    def forget_aside(self) -> None: ...


def database_of(engine: Engine, programs: Path | None = None) -> Database:
    """The database behind an engine."""
    return SQLite(engine) if engine.dialect.name == "sqlite" else PostgreSQL(engine, programs)
