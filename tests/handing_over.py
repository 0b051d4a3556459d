"""The shop's side of hand-over, as its programmer would write it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask

from shop_help import clock
from shop_help.door_settings import HandoffKey

SECRET = "a secret of the shop and of us, for the tests"
ED25519, P256 = Ed25519PrivateKey.generate(), generate_private_key(SECP256R1())
#: What the shop signs with, by the name of the key.
PRIVATE: dict[str, tuple[str, Any]] = {
    "old": ("HS256", "another secret of the shop and of us, of last year"),
    "new": ("HS256", SECRET),
    "ed": ("EdDSA", ED25519),
    "p256": ("ES256", P256),
}
KEYS = {
    name: HandoffKey(algorithm, key if isinstance(key, str) else key.public_key())
    for name, (algorithm, key) in PRIVATE.items()
}
ISSUER = "https://shop.example"


def open_door(app: Flask, **settings: Any) -> None:
    """Sets hand-over up, with the form tokens of real life."""
    app.config.update(
        {
            "HANDOFF_KEYS": KEYS,
            "HANDOFF_ISSUER": ISSUER,
            "HANDOFF_ROLES": {"buyer"},
            "HANDOFF_ORIGINS": ["https://shop.example"],
            "WTF_CSRF_ENABLED": True,
            **settings,
        }
    )


def claims(**changes: Any) -> dict[str, Any]:
    """What the shop says of a buyer of age it has just signed in; `...` leaves something out."""
    said = {
        "iss": ISSUER,
        "aud": "http://localhost",
        "sub": "7494000000000000999",
        "role": "buyer",
        "adult": True,
        "exp": int((clock.now() + timedelta(minutes=2)).timestamp()),
        "jti": uuid4().hex,
        **changes,
    }
    return {name: value for name, value in said.items() if value is not ...}


def token(key: str = "new", headers: dict[str, Any] | None = None, **changes: Any) -> str:
    """Such a token, signed."""
    algorithm, private = PRIVATE[key]
    return jwt.encode(claims(**changes), private, algorithm, headers={"kid": key} | (headers or {}))
