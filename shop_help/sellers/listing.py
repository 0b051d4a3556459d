"""Which conversations an inbox lists, and in which order: who waits longest for words or for an answer to a request,
then the others, newest first.

Each step reads at most so many rows of each shop from its indexes, however many conversations there are; where a
filter finds little in them, the next page goes on behind the last row that was looked at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, func, or_, select, union_all

from shop_help.extensions import db
from shop_help.models import Conversation, Order, Person, ReadCursor
from shop_help.models.reading import has_unread
from shop_help.paging import place, place_of
from shop_help.sellers.pieces import Place, pieces_of

#: Rows of a page.
PAGE = 30
#: Rows that a filter looks through before it answers.
LOOKED_THROUGH = 5000
#: Of each part, so many are looked through for the number of unread ones.
COUNTED = 300

SHOWS = ("waiting", "requests", "unread", "all")
#: What each shows, part by part. w: waits for words; r: a request that waits for the shop, by when it is due; u: the
#: more urgent of both; a: neither.
PARTS = {"waiting": "w", "requests": "r"}


@dataclass(frozen=True)
class Wanted:
    """What a seller wants to see: `show` is one of SHOWS, `sought` a name or number, `after` where it begins."""

    shop_ids: frozenset[int]
    person_id: int
    show: str = "all"
    sought: str = ""
    after: str = ""
    rows: int = PAGE

    @property
    def filters(self) -> list[ColumnElement[bool]]:
        """What is asked of each row; nothing where the order alone decides."""
        asked = [_is_unread(self.person_id)] if self.show == "unread" else []
        return [*asked, _is_sought(self.sought)] if self.sought else asked


def page_of(wanted: Wanted) -> tuple[list[int], str | None]:
    """The ids of a page, and where the next one begins."""
    exact = _numbered(wanted) if wanted.sought and not wanted.after else []
    if exact:
        return exact, None
    parts = list(PARTS.get(wanted.show, "ua"))
    begin, here = wanted.after[:1], place_of(wanted.after[1:])
    found: list[int] = []
    for part in parts[parts.index(begin) if begin in parts else 0 :]:
        ids, stop = _look(wanted, part, here if part == begin else None, wanted.rows - len(found))
        found += ids
        if stop is not None:
            return found, part + stop
    return found, None


def _look(wanted: Wanted, part: str, here: Place | None, most: int) -> tuple[list[int], str | None]:
    """At most so many of a part, and the place where looking stopped before the part's end."""
    if most <= 0:
        return [], ""
    filters = wanted.filters
    rows = candidates(wanted.shop_ids, part, here, LOOKED_THROUGH if filters else most + 1)
    order = _order(part, rows.c.at, rows.c.id)
    if not filters:
        listed = db.session.execute(select(rows.c.id, rows.c.at).order_by(*order)).all()
        return [row.id for row in listed[:most]], _stop(listed, most)
    fitting = (
        select(rows.c.id, rows.c.at)
        .join(Conversation, Conversation.id == rows.c.id)
        .join(Person, Person.id == Conversation.buyer_id)
        .outerjoin(Order, Order.id == Conversation.order_id)
        .where(*filters)
    )
    listed = db.session.execute(fitting.order_by(*order).limit(most + 1)).all()
    stop = _stop(listed, most)
    if stop is None:
        seen = db.session.execute(select(rows.c.id, rows.c.at).order_by(*order)).all()
        stop = place(seen[-1].at, seen[-1].id) if len(seen) == LOOKED_THROUGH else None
    return [row.id for row in listed[:most]], stop


def _stop(listed: Sequence[Any], most: int) -> str | None:
    return place(listed[most - 1].at, listed[most - 1].id) if len(listed) > most else None


def candidates(shop_ids: frozenset[int], part: str, here: Place | None, most: int) -> Subquery:
    """The first rows of a part: of each shop from its index, then of all shops together."""
    pieces = [piece for shop_id in sorted(shop_ids) for piece in pieces_of(shop_id, part, here)]
    each = [piece.limit(most).subquery() for piece in pieces]
    rows = union_all(*(select(one.c.id, one.c.at) for one in each)).subquery()
    return select(rows.c.id, rows.c.at).order_by(*_order(part, rows.c.at, rows.c.id)).limit(most).subquery()


def _order(part: str, at: Any, row_id: Any) -> tuple[Any, Any]:
    return (at.desc(), row_id.desc()) if part == "a" else (at, row_id)


def _is_unread(person_id: int) -> ColumnElement[bool]:
    read = (
        select(ReadCursor.seq)
        .where(ReadCursor.conversation_id == Conversation.id, ReadCursor.person_id == person_id)
        .correlate(Conversation)
        .scalar_subquery()
    )
    # The first question is cheap, and settles most.
    return and_(Conversation.last_seq > func.coalesce(read, 0), has_unread(person_id, "SHOP"))


def _is_sought(sought: str) -> ColumnElement[bool]:
    number = sought.lstrip("…#. ")
    asked = [Person.name.icontains(sought, autoescape=True)]
    return or_(*asked, Order.number.icontains(number, autoescape=True)) if number else asked[0]


def _numbered(wanted: Wanted) -> list[int]:
    """The conversation about the order of exactly that number, wherever it stands in the list."""
    order = db.session.execute(
        select(Order.id, Order.buyer_id, Order.shop_id).where(Order.number == wanted.sought)
    ).one_or_none()
    if order is None or order.shop_id not in wanted.shop_ids:
        return []
    asked = select(Conversation.id).where(
        Conversation.buyer_id == order.buyer_id,
        Conversation.shop_id == order.shop_id,
        Conversation.order_id == order.id,
        Conversation.last_message_at.is_not(None),
    )
    return list(db.session.scalars(asked))


def count_unread(shop_ids: frozenset[int], person_id: int) -> int:
    """How many conversations hold something unread, among those that wait longest and the newest of the others."""
    if not shop_ids:
        return 0
    ids = union_all(*(select(candidates(shop_ids, part, None, COUNTED).c.id) for part in "ua")).subquery()
    unread = select(func.count()).select_from(Conversation).join(ids, ids.c.id == Conversation.id)
    return db.session.scalar(unread.where(_is_unread(person_id))) or 0
