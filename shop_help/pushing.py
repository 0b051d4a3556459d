"""Web push: a message encrypted for one browser (RFC 8291), signed with our key (VAPID, RFC 8292), and sent."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import current_app
from py_vapid import Vapid02, b64urldecode, b64urlencode

from shop_help import clock
from shop_help.mailing.port import LATER, REFUSED, SENT, Outcome
from shop_help.webhooks.calling import PrivateAddressError, post

#: What a push service says of a browser that took its leave back (RFC 8030, 7.3).
GONE = (404, 410)
#: A push service keeps a message for so long while the device is off.
KEPT_FOR = timedelta(days=1)
#: A token holds for a day at most (RFC 8292, 2).
SIGNED_FOR = timedelta(hours=12)
#: The order of P-256, below which a private key lies.
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@dataclass(frozen=True)
class Browser:
    """Where a browser's pushes go, and what they are encrypted with (base64url)."""

    endpoint: str
    p256dh: str
    auth: str


def private_key() -> ec.EllipticCurvePrivateKey:
    """The key that pushes are signed with: the one that is named, else derived from the secret key."""
    named = current_app.config["PUSH_KEY"]
    if named:
        return Vapid02.from_raw(named.encode()).private_key  # type: ignore[no-any-return]
    derived = int(current_app.config["PUSH_KEYS"]["0"], 16) % (_ORDER - 1) + 1
    return ec.derive_private_key(derived, ec.SECP256R1())


def public_key() -> str:
    """What a browser is told, so that it takes pushes of ours alone (base64url)."""
    return in_words(private_key())


def in_words(key: ec.EllipticCurvePrivateKey) -> str:
    """The public half of a key, as browsers take it."""
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return b64urlencode(point)  # type: ignore[no-any-return]


def fault_of(browser: Browser) -> str:
    """What is wrong with what a browser says of itself; empty for nothing."""
    try:
        point, secret = b64urldecode(browser.p256dh.encode()), b64urldecode(browser.auth.encode())
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError:
        return "keys"
    if len(secret) != 16 or len(browser.endpoint) > 2000:
        return "keys"
    return "" if _is_plain_https(browser.endpoint) or _is_of_tests() else "endpoint"


def _is_plain_https(address: str) -> bool:
    try:
        parts = urlsplit(address)
        # No push service goes by a number.
        is_named = bool(parts.hostname) and ":" not in (parts.hostname or "")
        return parts.scheme == "https" and is_named and not parts.username and parts.port in (None, 443)
    except ValueError:
        return False


def _is_of_tests() -> bool:
    """The push service of the tests stands on this machine."""
    return bool(current_app.config.get("TESTING"))


def send(browser: Browser, told: Mapping[str, Any], urgency: str = "normal") -> Outcome:
    """Sends it. Takes seconds: never inside a transaction."""
    if fault_of(browser):
        return Outcome(REFUSED, "unsafe")
    answer = post(browser.endpoint, *_message(browser, told, urgency), allows_private=_is_of_tests())
    if answer.is_taken:
        return Outcome(SENT)
    if answer.status is None:
        leads_inside = answer.said.startswith(PrivateAddressError.__name__)
        return Outcome(REFUSED, "unsafe") if leads_inside else Outcome(LATER, "away")
    if answer.status in GONE:
        return Outcome(REFUSED, "gone")
    return Outcome(LATER if answer.is_away else REFUSED, f"refused {answer.status}")


def _message(browser: Browser, told: Mapping[str, Any], urgency: str) -> tuple[bytes, dict[str, str]]:
    body = http_ece.encrypt(
        json.dumps(dict(told), ensure_ascii=False).encode(),
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=b64urldecode(browser.p256dh.encode()),
        auth_secret=b64urldecode(browser.auth.encode()),
        version="aes128gcm",
    )
    service = urlsplit(browser.endpoint)
    claims = {
        "aud": f"{service.scheme}://{service.netloc}",
        # Whom a push service tells when something is wrong.
        "sub": current_app.config["PUSH_CONTACT"] or "mailto:webmaster@localhost",
        "exp": int((clock.now() + SIGNED_FOR).timestamp()),
    }
    signed: dict[str, str] = Vapid02(private_key()).sign(claims)
    seconds = str(int(KEPT_FOR.total_seconds()))
    headers = {"Content-Encoding": "aes128gcm", "Content-Type": "application/octet-stream"}
    return body, signed | headers | {"TTL": seconds, "Urgency": urgency}
