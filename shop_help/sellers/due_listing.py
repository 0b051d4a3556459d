"""A list of what a clock runs for: part by part, who has to move; what is due first on top, then the newest.

Each step reads at most so many rows of each shop from one index, however many orders there are; where a filter finds
little in them, the next page goes on behind the last row that was looked at.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Select, Subquery, func, select, tuple_, union_all

from shop_help.database import UTCDateTime
from shop_help.extensions import db
from shop_help.models import Order
from shop_help.paging import place, place_of
from shop_help.presentation import MOST_ON_BADGE

#: Rows of a page, and rows that a filter looks through before it answers.
PAGE = 30
LOOKED_THROUGH = 5000

#: In place of when it is due, for what no clock runs for.
_NO_CLOCK = datetime(1970, 1, 1, tzinfo=UTC)
Place = tuple[datetime, int]


class WantedList(Protocol):
    """What a seller wants to see of it."""

    @property
    def shop_ids(self) -> frozenset[int]: ...

    @property
    def after(self) -> str:
        """Where it begins: the name of a part, and a place in it."""

    @property
    def rows(self) -> int: ...

    @property
    def filters(self) -> list[ColumnElement[bool]]:
        """What is asked of each row; nothing where the order alone decides."""


@dataclass(frozen=True)
class DueList:
    """`thing`: its table, which has an index on (shop_id, mover, due_at, id). `parts`: by name, who has to move and
    whether a clock runs."""

    thing: Any
    parts: Mapping[str, tuple[str, bool]]

    def page_of(self, wanted: WantedList, parts: str) -> tuple[list[int], str]:
        """The ids of a page of these parts, and where the next one begins, or nothing."""
        if not wanted.shop_ids:
            return [], ""
        begin, here = wanted.after[:1], place_of(wanted.after[1:])
        found: list[int] = []
        for part in parts[parts.index(begin) if begin and begin in parts else 0 :]:
            ids, stop = self._look(wanted, part, here if part == begin else None, wanted.rows - len(found))
            found += ids
            if stop is not None:
                return found, part + stop
        return found, ""

    def _look(self, wanted: WantedList, part: str, here: Place | None, most: int) -> tuple[list[int], str | None]:
        """At most so many of a part, and the place where looking stopped before the part's end."""
        if most <= 0:
            return [], ""
        filters = wanted.filters
        rows = self.candidates(wanted.shop_ids, part, here, LOOKED_THROUGH if filters else most + 1)
        order, wants = self._order(part, rows.c.at, rows.c.id), select(rows.c.id, rows.c.at)
        if filters:
            wants = wants.join(self.thing, self.thing.id == rows.c.id).join(Order, Order.id == self.thing.order_id)
        listed = db.session.execute(wants.where(*filters).order_by(*order).limit(most + 1)).all()
        stop = place(listed[most - 1].at, listed[most - 1].id) if len(listed) > most else None
        if stop is None and filters:
            seen = db.session.execute(select(rows.c.id, rows.c.at).order_by(*order)).all()
            stop = place(seen[-1].at, seen[-1].id) if len(seen) == LOOKED_THROUGH else None
        return [row.id for row in listed[:most]], stop

    def candidates(self, shop_ids: frozenset[int], part: str, here: Place | None, most: int) -> Subquery:
        """The first rows of a part: of each shop from its index, then of all shops together."""
        each = [self.of_shop(shop_id, part, here).limit(most).subquery() for shop_id in sorted(shop_ids)]
        rows = union_all(*(select(one.c.id, one.c.at) for one in each)).subquery()
        return select(rows.c.id, rows.c.at).order_by(*self._order(part, rows.c.at, rows.c.id)).limit(most).subquery()

    def of_shop(self, shop_id: int, part: str, here: Place | None) -> Select[Any]:
        """A part of one shop's, behind a place."""
        mover, has_clock = self.parts[part]
        due, row_id = self.thing.due_at, self.thing.id
        at = due if has_clock else func.coalesce(due, _NO_CLOCK, type_=UTCDateTime())
        listed: Select[Any] = select(row_id, at.label("at")).where(
            self.thing.shop_id == shop_id,
            self.thing.mover == mover,
            due.is_not(None) if has_clock else due.is_(None),
        )
        if here is not None and has_clock:
            listed = listed.where(tuple_(due, row_id) > tuple_(*here, types=[due.type, row_id.type]))
        elif here is not None:
            listed = listed.where(row_id < here[1])
        # Said like this, both databases read it from the index.
        return listed.order_by(*self._order(part, due, row_id))

    def _order(self, part: str, at: Any, row_id: Any) -> tuple[Any, Any]:
        return (at, row_id) if self.parts[part][1] else (at.desc(), row_id.desc())

    def count(self, shop_ids: frozenset[int]) -> int:
        """How many wait for these shops, counted up to one more than a badge shows, of each."""
        return sum(self._count_of(shop_id) for shop_id in shop_ids)

    def _count_of(self, shop_id: int) -> int:
        first = select(self.thing.id).where(self.thing.shop_id == shop_id, self.thing.mover == "SHOP")
        some = first.limit(MOST_ON_BADGE + 1).subquery()
        return db.session.scalar(select(func.count()).select_from(some)) or 0
