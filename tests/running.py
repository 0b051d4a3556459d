"""A real server process for tests: the README's way of starting it, on a free port of this machine."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.copied import ROOT, Copied


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class RunningServer:
    """`python app.py` with the demo on; `kill` ends all its processes with signal 9."""

    #: What the interpreter is given.
    program: tuple[str, ...] = ("app.py",)

    def __init__(self, database: Path | str, log: Path, **environ: str) -> None:
        self.port = free_port()
        self.log = log
        url = str(database) if "://" in str(database) else f"sqlite:///{database}"
        self.environ = {
            **os.environ,
            "PORT": str(self.port),
            "HOST": "127.0.0.1",
            "SHOP_HELP_DEMO": "1",
            "SHOP_HELP_DATABASE_URL": url,
            "SHOP_HELP_MESSAGES_A_MINUTE": "1000000",
            "SHOP_HELP_PHOTOS_DIR": str(log.parent / "photos"),
            "SHOP_HELP_MAIL_DIR": str(log.parent / "mail"),
            **environ,
        }
        self.process: subprocess.Popen[bytes] | Copied | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def begin(self) -> "subprocess.Popen[bytes] | Copied":
        """Starts it and waits for nothing."""
        # What counts for other processes, too, is told so before it is read.
        if "flask" not in self.program and "SHOP_HELP_METRICS_PORT" not in self.environ:
            self.process = Copied(self.program, self.environ, self.log)
            return self.process
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *self.program],
                cwd=ROOT,
                env=self.environ,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        return self.process

    def start(self, seconds: float = 60) -> None:
        """Starts it and waits until it answers."""
        begun = self.begin()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"{self.url}/ready", timeout=2):
                    return
            except (urllib.error.URLError, OSError):
                if begun.poll() is not None:
                    break
                time.sleep(0.05)
        # Nobody stops what never came up, so that it would stay.
        if begun.poll() is None:
            self.kill()
        raise RuntimeError(f"the server did not start:\n{self.log.read_text()[-4000:]}")

    def kill(self) -> None:
        """Signal 9 to the server and its workers: nothing is tidied up."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)

    def stop(self) -> None:
        """The ordinary end."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()
