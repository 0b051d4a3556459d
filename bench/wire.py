"""The load: many sockets in one thread, framed by hand, so that the server is what is measured."""

import itertools
import json
import selectors
import socket
import time
from collections.abc import Callable, Iterable
from typing import Any

#: What to do between readings; says how many seconds to wait for the next at most.
Tick = Callable[[], float]
Heard = Callable[["Socket", str, Any], None]


class Socket:
    """One connection of the conversation protocol; its answers and pushes go to functions."""

    __slots__ = ("_acks", "_buffer", "_ids", "_is_open", "_sock", "heard", "who")

    def __init__(self, port: int, cookie: str, who: Any = None) -> None:
        self._sock = socket.create_connection(("127.0.0.1", port))
        self._sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._buffer, self._is_open = b"", False
        self._acks: dict[bytes, Callable[[Any], None]] = {}
        self._ids = itertools.count(1)
        self.heard: Heard | None = None
        self.who = who
        self._sock.sendall(
            f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            f"Origin: http://127.0.0.1:{port}\r\nCookie: {cookie}\r\n\r\n".encode()
        )

    def fileno(self) -> int:
        return self._sock.fileno()

    def emit(self, event: str, payload: Any, then: Callable[[Any], None]) -> None:
        """Sends an event; `then` gets its ack."""
        number = b"%d" % next(self._ids)
        self._acks[number] = then
        self.send(b"42%s%s" % (number, json.dumps([event, payload], separators=(",", ":")).encode()))

    def send(self, text: bytes) -> None:
        """One frame. A mask of zeros is a mask, and leaves the text as it is."""
        size = len(text)
        head = bytes((0x81, 0x80 | size)) if size < 126 else b"\x81\xfe" + size.to_bytes(2, "big")
        self._sock.sendall(head + b"\0\0\0\0" + text)

    def read(self) -> None:
        """Takes what has come, and gives each frame to whom it concerns."""
        data = self._sock.recv(262_144)
        if not data:
            raise ConnectionError("the server closed a socket")
        self._buffer += data
        if self._is_open or self._opens():
            self._take_frames()

    def _opens(self) -> bool:
        """Is the answer to the handshake whole? Frames may stand right behind it."""
        head, end, rest = self._buffer.partition(b"\r\n\r\n")
        if not end:
            return False
        if not head.startswith(b"HTTP/1.1 101"):
            raise ConnectionError(self._buffer[:300].decode())
        self._is_open, self._buffer = True, rest
        return True

    def _take_frames(self) -> None:
        data, place = self._buffer, 0
        while len(data) - place >= 2:
            size, start = data[place + 1], place + 2
            if size == 126:
                size, start = int.from_bytes(data[place + 2 : place + 4], "big"), place + 4
            elif size == 127:
                size, start = int.from_bytes(data[place + 2 : place + 10], "big"), place + 10
            if len(data) < start + size:
                break
            self._frame(data[place] & 15, data[start : start + size])
            place = start + size
        self._buffer = data[place:]

    def _frame(self, opcode: int, text: bytes) -> None:
        if opcode == 8:
            raise ConnectionError(f"the server closed a socket: {text!r}")
        if text.startswith(b"43"):
            cut = text.index(b"[")
            self._acks.pop(text[2:cut])(json.loads(text[cut:])[0])
        elif text.startswith(b"42"):
            event, payload = json.loads(text[2:])
            if self.heard is not None:
                self.heard(self, event, payload)
        elif text == b"2":
            self.send(b"3")
        elif text.startswith(b"0"):
            self.send(b"40")
        elif text.startswith(b"40"):
            self._acks.pop(b"connected")(text)
        else:
            raise ConnectionError(text.decode())

    def once_connected(self, then: Callable[[Any], None]) -> None:
        self._acks[b"connected"] = then

    def close(self) -> None:
        self._sock.close()


#: All sockets of the run: those whose turn it isn't answer their server's pings all the same.
_SELECTOR = selectors.DefaultSelector()


class Crowd:
    """The sockets of one server's people."""

    def __init__(self) -> None:
        self.sockets: list[Socket] = []

    def add(self, sockets: Iterable[Socket]) -> None:
        for each in sockets:
            self.sockets.append(each)
            _SELECTOR.register(each, selectors.EVENT_READ, each)

    def serve(self, is_done: Callable[[], bool], seconds: float = 120, tick: Tick = lambda: 1.0) -> None:
        """Reads until it is done. `tick` runs between readings and says how long to wait at most."""
        until = time.monotonic() + seconds
        while not is_done():
            self.read(max(0.0, tick()))
            if time.monotonic() > until:
                raise TimeoutError("the server did not answer everything in time")

    def read(self, seconds: float) -> None:
        """Reads what is there, or comes within some seconds."""
        for key, _ in _SELECTOR.select(seconds):
            key.data.read()

    def close(self) -> None:
        for each in self.sockets:
            _SELECTOR.unregister(each)
            each.close()


def hang_up() -> None:
    """Closes every socket of the run, before the servers go."""
    for key in list(_SELECTOR.get_map().values()):
        _SELECTOR.unregister(key.fileobj)
        key.data.close()


def join(port: int, people: Iterable[tuple[str, int, Any]], after: int = 0, at_once: int = 64) -> tuple[Crowd, dict]:
    """Sockets of (cookie, conversation, who), each of them in its conversation; and what joining was answered."""
    crowd, waiting, answers = Crowd(), list(people)[::-1], {}
    under_way = 0

    def connect_next() -> float:
        nonlocal under_way
        while waiting and under_way < at_once:
            cookie, conversation, who = waiting.pop()
            made = Socket(port, cookie, who)
            made.once_connected(lambda _, made=made, c=conversation: ask(made, c))  # type: ignore[misc]
            crowd.add([made])
            under_way += 1
        return 1.0

    def ask(made: Socket, conversation: int) -> None:
        def answered(answer: Any) -> None:
            nonlocal under_way
            if not answer["ok"]:
                raise AssertionError(answer)
            answers[made] = answer
            under_way -= 1

        made.emit("conversation:join", {"conversation": conversation, "after": after}, answered)

    crowd.serve(lambda: not waiting and not under_way, tick=connect_next)
    return crowd, answers
