"""How we and the payment system know each other: HMAC-SHA256 over the instant, the purpose and the body.

    Shop-Help-Signature: key=main,t=1790000000,v1=5257a869…

Signed is "1790000000.refund." and the body for what we send, "1790000000.confirmation." and the body for what comes
back: what we sent can't be sent back to us as its own confirmation. The shop signs orders likewise, for the purpose
"orders".
"""

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

HEADER = "Shop-Help-Signature"
REFUND, CONFIRMATION, ORDERS = "refund", "confirmation", "orders"
#: A message that was caught on its way is worth nothing after this; clocks differ by less.
FRESH = timedelta(minutes=5)

#: Why a signature isn't believed, for the programmer at the other end.
UNBELIEVED = {
    "no_signature": f"Send {HEADER}: key=…,t=…,v1=…",
    "unknown_key": "No secret goes by the name of this key here.",
    "wrong_signature": 'v1 is HMAC-SHA256 in hex over t, ".{purpose}." and the body as it was sent.',
    "old_signature": "t is more than five minutes from now: sign it anew, and look at the clock.",
}

_HEADER = re.compile(r"key=(?P<key>[\w.-]{1,64}),\s*t=(?P<t>[0-9]{1,12}),\s*v1=(?P<v1>[0-9a-f]{64})", re.ASCII)


def signed(keys: Mapping[str, str], purpose: str, body: bytes, now: datetime) -> str:
    """The header's value for a body, by the first of the keys."""
    key, secret = next(iter(keys.items()))
    instant = int(now.timestamp())
    return f"key={key},t={instant},v1={_digest(secret, instant, purpose, body)}"


def unbelieved(fault: str, purpose: str) -> str:
    """Why a signature isn't believed, in words."""
    return UNBELIEVED[fault].replace("{purpose}", purpose)


def fault_of(
    keys: Mapping[str, str], purpose: str, body: bytes | Iterable[bytes], header: str, now: datetime
) -> str | None:
    """Why a signature isn't believed, as one of UNBELIEVED; None for a good one. `body` may come in pieces."""
    found = _HEADER.fullmatch(header.strip())
    if found is None:
        return "no_signature"
    secret = keys.get(found["key"])
    if secret is None:
        return "unknown_key"
    instant = int(found["t"])
    if not hmac.compare_digest(_digest(secret, instant, purpose, body), found["v1"]):
        return "wrong_signature"
    return "old_signature" if abs(now.timestamp() - instant) > FRESH.total_seconds() else None


def _digest(secret: str, instant: int, purpose: str, body: bytes | Iterable[bytes]) -> str:
    digest = hmac.new(secret.encode(), f"{instant}.{purpose}.".encode(), hashlib.sha256)
    for piece in (body,) if isinstance(body, bytes) else body:
        digest.update(piece)
    return digest.hexdigest()
