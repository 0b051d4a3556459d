"""Calling an endpoint: the name is looked up once, all its addresses are judged, and one of these is what we call.

So nobody leads us into the network we stand in (a name that answers otherwise the second time leads nowhere), and no
redirect is followed.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from shop_help.policy.webhooks import LONGEST_SECONDS, TIMEOUT_SECONDS

#: Of an answer so much is read, and so much kept.
MOST_READ, LONGEST_SAID = 4096, 300


@dataclass(frozen=True)
class Answer:
    """What came of it: a status, or none where nobody answered; and what was said, on one line."""

    status: int | None
    said: str = ""

    @property
    def is_taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_away(self) -> bool:
        """Nobody is there, or has no time: what else waits need not be tried just now."""
        return self.status is None or self.status >= 500 or self.status == 429


class PrivateAddressError(OSError):
    """The name leads into a network that isn't everybody's."""


def post(address: str, body: bytes, headers: Mapping[str, str], allows_private: bool) -> Answer:
    """Tells an endpoint; takes seconds. Any 2xx means that it has it."""
    told = urlsplit(address)
    try:
        place = _place_of(told.hostname or "", told.port or (443 if told.scheme == "https" else 80), allows_private)
        connection = _connection(told.scheme, told.hostname or "", told.port, place)
    except OSError as error:
        return Answer(None, _line(type(error).__name__, str(error).encode()))
    # One that says a little every few seconds would hold us for ever.
    hanging_up = threading.Timer(LONGEST_SECONDS, _hang_up, (connection,))
    hanging_up.start()
    try:
        target = (told.path or "/") + (f"?{told.query}" if told.query else "")
        connection.request("POST", target, body, {"User-Agent": "Shop-Help", **headers})
        answer = connection.getresponse()
        return Answer(answer.status, _line(f"HTTP {answer.status}", answer.read(MOST_READ)))
    except (OSError, http.client.HTTPException) as error:
        return Answer(None, _line(type(error).__name__, str(error).encode()))
    finally:
        hanging_up.cancel()
        connection.close()


def _place_of(host: str, port: int, allows_private: bool) -> tuple[Any, ...]:
    """Where a name leads to. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if not allows_private:
        for *_, place in found:
            if not is_public(str(place[0])):
                raise PrivateAddressError("the address leads into a private network")
    return found[0]


def is_public(address: str) -> bool:
    """Is this an address of the network that everybody shares?"""
    found = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    return found.is_global and not found.is_multicast and (inner is None or inner.is_global)


class _Pinned(http.client.HTTPConnection):
    """A connection to a place that was looked up before, whatever the name says by now."""

    place: tuple[Any, ...] = ()
    context: ssl.SSLContext | None = None

    def connect(self) -> None:
        family, kind, protocol, _, address = self.place
        self.sock = socket.socket(family, kind, protocol)
        self.sock.settimeout(TIMEOUT_SECONDS)
        self.sock.connect(address)
        if self.context is not None:
            self.sock = self.context.wrap_socket(self.sock, server_hostname=self.host)


def _connection(scheme: str, host: str, port: int | None, place: tuple[Any, ...]) -> _Pinned:
    made = _Pinned(host, port or (443 if scheme == "https" else 80), timeout=TIMEOUT_SECONDS)
    made.default_port = 443 if scheme == "https" else 80
    made.place, made.context = place, ssl.create_default_context() if scheme == "https" else None
    return made


def _hang_up(connection: _Pinned) -> None:
    with contextlib.suppress(OSError):
        if connection.sock is not None:
            connection.sock.shutdown(socket.SHUT_RDWR)


def _line(what: str, body: bytes) -> str:
    """What was said, for the operator."""
    words = " ".join(body.decode(errors="replace").split())
    return f"{what}: {words}"[:LONGEST_SAID] if words and words.isprintable() else what
