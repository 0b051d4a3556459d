"""Signatures in the manner of Standard Webhooks, so that its libraries check them: three headers, HMAC-SHA256.

The signature of payments (payments/signing.py) is one of a conversation, with a purpose in it and an answer; this
one is the public scheme that consumers have libraries for.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime

from shop_help.webhooks.secrets import PREFIX


def headers_for(webhook_id: str, body: bytes, secrets: Iterable[str], now: datetime) -> dict[str, str]:
    """The headers of a body, with a signature by each of the secrets."""
    instant = str(int(now.timestamp()))
    signed = f"{webhook_id}.{instant}.".encode() + body
    return {
        "webhook-id": webhook_id,
        "webhook-timestamp": instant,
        "webhook-signature": " ".join(f"v1,{_signature(secret, signed)}" for secret in secrets),
    }


def _signature(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
