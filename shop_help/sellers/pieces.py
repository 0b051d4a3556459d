"""The pieces of which an inbox's list is made: of one shop, each read from one index in its order."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, select, tuple_

from shop_help.models import Conversation, OrderRequest
from shop_help.models.waiting import (
    AHEAD,
    has_request,
    has_request_before,
    is_waited_longer,
    requests_of_shop,
    waits_since,
)
from shop_help.paging import behind

Place = tuple[datetime, int]


def pieces_of(shop_id: int, part: str, here: Place | None) -> Sequence[Select[Any]]:
    """Statements of columns id and at, whose rows together are a part of the list behind a place."""
    if part == "u":
        return [_waiting(shop_id, here, with_requests=True), _requests(shop_id, here, among_waiting=True)]
    if part == "r":
        return [_requests(shop_id, here)]
    return [_waiting(shop_id, here) if part == "w" else _others(shop_id, here)]


def _waiting(shop_id: int, here: Place | None, with_requests: bool = False) -> Select[Any]:
    """Buyers who wait for words; `with_requests`: those whose request is more urgent stand there."""
    at: Any = Conversation.waiting_since
    listed = select(Conversation.id, at.label("at")).where(Conversation.shop_id == shop_id, at.is_not(None))
    if with_requests:
        listed = listed.where(~has_request_before(Conversation.id, at))
    if here is not None:
        listed = listed.where(_ahead(at, Conversation.id, here))
    return listed.order_by(at, Conversation.id)


def _requests(shop_id: int, here: Place | None, among_waiting: bool = False) -> Select[Any]:
    """Requests that wait for the shop, by when they are due; `among_waiting`: by since when they count as waiting."""
    due: Any = OrderRequest.due_at
    at = waits_since(due) if among_waiting else due
    listed = requests_of_shop(shop_id).add_columns(at.label("at"))
    if among_waiting:
        listed = listed.where(~is_waited_longer())
    if here is not None:
        # By the column itself, for that is what the index knows.
        place = (here[0] + AHEAD, here[1]) if among_waiting else here
        listed = listed.where(_ahead(due, OrderRequest.conversation_id, place))
    return listed.order_by(due, OrderRequest.conversation_id)


def _others(shop_id: int, here: Place | None) -> Select[Any]:
    at: Any = Conversation.last_message_at
    listed = select(Conversation.id, at.label("at")).where(
        Conversation.shop_id == shop_id,
        at.is_not(None),
        # Said like this, the database reads the index of the newest and doesn't sort all that nobody waits in.
        case((Conversation.waiting_since.is_(None), 1), else_=0) == 1,
        ~has_request(Conversation.id),
    )
    if here is not None:
        listed = listed.where(behind(at, Conversation.id, here))
    return listed.order_by(at.desc(), Conversation.id.desc())


def _ahead(at: Any, row_id: Any, here: Place) -> ColumnElement[bool]:
    return tuple_(at, row_id) > tuple_(*here, types=[at.type, row_id.type])
