"""SQLite: its own online backup takes a copy while others write; to restore is to put a file in its place."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine, create_engine

from shop_help.backups.contents import Contents, contents_of
from shop_help.backups.manifest import BackupError
from shop_help.disk import whole_file

FILE = "database.sqlite3"
#: What SQLite puts beside a database.
_BESIDE = ("-wal", "-shm", "-journal")


class SQLite:
    """One file."""

    name, file = "sqlite", FILE

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.path = Path(os.path.abspath(engine.url.database or ""))  # noqa: PTH100 - as the engine opens it
        self._aside = self.path.with_name(f"{self.path.name}.replaced")

    def take(self, target: Path) -> Contents:
        """Copies it as it is at one instant. Writers go on meanwhile: all pages are read in one transaction."""
        target.unlink(missing_ok=True)
        with self.engine.connect() as connection:
            copy = sqlite3.connect(target)
            try:
                driver = connection.connection.driver_connection
                driver.backup(copy)  # type: ignore[union-attr]
                # One file by itself, without what stands beside it.
                copy.execute("PRAGMA journal_mode=DELETE")
            finally:
                copy.close()
        taken = create_engine(f"sqlite:///{target}")
        with taken.connect() as connection:
            found = contents_of(connection)
        taken.dispose()
        return found

    def is_empty(self) -> bool:
        """Is there no database, or one without tables?"""
        if not self.path.exists():
            return True
        with closing(sqlite3.connect(self.path)) as connection:
            return connection.execute("SELECT 1 FROM sqlite_master").fetchone() is None

    def undo_interrupted(self) -> None:
        """A restore that was killed left the data that it was to replace aside: they come back."""
        if self._aside.exists():
            self.put_back()

    def put_aside(self) -> None:
        """Moves what is there out of the way. Raises BackupError while somebody uses it."""
        self.engine.dispose()
        if self.path.exists():
            self._refuse_used()
            self.path.replace(self._aside)
        self._clear_beside()

    def _refuse_used(self) -> None:
        """All of it goes into the one file, which nobody else may have open."""
        connection = sqlite3.connect(self.path, timeout=1, isolation_level=None)
        try:
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
        except sqlite3.OperationalError as error:
            raise BackupError(
                "Something still uses the database: stop the server and the clockwork first."
            ) from error
        finally:
            connection.close()

    def put_in(self, source: Path) -> None:
        """Puts the copy where the database is to be, all of it or nothing."""
        with source.open("rb") as copy, whole_file(self.path) as file:
            shutil.copyfileobj(copy, file)

    def put_back(self) -> None:
        """What was put aside is in its place again."""
        self.engine.dispose()
        self.path.unlink(missing_ok=True)
        self._clear_beside()
        if self._aside.exists():
            self._aside.replace(self.path)

    def forget_aside(self) -> None:
        """What was put aside is not needed any more."""
        self._aside.unlink(missing_ok=True)

    def _clear_beside(self) -> None:
        for ending in _BESIDE:
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
