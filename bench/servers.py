"""The servers under test: each on one core, beside its floor, and what their processes cost."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent

#: The server's core and the load's. With a single core they share it, and the results say so.
CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE, LOAD_CORE = CORES[0], CORES[-1]

SECRET = "a secret of the bench, which is longer than thirty-two characters"


class Server:
    """A server process and its workers, pinned to one core; started by `module` as `python -m`, or app.py."""

    def __init__(self, name: str, arguments: list[str], port: int, folder: Path, database: str = "") -> None:
        self.name, self.arguments, self.port = name, arguments, port
        self.python = sys.executable
        self.log = folder / f"{name}.log"
        self.environ = {
            **os.environ,
            "HOST": "127.0.0.1",
            "PORT": str(port),
            "SHOP_HELP_DEMO": "1",
            "SHOP_HELP_SECRET_KEY": SECRET,
            "SHOP_HELP_PASSWORD_SALT": SECRET,
            "SHOP_HELP_MESSAGES_A_MINUTE": "1000000000",
            "SHOP_HELP_DATABASE_URL": database or f"sqlite:///{folder / name}.sqlite3",
            "PYTHONPATH": str(ROOT),
        }
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> "Server":
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [self.python, *self.arguments],
                cwd=ROOT,
                env=self.environ,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        # Its threads and workers come later, and inherit the core.
        os.sched_setaffinity(self.process.pid, {SERVER_CORE})
        until = time.monotonic() + 40
        while time.monotonic() < until and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/ready", timeout=5):
                    return self
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        raise RuntimeError(f"{self.name} did not start:\n{self.log.read_text()[-3000:]}")

    def stop(self) -> None:
        """Ends it at once: nothing of a bench is kept."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)

    def _processes(self) -> list[psutil.Process]:
        assert self.process is not None
        root = psutil.Process(self.process.pid)
        return [root, *root.children(recursive=True)]

    def cpu_seconds(self) -> float:
        """Processor time of all its processes so far."""
        return sum(sum(process.cpu_times()[:2]) for process in self._processes())

    def private_kb(self) -> int:
        """Memory that is its own, all processes together."""
        return sum(process.memory_full_info().uss for process in self._processes()) // 1024


def shop_help(folder: Path, database: Path, port: int) -> Server:
    return Server("shop_help", ["app.py"], port, folder, f"sqlite:///{database}")


def room(folder: Path, port: int) -> Server:
    return Server("room", ["-m", "bench.floors.room"], port, folder)


def bare_page(folder: Path, port: int) -> Server:
    return Server("page", ["-m", "bench.floors.page"], port, folder)
