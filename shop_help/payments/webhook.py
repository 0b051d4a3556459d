"""The webhook: the operator's payment system is told by a signed POST, and confirms to /hooks/refunds (README)."""

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any

from shop_help import clock
from shop_help.payments.port import NOT_TAKEN, TAKEN, Answer, Payment
from shop_help.payments.signing import HEADER, REFUND, signed

#: Seconds until whoever says nothing is away. Below policy.refund_tries.LEASE, with room.
TIMEOUT_SECONDS = 10.0
#: Of an answer so much is read.
MOST_READ = 16 * 1024
LONGEST_REFERENCE, LONGEST_SAID = 128, 300


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A refund goes where the operator said, and nowhere else."""

    def redirect_request(self, *_: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirect)


def send(payment: Payment, address: str, keys: Mapping[str, str]) -> Answer:
    """Tells the payment system. Any 2xx means that it has it; all else is tried again."""
    body = payment.as_json()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Shop-Help",
        "Idempotency-Key": f"{payment.key}/{payment.attempt}",
        HEADER: signed(keys, REFUND, body, clock.now()),
    }
    request = urllib.request.Request(address, body, headers, method="POST")  # noqa: S310 - settings allow https alone
    try:
        with _OPENER.open(request, timeout=TIMEOUT_SECONDS) as answer:
            return Answer(TAKEN, _reference(_read(answer)))
    except urllib.error.HTTPError as refused:
        with refused:
            return Answer(NOT_TAKEN, said=_said(f"HTTP {refused.code}", _read(refused)))
    except (OSError, http.client.HTTPException) as error:
        return Answer(NOT_TAKEN, said=_said(type(error).__name__, str(error).encode()), is_away=True)


def _read(answer: Any) -> bytes:
    """What it said, as far as it came: the status alone decides."""
    try:
        return bytes(answer.read(MOST_READ))
    except (OSError, http.client.HTTPException):
        return b""


def _reference(body: bytes) -> str:
    try:
        told = json.loads(body)
    except ValueError:
        return ""
    reference = told.get("reference") if isinstance(told, dict) else None
    return reference[:LONGEST_REFERENCE] if isinstance(reference, str) and reference.isprintable() else ""


def _said(what: str, body: bytes) -> str:
    """Its words on one line, for the operator."""
    words = " ".join(body.decode(errors="replace").split())
    return f"{what}: {words}"[:LONGEST_SAID] if words.isprintable() and words else what
