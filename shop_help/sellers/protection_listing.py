"""Which cases of Buyer Protection a list of a shop shows: what is due first on top, then what no clock runs for, the
newest first. Each step reads at most so many rows of each shop from one index."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, func, or_, select, tuple_, union_all

from shop_help.database import UTCDateTime
from shop_help.extensions import db
from shop_help.models import Order, ProtectionCase
from shop_help.paging import place, place_of
from shop_help.presentation import MOST_ON_BADGE

#: Rows of a page, and rows that a filter looks through before it answers.
PAGE = 30
LOOKED_THROUGH = 5000

#: Who has to move: the shop, the others, or whoever.
MOVERS = ("shop", "others", "all")
#: Part by part, who has to move and whether a clock runs: by when it is due, then without a clock.
PARTS: dict[str, tuple[str, bool]] = {
    "s": ("SHOP", True),
    "b": ("BUYER", True),
    "c": ("CUSTOMER_SERVICE", True),
    "e": ("", False),
}
_OF_MOVER = {"shop": "s", "others": "bc", "all": "sbce"}
#: What "all" can be narrowed to, each with its states.
STATES: dict[str, frozenset[str]] = {
    "open": frozenset({"opened", "awaiting_seller", "under_review", "evidence_requested", "appealed"}),
    "back": frozenset({"return_required", "returned"}),
    "decided": frozenset({"decided", "decided_final", "refunded", "settled_with_seller"}),
    "over": frozenset({"withdrawn", "ineligible", "closed"}),
}

#: In place of when it is due, for what no clock runs for.
_NO_CLOCK = datetime(1970, 1, 1, tzinfo=UTC)
Place = tuple[datetime, int]


@dataclass(frozen=True)
class WantedCases:
    """What a seller wants to see: one of MOVERS and of STATES or nothing, a number, and where it begins."""

    shop_ids: frozenset[int]
    mover: str = "shop"
    state: str = ""
    sought: str = ""
    after: str = ""
    rows: int = PAGE

    @property
    def filters(self) -> list[ColumnElement[bool]]:
        """What is asked of each row; nothing where the order alone decides."""
        asked: list[ColumnElement[bool]] = []
        if self.state in STATES:
            asked.append(or_(*(ProtectionCase.state == each for each in sorted(STATES[self.state]))))
        if self.sought:
            asked.append(Order.number.icontains(self.sought.lstrip("…#. "), autoescape=True))
        return asked


def page_of(wanted: WantedCases) -> tuple[list[int], str]:
    """The ids of a page, and where the next one begins, or nothing."""
    if not wanted.shop_ids:
        return [], ""
    parts = _OF_MOVER[wanted.mover]
    begin, here = wanted.after[:1], place_of(wanted.after[1:])
    found: list[int] = []
    for part in parts[parts.index(begin) if begin and begin in parts else 0 :]:
        ids, stop = _look(wanted, part, here if part == begin else None, wanted.rows - len(found))
        found += ids
        if stop is not None:
            return found, part + stop
    return found, ""


def _look(wanted: WantedCases, part: str, here: Place | None, most: int) -> tuple[list[int], str | None]:
    """At most so many of a part, and the place where looking stopped before the part's end."""
    if most <= 0:
        return [], ""
    filters = wanted.filters
    rows = _candidates(wanted.shop_ids, part, here, LOOKED_THROUGH if filters else most + 1)
    order, wants = _order(part, rows.c.at, rows.c.id), select(rows.c.id, rows.c.at)
    if filters:
        wants = wants.join(ProtectionCase, ProtectionCase.id == rows.c.id)
        wants = wants.join(Order, Order.id == ProtectionCase.order_id)
    listed = db.session.execute(wants.where(*filters).order_by(*order).limit(most + 1)).all()
    stop = place(listed[most - 1].at, listed[most - 1].id) if len(listed) > most else None
    if stop is None and filters:
        seen = db.session.execute(select(rows.c.id, rows.c.at).order_by(*order)).all()
        stop = place(seen[-1].at, seen[-1].id) if len(seen) == LOOKED_THROUGH else None
    return [row.id for row in listed[:most]], stop


def _candidates(shop_ids: frozenset[int], part: str, here: Place | None, most: int) -> Subquery:
    """The first rows of a part: of each shop from its index, then of all shops together."""
    each = [_of_shop(shop_id, part, here).limit(most).subquery() for shop_id in sorted(shop_ids)]
    rows = union_all(*(select(one.c.id, one.c.at) for one in each)).subquery()
    return select(rows.c.id, rows.c.at).order_by(*_order(part, rows.c.at, rows.c.id)).limit(most).subquery()


def _of_shop(shop_id: int, part: str, here: Place | None) -> Select[Any]:
    mover, has_clock = PARTS[part]
    due: Any = ProtectionCase.due_at
    at = due if has_clock else func.coalesce(due, _NO_CLOCK, type_=UTCDateTime())
    listed = select(ProtectionCase.id, at.label("at")).where(
        ProtectionCase.shop_id == shop_id,
        ProtectionCase.mover == mover,
        due.is_not(None) if has_clock else due.is_(None),
    )
    if here is not None and has_clock:
        listed = listed.where(
            tuple_(due, ProtectionCase.id) > tuple_(*here, types=[due.type, ProtectionCase.id.type])
        )
    elif here is not None:
        listed = listed.where(ProtectionCase.id < here[1])
    return listed.order_by(*_order(part, due, ProtectionCase.id))


def _order(part: str, at: Any, row_id: Any) -> tuple[Any, Any]:
    return (at, row_id) if PARTS[part][1] else (at.desc(), row_id.desc())


def count_cases(shop_ids: frozenset[int]) -> int:
    """How many cases wait for these shops, counted up to one more than a badge shows, of each."""
    return sum(_count_of(shop_id) for shop_id in shop_ids)


def _count_of(shop_id: int) -> int:
    first = select(ProtectionCase.id).where(ProtectionCase.shop_id == shop_id, ProtectionCase.mover == "SHOP")
    return db.session.scalar(select(func.count()).select_from(first.limit(MOST_ON_BADGE + 1).subquery())) or 0
