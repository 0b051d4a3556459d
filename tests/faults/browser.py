"""A browser's outbox and its catching up (CHAT) without a browser: the same rules, at a quicker pace."""

import random
import re
import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from tests.raw_http import RawBrowser
from tests.raw_socket import GoneError, RawSocket

#: Seconds without a valid ack after which a message is tried again; 8 in our pages.
ACK_SECONDS = 1.5
#: Seconds between two questions for the head; 15 in our pages.
HEADS_SECONDS = 0.5
#: Seconds between two looks at a page.
PAGE_SECONDS = 1.0
#: Failures over the socket after which a message goes over HTTP.
SOCKET_TRIES = 3

_PARTIAL = re.compile(r'data-seq="(\d+)".*?data-client-id="([^"]*)"', re.S)


@dataclass
class Outgoing:
    """A message until it is acknowledged."""

    client_id: str
    body: str
    tries: int = 0


class Browser(threading.Thread):
    """One browser of a person: writes what is in its outbox, one at a time, and shows the conversation."""

    def __init__(
        self,
        signed_in: RawBrowser,
        pages: str,
        origin: str,
        conversation: int,
        chance: random.Random,
        ports: Sequence[int],
    ) -> None:
        super().__init__(daemon=True)
        self.pages, self.origin, self.ports = pages, origin, ports
        self.http, self.conversation, self.chance = signed_in, conversation, chance
        self.outbox: deque[Outgoing] = deque()
        self.written: list[tuple[str, str]] = []
        self.acked: dict[str, int] = {}
        #: seq → (client_id, html), as it stands in the list on the screen
        self.shown: dict[int, tuple[str, str]] = {}
        self.head = 0
        self.duplicates_sent = self.fallbacks = self.reconnects = 0
        self.surprises: list[str] = []
        self.stopping, self.is_writing = threading.Event(), threading.Event()
        self.is_writing.set()
        #: Pushes are heard in another order than they came.
        self.shuffles = False
        #: Seconds between two messages at most.
        self.pace = 0.12
        self.socket: RawSocket | None = None
        #: What went wrong last, for whoever has to find out why.
        self.troubles: deque[str] = deque(maxlen=8)
        self._heard = 0
        self._next_heads = self._next_page = 0.0

    def __str__(self) -> str:
        waiting = f"{len(self.outbox)} to send" + (f", tried {self.outbox[0].tries} times" if self.outbox else "")
        troubles = "".join(f"\n    {trouble}" for trouble in self.troubles)
        return f"{self.name}: at {self.head}, {waiting}, it is {time.monotonic():.1f}{troubles}"

    def _write(self) -> None:
        """What a person types and sends."""
        message = Outgoing(str(uuid4()), f"{self.name} says {len(self.written)}")
        body = message.body
        self.written.append((message.client_id, body))
        self.outbox.append(message)

    def run(self) -> None:
        while not self.stopping.is_set():
            try:
                self._stay_connected()
                self._hear()
                self._look_behind()
                self._look_at_a_page()
                self._send_next()
            except (OSError, GoneError) as error:
                self.troubles.append(f"{time.monotonic():.1f} {error!r}")
                self._drop_socket()
                if self.outbox:
                    self.outbox[0].tries += 1
                self._pause(self.chance.uniform(0.02, 0.2))
        self._drop_socket()

    def _pause(self, seconds: float) -> None:
        """A person's pace, or the patience before another try: nothing is waited for but the end of the test."""
        self.stopping.wait(seconds)

    def _look_at_a_page(self) -> None:
        """As people do between two messages."""
        if time.monotonic() > self._next_page:
            self._next_page = time.monotonic() + PAGE_SECONDS * self.chance.uniform(0.5, 1.5)
            page = self.chance.choice([f"{self.pages}/conversations/{self.conversation}", f"{self.pages}/inbox"])
            self.http.get(page)

    # -- receiving -----------------------------------------------------------------------------------------------

    def _stay_connected(self) -> None:
        if self.socket is not None and not self.socket.gone.is_set():
            return
        self._drop_socket()
        if self.outbox and self.outbox[0].tries >= SOCKET_TRIES:
            return  # No WebSocket to be had just now: plain HTTP, below.
        # Whichever process a balancer finds.
        self.http.port = self.chance.choice(self.ports)
        self.socket = RawSocket(self.http.port, self.http.cookie, origin=self.origin, timeout=2)
        self._heard, self.reconnects = 0, self.reconnects + 1
        self._catch_up()

    def _drop_socket(self) -> None:
        if self.socket is not None:
            self.socket.close()
        self.socket = None

    def _catch_up(self) -> None:
        assert self.socket is not None
        more = True
        while more:
            question = {"conversation": self.conversation, "after": self.head}
            answer = self.socket.ask("conversation:join", question, ACK_SECONDS)
            if not answer["ok"]:
                raise GoneError(str(answer))
            for row in answer["messages"]:
                self._show(row["seq"], row["client_id"], row["html"])
            more = answer["more"]

    def _show(self, seq: int, client_id: str, html: str) -> None:
        if seq == self.head + 1:
            self.shown[seq] = (client_id, html)
            self.head = seq
        elif seq > self.head:
            raise GoneError("a gap: join again")

    def _hear(self) -> None:
        if self.socket is None:
            return
        pushes = self.socket.pushes[self._heard :]
        self._heard += len(pushes)
        if self.shuffles:
            self.chance.shuffle(pushes)
        for event, payload in pushes:
            if event == "message:posted" and payload["seq"] > self.head + 1:
                self._catch_up()
            elif event == "message:posted":
                self._show(payload["seq"], payload["client_id"], payload["html"])

    def _look_behind(self) -> None:
        if self.socket is None or time.monotonic() < self._next_heads:
            return
        self._next_heads = time.monotonic() + HEADS_SECONDS * self.chance.uniform(0.8, 1.2)
        asked = {"heads": {str(self.conversation): self.head}}
        answer = self.socket.ask("conversation:heads", asked, ACK_SECONDS)
        if answer["ok"] and answer["heads"].get(str(self.conversation), 0) > self.head:
            self._catch_up()

    def _listen(self) -> None:
        """There is nothing to send: until something is pushed, or it is time to ask for the head."""
        if self.socket is not None:
            self.socket.wait_for_more(self._heard, max(0.0, self._next_heads - time.monotonic()))

    # -- sending -------------------------------------------------------------------------------------------------

    def _send_next(self) -> None:
        if not self.outbox and self.is_writing.is_set():
            self._write()
        if not self.outbox:
            self._listen()
            return
        message = self.outbox[0]
        answer = self._over_http(message) if self.socket is None else self._over_the_socket(message)
        if answer.get("ok") is True and answer.get("client_id") == message.client_id:
            self.acked[message.client_id] = answer["seq"]
            self.outbox.popleft()
            self._pause(self.chance.uniform(0, self.pace))
        elif answer.get("retry") is True:
            message.tries += 1
            self._pause(min(1.0, 0.05 * 2**message.tries))
        else:
            self.surprises.append(f"refused for good: {answer}")
            self.outbox.popleft()

    def _over_the_socket(self, message: Outgoing) -> dict[str, Any]:
        assert self.socket is not None
        said = {"conversation": self.conversation, "client_id": message.client_id, "body": message.body}
        twice = self.chance.random() < 0.15
        number = self.socket.emit("message:send", said)
        again = self.socket.emit("message:send", said) if twice else None
        answer: dict[str, Any] = self.socket.answer_to(number, ACK_SECONDS)
        if again is not None:
            self.duplicates_sent += 1
            other = self.socket.answer_to(again, ACK_SECONDS)
            if answer["ok"] and other["ok"] and (other["seq"], other["duplicate"]) != (answer["seq"], True):
                self.surprises.append(f"a duplicate got a place of its own: {answer} {other}")
        return answer

    def _over_http(self, message: Outgoing) -> dict[str, Any]:
        message.tries = 0
        self.fallbacks += 1
        self.http.port = self.chance.choice(self.ports)
        address = f"{self.pages}/conversations/{self.conversation}/messages"
        caught_up = self.http.get(f"{address}?after={self.head}")
        if caught_up.status == 200:
            for html in caught_up.text.split("<li")[1:]:
                found = _PARTIAL.search(html)
                if found:
                    self._show(int(found[1]), found[2], html)
        form = {"client_id": message.client_id, "body": message.body}
        answer = self.http.post(address, form, Accept="application/json")
        return answer.json if "json" in answer.headers.get("Content-Type", "") else {"ok": False, "retry": True}
