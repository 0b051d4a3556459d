"""A program outside, as integrators have one: a small HTTP server that checks what it is told, and keeps it."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Behaviour = Callable[["_Handler"], None]


class Ear:
    """Answers each request by the next of its behaviours, and 204 when there are none left."""

    def __init__(self) -> None:
        self.behaviours: list[Behaviour] = []
        #: (headers, body) of each request, as they came.
        self.heard: list[tuple[Any, bytes]] = []
        self.let_go = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"ear": self}))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/hooks?from=help"

    @property
    def told(self) -> list[dict[str, Any]]:
        """The bodies, in the order in which they came."""
        return [json.loads(body) for _, body in self.heard]

    def is_signed(self, secret: str, place: int = -1) -> bool:
        """Did this secret sign a request?"""
        headers, body = self.heard[place]
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        key = base64.b64decode(secret.removeprefix("whsec_"))
        made = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        return made in headers["webhook-signature"].split()

    def stop(self) -> None:
        self.let_go.set()
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    ear: Ear

    def do_POST(self) -> None:
        self.ear.heard.append((self.headers, self.rfile.read(int(self.headers["Content-Length"]))))
        (self.ear.behaviours.pop(0) if self.ear.behaviours else says(204))(self)

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


def says(status: int, words: bytes = b"", **headers: str) -> Behaviour:
    """Answers with this status."""

    def behave(handler: _Handler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(words)))
        handler.end_headers()
        handler.wfile.write(words)

    return behave


def hangs(handler: _Handler) -> None:
    """Says nothing until it is let go."""
    handler.ear.let_go.wait(30)
