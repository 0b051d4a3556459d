"""Which requests a list of a shop shows: what is due first on top, then what no clock runs for, the newest first.

Each step reads at most so many rows of each shop from one index, however many orders there are; where a filter finds
little in them, the next page goes on behind the last row that was looked at.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, func, or_, select, tuple_, union_all

from shop_help.database import UTCDateTime
from shop_help.extensions import db
from shop_help.models import Order, OrderRequest
from shop_help.paging import place, place_of
from shop_help.policy.request_states import ENDED, KINDS, REFUSED

#: Rows of a page, and rows that a filter looks through before it answers.
PAGE = 30
LOOKED_THROUGH = 5000

#: Who has to move: the shop, the buyer, or whoever.
MOVERS = ("shop", "buyer", "all")
#: Part by part, who has to move and whether a clock runs: by when it is due, then without a clock.
PARTS: dict[str, tuple[str, bool]] = {
    "s": ("SHOP", True),
    "n": ("SHOP", False),
    "b": ("BUYER", True),
    "c": ("CUSTOMER_SERVICE", False),
    "e": ("", False),
}
_OF_MOVER = {"shop": "sn", "buyer": "b", "all": "snbce"}
#: What "all" can be narrowed to, each with its states.
STATES: dict[str, frozenset[str]] = {
    "asked": frozenset({"pending", "partial_offered"}),
    "back": frozenset({"awaiting_shipment", "in_return", "inspecting"}),
    "agreed": frozenset({"approved", "auto_approved", "refunded", "exchanged", "applied"}),
    "refused": REFUSED,
    "over": ENDED - {"refunded", "exchanged", "applied"},
}

#: In place of when it is due, for what no clock runs for.
_NO_CLOCK = datetime(1970, 1, 1, tzinfo=UTC)
Place = tuple[datetime, int]


@dataclass(frozen=True)
class WantedRequests:
    """What a seller wants to see: one of MOVERS, of KINDS and of STATES or nothing, a number, and where it begins."""

    shop_ids: frozenset[int]
    mover: str = "shop"
    kind: str = ""
    state: str = ""
    sought: str = ""
    after: str = ""
    rows: int = PAGE

    @property
    def filters(self) -> list[ColumnElement[bool]]:
        """What is asked of each row; nothing where the order alone decides."""
        asked: list[ColumnElement[bool]] = []
        if self.kind in KINDS:
            asked.append(OrderRequest.kind == self.kind)
        if self.state in STATES:
            asked.append(or_(*(OrderRequest.state == each for each in sorted(STATES[self.state]))))
        if self.sought:
            asked.append(Order.number.icontains(self.sought.lstrip("…#. "), autoescape=True))
        return asked


def page_of(wanted: WantedRequests) -> tuple[list[int], str]:
    """The ids of a page, and where the next one begins, or nothing."""
    if not wanted.shop_ids:
        return [], ""
    exact = _numbered(wanted) if wanted.sought and not wanted.after else []
    if exact:
        return exact, ""
    parts = _OF_MOVER[wanted.mover]
    begin, here = wanted.after[:1], place_of(wanted.after[1:])
    found: list[int] = []
    for part in parts[parts.index(begin) if begin and begin in parts else 0 :]:
        ids, stop = _look(wanted, part, here if part == begin else None, wanted.rows - len(found))
        found += ids
        if stop is not None:
            return found, part + stop
    return found, ""


def _look(wanted: WantedRequests, part: str, here: Place | None, most: int) -> tuple[list[int], str | None]:
    """At most so many of a part, and the place where looking stopped before the part's end."""
    if most <= 0:
        return [], ""
    filters = wanted.filters
    rows = candidates(wanted.shop_ids, part, here, LOOKED_THROUGH if filters else most + 1)
    order, wants = _order(part, rows.c.at, rows.c.id), select(rows.c.id, rows.c.at)
    if filters:
        wants = wants.join(OrderRequest, OrderRequest.id == rows.c.id).join(Order, Order.id == OrderRequest.order_id)
    listed = db.session.execute(wants.where(*filters).order_by(*order).limit(most + 1)).all()
    stop = place(listed[most - 1].at, listed[most - 1].id) if len(listed) > most else None
    if stop is None and filters:
        seen = db.session.execute(select(rows.c.id, rows.c.at).order_by(*order)).all()
        stop = place(seen[-1].at, seen[-1].id) if len(seen) == LOOKED_THROUGH else None
    return [row.id for row in listed[:most]], stop


def candidates(shop_ids: frozenset[int], part: str, here: Place | None, most: int) -> Subquery:
    """The first rows of a part: of each shop from its index, then of all shops together."""
    each = [_of_shop(shop_id, part, here).limit(most).subquery() for shop_id in sorted(shop_ids)]
    rows = union_all(*(select(one.c.id, one.c.at) for one in each)).subquery()
    return select(rows.c.id, rows.c.at).order_by(*_order(part, rows.c.at, rows.c.id)).limit(most).subquery()


def _of_shop(shop_id: int, part: str, here: Place | None) -> Select[Any]:
    mover, has_clock = PARTS[part]
    due: Any = OrderRequest.due_at
    at = due if has_clock else func.coalesce(due, _NO_CLOCK, type_=UTCDateTime())
    listed = select(OrderRequest.id, at.label("at")).where(
        OrderRequest.shop_id == shop_id,
        OrderRequest.mover == mover,
        due.is_not(None) if has_clock else due.is_(None),
    )
    if here is not None and has_clock:
        listed = listed.where(tuple_(due, OrderRequest.id) > tuple_(*here, types=[due.type, OrderRequest.id.type]))
    elif here is not None:
        listed = listed.where(OrderRequest.id < here[1])
    # Said like this, both databases read it from the index on (shop_id, mover, due_at, id).
    return listed.order_by(*_order(part, due, OrderRequest.id))


def _order(part: str, at: Any, row_id: Any) -> tuple[Any, Any]:
    return (at, row_id) if PARTS[part][1] else (at.desc(), row_id.desc())


def _numbered(wanted: WantedRequests) -> list[int]:
    """All requests of the order of exactly that number, the newest first, whoever has to move."""
    asked = (
        select(OrderRequest.id)
        .join(Order, Order.id == OrderRequest.order_id)
        .where(Order.number == wanted.sought, or_(*(OrderRequest.shop_id == each for each in wanted.shop_ids)))
    )
    return list(db.session.scalars(asked.order_by(OrderRequest.id.desc())))
