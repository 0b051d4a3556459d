"""PostgreSQL: pg_dump takes the very snapshot that the manifest tells of, and pg_restore puts it into a schema."""

import os
import shutil
import subprocess
from pathlib import Path

from psycopg.conninfo import make_conninfo
from sqlalchemy import Engine, inspect, text

from shop_help.backups.contents import Contents, contents_of
from shop_help.backups.manifest import BackupError
from shop_help.database import snapshot

FILE = "database.pgdump"
_SCHEMA, _ASIDE = "public", "shop_help_replaced"


class PostgreSQL:
    """One database on a server. `programs`: the folder of pg_dump and pg_restore, where PATH has none that fit."""

    name, file = "postgresql", FILE

    def __init__(self, engine: Engine, programs: Path | None = None) -> None:
        self.engine, self._programs = engine, programs

    def take(self, target: Path) -> Contents:
        """Dumps it as it is at one instant, while others write."""
        with snapshot(self.engine) as connection:
            name = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
            self._run("pg_dump", "--format=custom", f"--snapshot={name}", f"--file={target}", *_BARE)
            return contents_of(connection)

    def is_empty(self) -> bool:
        """Has it no tables?"""
        return not inspect(self.engine).get_table_names()

    def undo_interrupted(self) -> None:
        """A restore that was killed left the data that it was to replace aside: they come back."""
        if inspect(self.engine).has_schema(_ASIDE):
            self.put_back()

    def put_aside(self) -> None:
        """What is there waits in another schema, until what is put in has been looked at."""
        self._execute(
            f"ALTER SCHEMA {_SCHEMA} RENAME TO {_ASIDE}",
            f"CREATE SCHEMA {_SCHEMA}",
        )

    def put_in(self, source: Path) -> None:
        """All of it in one transaction, or nothing."""
        self._run("pg_restore", "--single-transaction", "--exit-on-error", *_BARE, str(source))

    def put_back(self) -> None:
        """What was put aside is in its place again."""
        self._execute(f"DROP SCHEMA {_SCHEMA} CASCADE", f"ALTER SCHEMA {_ASIDE} RENAME TO {_SCHEMA}")

    def forget_aside(self) -> None:
        """What was put aside is not needed any more."""
        self._execute(f"DROP SCHEMA IF EXISTS {_ASIDE} CASCADE")

    def _execute(self, *statements: str) -> None:
        with self.engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))
        # What connections have prepared is of the schema that was.
        self.engine.dispose()

    def _run(self, program: str, *options: str) -> None:
        """Runs a program of PostgreSQL on this database. The password goes by the environment, which nobody sees."""
        found = shutil.which(program, path=str(self._programs) if self._programs else None)
        if found is None:
            where = self._programs or "PATH"
            raise BackupError(
                f"There is no {program} in {where}: install PostgreSQL's client, or set SHOP_HELP_PG_BIN."
            )
        environ = {**os.environ, "PGPASSWORD": self.engine.url.password or os.environ.get("PGPASSWORD", "")}
        # --dbname before the file: pg_restore takes the first word without dashes for it.
        done = subprocess.run(  # noqa: S603 - found by name, and nothing of it comes from people
            [found, f"--dbname={self._address()}", *options], env=environ, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise BackupError(f"{program} failed: {done.stderr.strip() or f'it ended with {done.returncode}'}")

    def _address(self) -> str:
        url = self.engine.url
        known = {"host": url.host, "port": url.port, "user": url.username, "dbname": url.database}
        return make_conninfo(**{name: value for name, value in (known | dict(url.query)).items() if value})  # type: ignore[arg-type]


#: Whoever restores owns it all: roles and rights are the server's.
_BARE = ("--no-owner", "--no-privileges")
