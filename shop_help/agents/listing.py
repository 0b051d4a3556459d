"""Which cases a list shows, and in which order: read from the indexes, however many cases there are.

A statement for each list is built once: building one anew costs ten times what the database needs for it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Select, Subquery, bindparam, func, or_, select, tuple_, union_all
from sqlalchemy.sql.elements import ColumnElement

from shop_help.database import UTCDateTime
from shop_help.models import Case, ProtectionCase
from shop_help.policy.support import HELD, MODES, STATE_WORDS

#: Rows of a page.
PAGE = 30

#: waiting: the line of chats; mine; unassigned: messages that nobody holds; protection: of Buyer Protection; all.
SHOWS = ("waiting", "mine", "unassigned", "protection", "all")
#: What "all" can be narrowed to, each with its states.
STATES: dict[str, tuple[str, ...]] = {
    "open": ("queued", "assigned", "waiting_buyer", "waiting_seller"),
    "waiting_buyer": ("waiting_buyer",),
    "waiting_seller": ("waiting_seller",),
    "resolved": ("resolved",),
    "closed": ("closed",),
}

#: What "protection" can be narrowed to, each with its states; without, what customer service has to decide.
PROTECTION_STATES: dict[str, tuple[str, ...]] = {
    "": ("appealed", "under_review"),
    "sides": ("awaiting_seller", "evidence_requested", "return_required"),
    "decided": ("decided", "decided_final", "refunded", "returned", "settled_with_seller"),
    "over": ("closed", "ineligible", "withdrawn"),
}

#: Behind every clock: what no clock runs for.
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)

PERSON: BindParameter[int] = bindparam("person", 0)
_ROWS: BindParameter[int] = bindparam("rows", 0)
_AT: BindParameter[datetime] = bindparam("at", _NEVER, type_=UTCDateTime)
_ID: BindParameter[int] = bindparam("id", 0)


@dataclass(frozen=True)
class Wanted:
    """What an agent wants to see: `show` is one of SHOWS, `state` one of STATES or empty, `after` where it begins."""

    person_id: int
    show: str = "waiting"
    state: str = ""
    after: str = ""
    rows: int = PAGE


def page_of(show: str, state: str, goes_on: bool) -> Subquery:
    """The cases of a page: columns id, at and place; values of PERSON, rows, and, where it `goes_on`, at and id."""
    if show == "protection":
        return _protection_page(state, goes_on)
    at: Any = Case.queued_at
    pieces = [(Case.state == each, Case.mode == mode) for each, mode in _parts(show, state)]
    if show == "mine":
        at = func.coalesce(Case.answer_by, Case.resolve_by, _NEVER, type_=UTCDateTime())
        pieces = [(Case.agent_id == PERSON, or_(*(Case.state == each for each in sorted(HELD))))]
    goes_up = show != "all"
    return _together([_piece(at, which, goes_up, goes_on) for which in pieces], goes_up)


def _protection_page(state: str, goes_on: bool) -> Subquery:
    """Cases of Buyer Protection: with a clock by when it is due, the others by when they were opened, the newest
    first."""
    goes_up = state in ("", "sides")
    at: Any = ProtectionCase.due_at if goes_up else ProtectionCase.opened_at
    found = []
    for each in PROTECTION_STATES[state]:
        asked = select(ProtectionCase.case_id.label("id"), at.label("at")).where(ProtectionCase.state == each)
        asked = asked.where(ProtectionCase.buyer_id != PERSON, at.is_not(None))
        found.append(_cut(asked, at, ProtectionCase.case_id, goes_up, goes_on))
    return _together(found, goes_up)


def _together(found: list[Subquery], goes_up: bool) -> Subquery:
    """The first of all pieces, numbered."""
    rows = union_all(*(select(piece.c.id, piece.c.at) for piece in found)).subquery()
    order = _order(goes_up, rows.c.at, rows.c.id)
    place = func.row_number().over(order_by=order).label("place")
    return select(rows.c.id, rows.c.at, place).order_by(*order).limit(_ROWS).subquery("page")


@cache
def _parts(show: str, state: str) -> list[tuple[str, str]]:
    if show == "waiting":
        return [("queued", "chat")]
    if show == "unassigned":
        return [("queued", "message")]
    return [(each, mode) for each in STATES.get(state, tuple(STATE_WORDS)) for mode in MODES]


def _piece(at: Any, which: tuple[ColumnElement[bool], ...], goes_up: bool, goes_on: bool) -> Subquery:
    """The first of one kind, from its own index; nobody works on what they asked themselves as a buyer."""
    asked: Select[Any] = select(Case.id, at.label("at")).where(*which, Case.buyer_id != PERSON)
    return _cut(asked, at, Case.id, goes_up, goes_on)


def _cut(asked: Select[Any], at: Any, row_id: Any, goes_up: bool, goes_on: bool) -> Subquery:
    """As many as a page shows, from where it begins."""
    if goes_on:
        row, here = tuple_(at, row_id), tuple_(_AT, _ID)
        asked = asked.where(row > here if goes_up else row < here)
    return asked.order_by(*_order(goes_up, at, row_id)).limit(_ROWS).subquery()


def _order(goes_up: bool, at: Any, row_id: Any) -> tuple[Any, Any]:
    return (at, row_id) if goes_up else (at.desc(), row_id.desc())
