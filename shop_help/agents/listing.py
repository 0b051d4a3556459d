"""Which cases a list shows, and in which order: read from the indexes, however many cases there are."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, Subquery, func, select, tuple_, union_all
from sqlalchemy.sql.elements import ColumnElement

from shop_help.models import Case
from shop_help.paging import place_of
from shop_help.policy.support import HELD, MODES, STATE_WORDS

#: Rows of a page.
PAGE = 30

#: waiting: the line of chats; mine; unassigned: messages that nobody holds; all.
SHOWS = ("waiting", "mine", "unassigned", "all")
#: What "all" can be narrowed to, each with its states.
STATES: dict[str, tuple[str, ...]] = {
    "open": ("queued", "assigned", "waiting_buyer", "waiting_seller"),
    "waiting_buyer": ("waiting_buyer",),
    "waiting_seller": ("waiting_seller",),
    "resolved": ("resolved",),
    "closed": ("closed",),
}

#: Behind every clock: what no clock runs for.
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Wanted:
    """What an agent wants to see: `show` is one of SHOWS, `state` one of STATES or empty, `after` where it begins."""

    person_id: int
    show: str = "waiting"
    state: str = ""
    after: str = ""
    rows: int = PAGE

    @property
    def goes_up(self) -> bool:
        """Who waits longest comes first; of all cases, the newest do."""
        return self.show != "all"


def page_of(wanted: Wanted) -> Subquery:
    """The cases of a page with the place of each, and one more where there is a next page: columns id, at, place."""
    at: ColumnElement[datetime]
    if wanted.show == "mine":
        at = func.coalesce(Case.answer_by, Case.resolve_by, _NEVER, type_=Case.queued_at.type)
        pieces = [_piece(wanted, at, Case.agent_id == wanted.person_id, Case.state.in_(HELD))]
    else:
        pieces = [
            _piece(wanted, Case.queued_at, Case.state == state, Case.mode == mode) for state, mode in _parts(wanted)
        ]
    rows = union_all(*(select(piece.c.id, piece.c.at) for piece in pieces)).subquery()
    order = _order(wanted, rows.c.at, rows.c.id)
    place = func.row_number().over(order_by=order).label("place")
    return select(rows.c.id, rows.c.at, place).order_by(*order).limit(wanted.rows + 1).subquery("page")


def _parts(wanted: Wanted) -> list[tuple[str, str]]:
    if wanted.show == "waiting":
        return [("queued", "chat")]
    if wanted.show == "unassigned":
        return [("queued", "message")]
    states = STATES.get(wanted.state, tuple(STATE_WORDS))
    return [(state, mode) for state in states for mode in MODES]


def _piece(wanted: Wanted, at: Any, *which: ColumnElement[bool]) -> Subquery:
    """The first of one kind, from its own index; nobody works on what they asked themselves as a buyer."""
    asked: Select[Any] = select(Case.id, at.label("at")).where(*which, Case.buyer_id != wanted.person_id)
    here = place_of(wanted.after)
    if here is not None:
        row, place = tuple_(at, Case.id), tuple_(*here, types=[at.type, Case.id.type])
        asked = asked.where(row > place if wanted.goes_up else row < place)
    return asked.order_by(*_order(wanted, at, Case.id)).limit(wanted.rows + 1).subquery()


def _order(wanted: Wanted, at: Any, row_id: Any) -> tuple[Any, Any]:
    return (at, row_id) if wanted.goes_up else (at.desc(), row_id.desc())
