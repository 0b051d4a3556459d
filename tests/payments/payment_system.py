"""A payment system as operators have one: a small HTTP server that notes what it is told, and pays a key once."""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from shop_help import clock
from shop_help.payments.signing import CONFIRMATION, HEADER, REFUND, fault_of, signed

KEYS = {"main": "a-secret-of-the-tests-alone-long-enough"}

#: What it does with a request: its handler and the refund that it was told of.
Behaviour = Callable[["_Handler", dict[str, Any]], None]


class PaymentSystem:
    """Answers each request by the next of its behaviours, and by `takes` when there are none left."""

    def __init__(self) -> None:
        self.behaviours: list[Behaviour] = []
        #: (headers, body) of each request, as they came.
        self.told: list[tuple[Any, dict[str, Any]]] = []
        #: Signatures it did not believe.
        self.faults: list[str] = []
        #: By key, how often money moved.
        self.paid: dict[str, int] = {}
        self.hanging = threading.Event()
        self.let_go = threading.Event()
        self._guard = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"system": self}))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/refunds"

    def stop(self) -> None:
        self.let_go.set()
        self._server.shutdown()
        self._server.server_close()

    def take(self, headers: Any, body: bytes) -> Behaviour:
        """Notes a request, pays its key if it never did, and says what comes next."""
        fault = fault_of(KEYS, REFUND, body, headers[HEADER] or "", clock.now())
        refund = json.loads(body)
        with self._guard:
            self.told.append((headers, refund))
            if fault:
                self.faults.append(fault)
            self.paid.setdefault(refund["key"], refund["amount"])
            return self.behaviours.pop(0) if self.behaviours else takes

    @property
    def keys(self) -> list[str]:
        """The keys it was told, in the order they came."""
        return [refund["key"] for _, refund in self.told]


class _Handler(BaseHTTPRequestHandler):
    system: PaymentSystem

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.system.take(self.headers, body)(self, json.loads(body))

    def answer(self, status: int, body: bytes = b"{}") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


def takes(handler: _Handler, refund: dict[str, Any]) -> None:
    """2xx, with its own name for it."""
    handler.answer(202, json.dumps({"reference": f"pay-{refund['key']}"}).encode())


def says(status: int, body: bytes = b"") -> Behaviour:
    """Answers with this status."""
    return lambda handler, _: handler.answer(status, body)


def hangs(handler: _Handler, _: dict[str, Any]) -> None:
    """Says nothing until it is let go."""
    handler.system.hanging.set()
    handler.system.let_go.wait(60)


def hangs_up(handler: _Handler, _: dict[str, Any]) -> None:
    """Closes the line without a word."""
    handler.close_connection = True


def answers_twice(handler: _Handler, refund: dict[str, Any]) -> None:
    """Two answers to one request, on one line."""
    takes(handler, refund)
    takes(handler, refund)


def redirects_to(address: str) -> Behaviour:
    """Wants the refund to go elsewhere."""

    def redirect(handler: _Handler, _: dict[str, Any]) -> None:
        handler.send_response(302)
        handler.send_header("Location", address)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return redirect


def breaks_off(handler: _Handler, _: dict[str, Any]) -> None:
    """Promises more than it sends."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100")
    handler.end_headers()
    handler.wfile.write(b'{"reference": ')
    handler.close_connection = True


def confirmation(refund: dict[str, Any], state: str = "done", **more: Any) -> bytes:
    """The body by which it confirms."""
    told = {"key": refund["key"], "attempt": refund["attempt"], "state": state, "reference": f"pay-{refund['key']}"}
    return json.dumps(told | more).encode()


def headers_for(body: bytes) -> dict[str, str]:
    """The headers of a confirmation that is signed now."""
    return {HEADER: signed(KEYS, CONFIRMATION, body, clock.now()), "Content-Type": "application/json"}
