"""A wire that tests can cut, stall, slow down and mend: a TCP proxy between a client and a server on this machine."""

import contextlib
import socket
import struct
import threading
import time


class TcpProxy:
    """Forwards `port` to a server's. Cut: nothing connects, what was connected is reset. Stalled: bytes wait."""

    def __init__(self, target: int) -> None:
        self.target = target
        self._ends: set[socket.socket] = set()
        #: Whoever was left behind: their other end is gone, and nobody tells them.
        self._left: set[socket.socket] = set()
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        #: Seconds that a piece of so many bytes takes on its way.
        self._pause, self._piece = 0.0, 65536
        self._answers = threading.Event()
        self._answers.set()
        self._guard = threading.Lock()
        self._is_cut = False
        self._flows = threading.Event()
        self._flows.set()
        self._door = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = int(self._door.getsockname()[1])
        threading.Thread(target=self._welcome, name="proxy", daemon=True).start()

    def cut(self) -> None:
        """Resets every connection, and refuses new ones until `restore`."""
        with self._guard:
            self._is_cut = True
            ends, self._ends = self._ends, set()
        for end in ends:
            _reset(end)

    def stall(self) -> None:
        """Keeps connections open and lets nothing through, as a dead radio link does."""
        self._flows.clear()

    def keep_answers(self) -> None:
        """What is asked gets there, and what is answered waits."""
        self._answers.clear()

    def slow_down(self, pause: float = 0.02, piece: int = 256) -> None:
        """A few bytes at a time."""
        self._pause, self._piece = pause, piece

    def leave_clients(self) -> None:
        """The servers' ends are reset, and the clients are not told: half open."""
        self._leave(0)

    def leave_servers(self) -> None:
        """The same the other way round, as when a telephone is gone."""
        self._leave(1)

    def _leave(self, which: int) -> None:
        with self._guard:
            pairs, self._pairs = self._pairs, []
            self._left |= {pair[which] for pair in pairs}
        for pair in pairs:
            _reset(pair[1 - which])

    def restore(self) -> None:
        """Everything works again; what was stalled flows on, what was cut or left stays so."""
        self._is_cut = False
        self._pause, self._piece = 0.0, 65536
        self._answers.set()
        self._flows.set()

    def close(self) -> None:
        """Ends the proxy."""
        self.restore()
        self.cut()
        for end in self._left:
            _reset(end)
        self._door.close()

    def _welcome(self) -> None:
        while True:
            try:
                client, _ = self._door.accept()
            except OSError:
                return
            _send_at_once(client)
            server = self._reach()
            if server is None:
                _reset(client)
                continue
            # A cut may come at any moment: it finds the connection among the ends, or keeps it from getting there.
            with self._guard:
                is_cut = self._is_cut
                if not is_cut:
                    self._ends |= {client, server}
                    self._pairs.append((client, server))
            if is_cut:
                _reset(client)
                _reset(server)
                continue
            for source, sink, flows in ((client, server, self._flows), (server, client, self._answers)):
                threading.Thread(
                    target=self._forward, args=(source, sink, flows), name="proxied", daemon=True
                ).start()

    def _reach(self) -> socket.socket | None:
        """A connection to the server; None while the wire is cut or nobody answers."""
        if self._is_cut:
            return None
        try:
            server = socket.create_connection(("127.0.0.1", self.target), timeout=5)
        except OSError:
            return None
        server.settimeout(None)
        _send_at_once(server)
        return server

    def _forward(self, source: socket.socket, sink: socket.socket, flows: threading.Event) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(self._piece):
                self._flows.wait()
                flows.wait()
                time.sleep(self._pause)
                sink.sendall(data)
        # One side ended: so does the other, and both threads with it; unless it was left behind.
        for end in {source, sink} - self._left:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            with self._guard:
                self._ends.discard(end)
                self._pairs = [pair for pair in self._pairs if end not in pair]
            end.close()


def _send_at_once(end: socket.socket) -> None:
    # Who is gone already is found out by whoever reads.
    with contextlib.suppress(OSError):
        end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _reset(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        # Closing alone would leave a thread of ours asleep in recv.
        end.shutdown(socket.SHUT_RDWR)
    end.close()
