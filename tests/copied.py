"""Programs that begin as copies of a process which has read the application's modules: that takes three seconds of a
processor, and two hundred servers begin in a run of the tests.

All else is as if the interpreter had been started: the program's own file is run, in a session of its own, with the
environment it is given.
"""

import gc
import multiprocessing
import os
import runpy
import signal
import subprocess
import sys
from multiprocessing.connection import Connection
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["tests.all_modules", __name__])


class Copied:
    """Begins a program ("app.py", or "-m" and a module); what can be asked of it is what Popen is asked."""

    def __init__(self, program: tuple[str, ...], environ: dict[str, str], log: Path) -> None:
        told, tells = _context.Pipe(duplex=False)
        self._args = program
        self._process = _context.Process(target=_run, args=(program, environ, log, tells), daemon=True)
        self._process.start()
        tells.close()
        # Until it has its session, nobody could end it with all that it began.
        told.poll(30)
        told.close()

    @property
    def pid(self) -> int:
        """Of the process."""
        assert self._process.pid is not None
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """As it ended; None while it runs."""
        return self._process.exitcode

    def poll(self) -> int | None:
        """The same."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """Until it ends. Raises subprocess.TimeoutExpired after so many seconds."""
        self._process.join(timeout)
        if self.returncode is None:
            raise subprocess.TimeoutExpired(self._args, timeout or 0)
        return self.returncode

    def send_signal(self, number: int) -> None:
        """A signal for this process alone."""
        if self.returncode is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """The ordinary end."""
        self.send_signal(signal.SIGTERM)


def _run(program: tuple[str, ...], environ: dict[str, str], log: Path, tells: Connection) -> None:
    os.setsid()
    tells.close()
    os.environ.clear()
    os.environ.update(environ)
    os.chdir(ROOT)
    with log.open("ab") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    gc.unfreeze()
    sys.argv = [program[-1]]
    if program[0] == "-m":
        runpy.run_module(program[1], run_name="__main__", alter_sys=True)
    else:
        runpy.run_path(program[0], run_name="__main__")
