"""When a form was opened, as we signed it: a form that was opened before a deadline is taken a while after it."""

from datetime import datetime

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

_SALT = "when a form was opened"


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=_SALT)


def stamp(now: datetime) -> str:
    """What a form carries along in a hidden field."""
    return str(_signer().dumps(now.isoformat()))


def opened_at(text: str) -> datetime | None:
    """The instant in a stamp of ours; None for anything else, which then counts as opened when it is sent."""
    try:
        return datetime.fromisoformat(_signer().loads(text))
    except (BadData, ValueError, TypeError):
        return None
