"""Settings of the doors to the shop's own systems: hand-over, frames, and orders by HTTP."""

import base64
import binascii
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from shop_help.config import SHORTEST_SECRET, SettingsError, named_keys
from shop_help.policy.handoff import ROLES

#: Known to everybody, as the demo's one-tap sign-in is open to everybody.
DEMO_HANDOFF_KEY = "a-demo-hand-over-that-is-refused-outside-the-demo"
DEMO_ISSUER = "demo-shop"


@dataclass(frozen=True)
class HandoffKey:
    """What a token of the shop is believed by: a secret of both sides, or the public half of a key of the shop's."""

    algorithm: str
    key: Any


def door_settings(environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Flask configuration from the environment. Raises SettingsError for what must not run."""
    demo = environ.get("SHOP_HELP_DEMO", "").lower() in {"1", "true", "yes", "on"}
    listed = environ.get("SHOP_HELP_HANDOFF_KEYS") or (f"demo:HS256:{DEMO_HANDOFF_KEY}" if demo else "")
    issuer = environ.get("SHOP_HELP_HANDOFF_ISSUER") or (DEMO_ISSUER if demo else "")
    if listed and not issuer:
        raise SettingsError(
            "SHOP_HELP_HANDOFF_KEYS needs SHOP_HELP_HANDOFF_ISSUER: what the shop calls itself (iss)."
        )
    shop = urlsplit(environ.get("SHOP_HELP_SHOP_URL", ""))
    frames = _web_origins("SHOP_HELP_FRAME_ORIGINS", environ, demo)
    return {
        "HANDOFF_KEYS": _handoff_keys(listed, demo),
        "HANDOFF_ISSUER": issuer,
        "HANDOFF_ROLES": _handoff_roles(environ.get("SHOP_HELP_HANDOFF_ROLES") or "buyer"),
        "HANDOFF_ORIGINS": [
            *_web_origins("SHOP_HELP_HANDOFF_ORIGINS", environ, demo),
            *frames,
            *([f"{shop.scheme}://{shop.netloc}"] if shop.netloc else []),
        ],
        "FRAME_ORIGINS": frames,
        "ORDERS_KEYS": _orders_keys(environ.get("SHOP_HELP_ORDERS_SECRET", "")),
        "ORDERS_ADULTS_CONFIRMED_BY": environ.get("SHOP_HELP_ORDERS_ADULTS_CONFIRMED_BY", "").strip() or None,
    }


def _handoff_keys(listed: str, demo: bool) -> dict[str, HandoffKey]:
    """Keys by their names (kid), as in "2027:EdDSA:MCowBQ… main:HS256:secret"."""
    keys: dict[str, HandoffKey] = {}
    for each in listed.split():
        name, _, rest = each.partition(":")
        algorithm, _, told = rest.partition(":")
        if not name or name in keys or algorithm not in _READ:
            raise SettingsError(
                "SHOP_HELP_HANDOFF_KEYS: write name:HS256:…, name:EdDSA:… or name:ES256:… for each key."
            )
        if told == DEMO_HANDOFF_KEY and not demo:
            raise SettingsError("SHOP_HELP_HANDOFF_KEYS holds the demo's key, which everybody knows.")
        keys[name] = HandoffKey(algorithm, _READ[algorithm](told))
    return keys


def _secret(told: str) -> str:
    if len(told.encode()) < SHORTEST_SECRET:
        raise SettingsError(
            f"SHOP_HELP_HANDOFF_KEYS: a secret of HS256 has {SHORTEST_SECRET} random characters or more."
        )
    return told


_KINDS = "SHOP_HELP_HANDOFF_KEYS: EdDSA takes a key of Ed25519, and ES256 one of P-256."


def _ed25519(told: str) -> Ed25519PublicKey:
    found = _public(told)
    if not isinstance(found, Ed25519PublicKey):
        raise SettingsError(_KINDS)
    return found


def _p256(told: str) -> EllipticCurvePublicKey:
    found = _public(told)
    if not isinstance(found, EllipticCurvePublicKey) or not isinstance(found.curve, SECP256R1):
        raise SettingsError(_KINDS)
    return found


def _public(told: str) -> object:
    """A public key as `openssl pkey -pubout -outform DER | base64 -w0` writes it."""
    try:
        return load_der_public_key(base64.b64decode(told, validate=True))
    except (ValueError, binascii.Error, UnsupportedAlgorithm) as error:
        raise SettingsError(
            "SHOP_HELP_HANDOFF_KEYS: a public key is its DER in base64 (docs/integrate.md)."
        ) from error


#: What each algorithm takes for a key; no other is believed.
_READ = {"HS256": _secret, "EdDSA": _ed25519, "ES256": _p256}


def _handoff_roles(listed: str) -> frozenset[str]:
    roles = frozenset(listed.split())
    if not roles <= set(ROLES):
        raise SettingsError(f"SHOP_HELP_HANDOFF_ROLES holds {' and '.join(ROLES)} at most: staff sign in here.")
    return roles


def _web_origins(name: str, environ: Mapping[str, str], demo: bool) -> list[str]:
    """Origins in full; outside the demo with TLS. They stand in headers, so nothing else may be in them."""
    origins = environ.get(name, "").replace(",", " ").split()
    for origin in origins:
        told = urlsplit(origin)
        plain = f"{told.scheme}://{told.netloc}"
        schemes = ("http", "https") if demo else ("https",)
        if origin != plain or not told.hostname or told.scheme not in schemes or set(origin) & set("*;'\"@"):
            raise SettingsError(f"{name} holds {origin}: write origins such as https://shop.example.com.")
    return origins


def _orders_keys(listed: str) -> dict[str, str]:
    """Secrets by the names of their keys, any of which signs orders."""
    keys = named_keys(listed)
    if any(len(secret.encode()) < SHORTEST_SECRET for secret in keys.values()):
        raise SettingsError(f"SHOP_HELP_ORDERS_SECRET: a secret has {SHORTEST_SECRET} random characters or more.")
    return keys
