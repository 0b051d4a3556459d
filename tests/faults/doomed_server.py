"""A server process of tests that can be struck at a named point, stopped for lack of room, and turned in time."""

import os
import resource
import signal
from pathlib import Path

from tests.running import RunningServer

#: Where a worker ends: with a message written and not committed, just committed, and with nobody told of it.
POINTS = ("before_commit", "after_commit", "before_announcement")


class DoomedServer(RunningServer):
    """tests.faults.doomed_app as a process of its own."""

    program = ("-m", "tests.faults.doomed_app")

    def __init__(self, database: Path | str, log: Path, **environ: str) -> None:
        self.doom, self.ahead = log.parent / "doomed-at", log.parent / "turned-by"
        self.ahead.write_text("0")
        super().__init__(database, log, DOOMED_AT=str(self.doom), TURNED_BY=str(self.ahead), **environ)

    def workers(self) -> list[int]:
        """The processes that serve, whom the master starts anew."""
        assert self.process is not None
        pid = self.process.pid
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def kill_a_worker(self) -> None:
        """Signal 9 to it alone."""
        for pid in self.workers()[:1]:
            os.kill(pid, signal.SIGKILL)

    def doom_at(self, point: str) -> None:
        """The next message of any process of this folder that comes to that point ends it."""
        unfinished = self.doom.with_suffix(".new")
        unfinished.write_text(point)
        unfinished.replace(self.doom)

    def turn(self, seconds: float) -> None:
        """All processes of this folder have their clocks so far ahead."""
        unfinished = self.ahead.with_suffix(".new")
        unfinished.write_text(str(seconds))
        unfinished.replace(self.ahead)

    def fill_disk(self, is_full: bool) -> None:
        """No file may grow any more, or all may again."""
        for pid in self.workers():
            _, most = resource.prlimit(pid, resource.RLIMIT_FSIZE)
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (0 if is_full else most, most))
