"""Keyset pages: the place behind which the next page begins, as a word in its address."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, tuple_


def place(instant: datetime, row_id: int) -> str:
    """The place of a row in a list that goes by time."""
    return f"{instant:%Y%m%dT%H%M%S.%f}_{row_id}"


def place_of(text: str) -> tuple[datetime, int] | None:
    """What `place` wrote; None for nothing or something spoilt, which begins at the top."""
    instant, _, row_id = text.partition("_")
    try:
        return datetime.strptime(f"{instant}+0000", "%Y%m%dT%H%M%S.%f%z"), int(row_id)
    except (ValueError, OverflowError):
        return None


def behind(instant: Any, row_id: Any, found: tuple[datetime, int]) -> ColumnElement[bool]:
    """The rows that come after a place, newest first."""
    return tuple_(instant, row_id) < tuple_(*found, types=[instant.type, row_id.type])
