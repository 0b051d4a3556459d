"""Instants as that API tells them."""

from datetime import datetime


def seconds(instant: datetime | None) -> int | None:
    """Whole seconds since 1970."""
    return int(instant.timestamp()) if instant else None
