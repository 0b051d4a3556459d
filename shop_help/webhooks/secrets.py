"""The secrets that webhooks are signed with: made from a salt and a key of ours, so that no database holds one."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import current_app

from shop_help.policy.webhooks import BOTH_SIGN
from shop_help.secret_keys import newest_of

PREFIX = "whsec_"


class KeyGoneError(RuntimeError):
    """The key that a secret was made with isn't among ours any more."""


def _keys() -> Mapping[str, str]:
    found: Mapping[str, str] = current_app.config["WEBHOOK_KEYS"]
    if not found:
        raise KeyGoneError("Set SHOP_HELP_SECRET_KEY or SHOP_HELP_WEBHOOK_KEY: secrets of webhooks are made with it.")
    return found


def new_secret(now: datetime) -> dict[str, Any]:
    """What an endpoint keeps of a new secret. Raises KeyGoneError where there is no key."""
    return {
        "salt": secrets.token_hex(16),
        "key": newest_of(_keys()),
        "since": now.isoformat(timespec="seconds"),
        "until": None,
    }


def rotated(kept: Sequence[Mapping[str, Any]], now: datetime) -> list[dict[str, Any]]:
    """A new secret in front of the one that was the newest, which signs for a while longer; earlier ones end."""
    until = (now + BOTH_SIGN).isoformat(timespec="seconds")
    return [new_secret(now), *({**secret, "until": until} for secret in kept[:1])]


def signing(kept: Sequence[Mapping[str, Any]], now: datetime) -> list[Mapping[str, Any]]:
    """Those that sign now."""
    return [each for each in kept if each["until"] is None or datetime.fromisoformat(each["until"]) > now]


def secret_of(kept: Mapping[str, Any]) -> str:
    """The secret as both sides have it. Raises KeyGoneError."""
    key = _keys().get(kept["key"])
    if key is None:
        raise KeyGoneError(f"The key {kept['key']} that this secret was made with is gone: rotate the secret.")
    made = hmac.new(key.encode(), f"webhook:{kept['salt']}".encode(), hashlib.sha256).digest()
    return PREFIX + base64.b64encode(made).decode()


def name_of(kept: Mapping[str, Any]) -> str:
    """By which people tell one secret from another; it says nothing of it."""
    return str(kept["salt"])[:6]
