"""A push service and a browser behind it: the one looks at who sends, the other opens what came with its keys."""

import json
import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02, b64urldecode, b64urlencode

from shop_help.pushing import in_words


class PushService:
    """Answers each push with the next of `statuses`, and with 201 when there are none left."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        #: Headers, and what the browser read.
        self.pushes: list[tuple[Any, dict[str, Any]]] = []
        self._key, self._secret = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"service": self}))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        self.origin = f"http://127.0.0.1:{self._server.server_port}"

    @property
    def subscription(self) -> dict[str, str]:
        """What the browser tells us of itself."""
        keys = {"p256dh": in_words(self._key), "auth": b64urlencode(self._secret)}
        return {"endpoint": f"{self.origin}/push/one"} | keys

    def take(self, headers: Any, body: bytes) -> int:
        assert Vapid02.verify(headers["Authorization"]), "the signature is not that of the key beside it"
        opened = http_ece.decrypt(body, private_key=self._key, auth_secret=self._secret, version="aes128gcm")
        self.pushes.append((headers, json.loads(opened)))
        return self.statuses.pop(0) if self.statuses else 201

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    service: PushService

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(self.service.take(self.headers, body))
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Nothing is said of it."""


def claims_of(authorization: str) -> dict[str, Any]:
    """What a push says of itself under its signature (RFC 8292)."""
    token = authorization.split("t=")[1].split(",", maxsplit=1)[0]
    found: dict[str, Any] = json.loads(b64urldecode(token.split(".")[1].encode()))
    return found
