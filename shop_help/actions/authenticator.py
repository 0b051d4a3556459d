"""Codes of authenticator apps and recovery codes, made and read by Flask-Security.

Its pages are not used: they commit outside write units, show recovery codes again, and take a code twice.
"""

import secrets
from typing import Any

from flask import current_app
from flask_security import Totp, hash_password

from shop_help import branding
from shop_help.policy.second_factor import RECOVERY_CODES

#: Letters and digits that nobody takes for another one.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


class Codes(Totp):
    """Codes of authenticator apps, each good once. Its "user" is the row of a person's key."""

    def get_last_counter(self, user: Any) -> int | None:
        """The half-minute of the last code that was used."""
        return user.last_counter  # type: ignore[no-any-return]

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        """Remembers it: on the row, in the caller's transaction."""
        user.last_counter = tmatch.counter


def codes() -> Codes:
    """With the keys that secrets are kept with."""
    return Codes(current_app.config["SECOND_FACTOR_KEYS"], in_a_key(branding.current().name))


def in_a_key(name: str) -> str:
    """A name as it may stand in what an app reads, where a colon divides whose key it is from whom for."""
    return " ".join(name.replace(":", " ").split())


def new_sheet() -> dict[str, str]:
    """Recovery codes with what is kept of each. It takes a second, so no write unit is open meanwhile."""
    sheet = [f"{_random(5)}-{_random(5)}" for _ in range(RECOVERY_CODES)]
    return {code: hash_password(letters_of(code)) for code in sheet}


def _random(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def digits_of(code: str) -> str:
    """Six digits as people type them, with spaces; else nothing."""
    typed = "".join(code.split())
    return typed if len(typed) == 6 and typed.isascii() and typed.isdigit() else ""


def letters_of(code: str) -> str:
    """A recovery code as people type it; nothing for what can't be one."""
    typed = "".join(sign for sign in code.lower() if sign.isalnum())
    return typed if len(typed) == 10 and typed.isascii() else ""
