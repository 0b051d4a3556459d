"""A client of the conversation protocol by hand (CHAT): Engine.IO 4 and Socket.IO 5 frames, and no code of ours."""

import contextlib
import itertools
import json
import socket
import threading
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Any

import websocket

#: Engine.IO and Socket.IO packet types as they stand at the beginning of a frame.
OPEN, CLOSE, PING, PONG = "0", "1", "2", "3"
CONNECT, DISCONNECT, EVENT, ACK, CONNECT_ERROR = "40", "41", "42", "43", "44"


class RefusedError(ConnectionError):
    """The server did not let the socket in; says what it answered."""


class GoneError(ConnectionError):
    """The socket ended, or an answer did not come in time."""


class RawSocket:
    """A connected socket; whatever the server pushes is kept in `pushes` as (event, payload)."""

    def __init__(self, port: int, cookie: str = "", origin: str | None = None, **options: Any) -> None:
        self.pushes: list[tuple[str, Any]] = []
        self.gone = threading.Event()
        self._acks: dict[int, SimpleQueue[Any]] = {}
        self._ids = itertools.count(1)
        self._news = threading.Condition()
        self._open(port, cookie, origin or f"http://127.0.0.1:{port}", options)
        threading.Thread(target=self._listen, name="raw-socket", daemon=True).start()

    def _open(self, port: int, cookie: str, origin: str, options: dict[str, Any]) -> None:
        scheme = "wss" if "sslopt" in options else "ws"
        address = f"{scheme}://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket"
        options.setdefault("timeout", 10)
        try:
            self.frames = websocket.create_connection(
                address, cookie=cookie, origin=origin, enable_multithread=True, **options
            )
        except websocket.WebSocketBadStatusException as error:
            raise RefusedError(str(error)) from error
        except websocket.WebSocketException as error:
            raise GoneError(str(error)) from error
        try:
            opening = self._receive()
            assert opening[0] == OPEN, opening
            self.terms = json.loads(opening[1:])
            self.frames.send(CONNECT)
            answer = self._receive()
        except (websocket.WebSocketException, OSError) as error:
            self.frames.close()
            raise GoneError(str(error)) from error
        if not answer.startswith(CONNECT):
            self.frames.close()
            raise RefusedError(answer)
        self.sid = json.loads(answer[2:])["sid"]
        self.frames.settimeout(None)

    def _receive(self) -> str:
        frame = self.frames.recv()
        if not frame:
            raise GoneError("the server closed the socket")
        return frame if isinstance(frame, str) else frame.decode()

    # -- speaking ------------------------------------------------------------------------------------------------

    def ask(self, event: str, payload: Any, seconds: float = 10) -> Any:
        """Emits an event and returns its ack."""
        return self.answer_to(self.emit(event, payload), seconds)

    def emit(self, event: str, *payload: Any) -> int:
        """Emits an event without waiting; the number is for `answer_to`."""
        number = next(self._ids)
        self._acks[number] = SimpleQueue()
        self.send_text(f"{EVENT}{number}{json.dumps([event, *payload])}")
        return number

    def answer_to(self, number: int, seconds: float = 10) -> Any:
        """The ack of an emitted event. Raises GoneError when there is none in time or the socket ends."""
        until = time.monotonic() + seconds
        while True:
            try:
                answer = self._acks[number].get(timeout=0.05 if self.gone.is_set() else min(0.2, seconds))
                del self._acks[number]
                return answer
            except Empty:
                if self.gone.is_set() or time.monotonic() > until:
                    raise GoneError(f"no ack of event {number}") from None

    def send_text(self, frame: str) -> None:
        """Sends a frame as it is."""
        try:
            self.frames.send(frame)
        except (websocket.WebSocketException, OSError) as error:
            raise GoneError(str(error)) from error

    def close(self) -> None:
        """Goes, without a word to Socket.IO, as a closed laptop does."""
        self.gone.set()
        with contextlib.suppress(websocket.WebSocketException, OSError):
            self.frames.send_close()
        # The library's own close waits for whoever listens; on a line that is dead, for ever.
        with contextlib.suppress(OSError, AttributeError):
            self.frames.sock.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> "RawSocket":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- hearing -------------------------------------------------------------------------------------------------

    def _listen(self) -> None:
        try:
            while True:
                self._hear(self._receive())
        except (websocket.WebSocketException, OSError, ValueError, AttributeError):
            pass
        finally:
            self.gone.set()
            # A browser whose socket was ended hangs up.
            self.frames.shutdown()
            with self._news:
                self._news.notify_all()

    def _hear(self, frame: str) -> None:
        if frame == PING:
            self.frames.send(PONG)
        elif frame.startswith((CLOSE, DISCONNECT)) and not frame.startswith((EVENT, ACK)):
            raise GoneError("the server said good-bye")
        elif frame.startswith(ACK):
            cut = frame.index("[")
            waiting = self._acks.get(int(frame[2:cut]))
            if waiting is not None:
                waiting.put(json.loads(frame[cut:])[0] if frame[cut:] != "[]" else None)
        elif frame.startswith(EVENT):
            event, *payload = json.loads(frame[2:])
            with self._news:
                self.pushes.append((event, payload[0] if payload else None))
                self._news.notify_all()

    def heard(self, event: str) -> list[Any]:
        """The payloads of an event that were pushed so far."""
        return [payload for name, payload in list(self.pushes) if name == event]

    def wait_for_more(self, known: int, seconds: float) -> None:
        """Until more was pushed than so many, the socket is gone, or the time is over."""
        with self._news:
            self._news.wait_for(lambda: len(self.pushes) > known or self.gone.is_set(), seconds)

    def wait_for(self, event: str, suits: Callable[[Any], bool] = lambda payload: True, seconds: float = 5) -> Any:
        """The first push of this event that suits, now or within some seconds."""
        until = time.monotonic() + seconds
        with self._news:
            while True:
                found = [payload for payload in self.heard(event) if suits(payload)]
                if found:
                    return found[0]
                left = until - time.monotonic()
                if left <= 0 or self.gone.is_set():
                    raise GoneError(f"no {event} was pushed; heard {[name for name, _ in self.pushes]}")
                self._news.wait(left)
