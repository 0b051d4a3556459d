"""People who write: as fast as they are answered, or at a pace. Every answer and every push is looked at."""

import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from bench.wire import Crowd, Socket


def percentile(times: list[float], share: float) -> float:
    """The time below which this share of them is."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


@dataclass
class Talk:
    """What came of a round of messages."""

    seconds: float = 0.0
    acked: set[str] = field(default_factory=set)
    ack_ms: list[float] = field(default_factory=list)
    delivery_ms: list[float] = field(default_factory=list)


class Writers:
    """The sockets of a crowd, two in each conversation, and the messages that are on their way."""

    def __init__(self, crowd: Crowd) -> None:
        self.crowd = crowd
        self.sides: dict[int, list[Socket]] = {}
        for socket in crowd.sockets:
            socket.heard = self._heard
            self.sides.setdefault(socket.who, []).append(socket)
        self._begin()

    def _begin(self) -> None:
        self.talk = Talk()
        self.sent: dict[str, tuple[float, Socket]] = {}
        self.awaited: dict[str, set[Socket]] = {}
        self.under_way = 0

    def _write(self, socket: Socket, then: Any = None) -> None:
        name = str(uuid4())
        payload = {"conversation": socket.who, "client_id": name, "body": f"Is the parcel {name[:8]} on its way yet?"}
        self.awaited[name] = set(self.sides[socket.who])
        self.under_way += 1
        began = time.perf_counter()
        self.sent[name] = (began, socket)

        def acked(answer: Any) -> None:
            self.talk.ack_ms.append((time.perf_counter() - began) * 1000)
            if answer.get("ok") is not True or answer.get("client_id") != name or answer.get("duplicate"):
                raise AssertionError(answer)
            self.talk.acked.add(name)
            self.under_way -= 1
            if then is not None:
                then(socket)

        socket.emit("message:send", payload, acked)

    def _heard(self, socket: Socket, event: str, payload: Any) -> None:
        if event != "message:posted":
            return
        name = payload["client_id"]
        if payload["conversation"] != socket.who or name[:8] not in payload.get("html", payload.get("body", "")):
            raise AssertionError(payload)
        self.awaited[name].remove(socket)
        began, writer = self.sent[name]
        if socket is not writer:
            self.talk.delivery_ms.append((time.perf_counter() - began) * 1000)
        if not self.awaited[name]:
            del self.awaited[name]

    def as_fast_as_answered(self, count: int, in_flight: int) -> Talk:
        """`count` messages, at most `in_flight` of them on their way, one a socket."""
        self._begin()
        free, left = deque(self.crowd.sockets), count

        def more() -> float:
            nonlocal left
            while free and left and self.under_way < in_flight:
                left -= 1
                self._write(free.popleft(), free.append)
            return 1.0

        began = time.perf_counter()
        self.crowd.serve(lambda: not left and not self.under_way, tick=more)
        self.talk.seconds = time.perf_counter() - began
        self.crowd.serve(lambda: not self.awaited, 20)
        return self.talk

    def at_a_pace(self, seconds: float) -> Talk:
        """One message a second in each conversation, its sides by turns."""
        self._begin()
        rooms = list(self.sides.values())
        total, sent, began = int(len(rooms) * seconds), 0, time.perf_counter()

        def due() -> float:
            nonlocal sent
            while sent < total and began + sent / len(rooms) <= time.perf_counter():
                sides = rooms[sent % len(rooms)]
                self._write(sides[(sent // len(rooms)) % len(sides)])
                sent += 1
            return began + sent / len(rooms) - time.perf_counter() if sent < total else 1.0

        self.crowd.serve(lambda: sent == total and not self.under_way and not self.awaited, seconds + 60, due)
        self.talk.seconds = time.perf_counter() - began
        return self.talk
