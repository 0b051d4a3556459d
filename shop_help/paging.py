"""Keyset pages: the place behind which the next page begins, as a word in its address."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, tuple_

Row = TypeVar("Row")
Place = TypeVar("Place")


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


def cut(found: Sequence[Row], most: int) -> tuple[Sequence[Row], Row | None]:
    """A page of rows of which one more was asked for: its rows, and the last of them where more follow."""
    return found[:most], found[most - 1] if len(found) > most else None


def walk(read: Callable[[Place | None], Sequence[Row]], place_of_row: Callable[[Row], Place]) -> Iterator[Row]:
    """All rows of a list, piece by piece; `read`: the next piece behind a place."""
    here: Place | None = None
    while piece := read(here):
        yield from piece
        here = place_of_row(piece[-1])
