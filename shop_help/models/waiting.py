"""What waits for a shop: a buyer's words and a request, in one order. Expressions for statements."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import aliased
from sqlalchemy.sql.functions import FunctionElement

from shop_help.database import UTCDateTime
from shop_help.models.conversation import Conversation
from shop_help.models.order_request import OrderRequest
from shop_help.policy.answering import ANSWER_WITHIN

#: A request that is due at the same instant as an answer stands beside it: it waits as if since so long before.
AHEAD: timedelta = ANSWER_WITHIN


class waits_since(FunctionElement[datetime]):  # noqa: N801 - reads as a function of SQL
    """Since when a request counts as waiting, from when it is due."""

    type = UTCDateTime()
    inherit_cache = True


@compiles(waits_since, "sqlite")
def _on_sqlite(element: Any, compiler: Any, **more: Any) -> str:
    due = compiler.process(element.clauses, **more)
    # Its own functions know milliseconds: what stands behind the second is kept as it is.
    return f"(strftime('%Y-%m-%d %H:%M:%S', {due}, '-{_seconds()} seconds') || substr({due}, 20))"


@compiles(waits_since)
def _elsewhere(element: Any, compiler: Any, **more: Any) -> str:
    return f"({compiler.process(element.clauses, **more)} - interval '{_seconds()} seconds')"


def _seconds() -> int:
    return int(AHEAD.total_seconds())


def _is_for_shop(request: Any) -> ColumnElement[bool]:
    return and_(request.mover == "SHOP", request.due_at.is_not(None))


def has_request(conversation_id: Any) -> ColumnElement[bool]:
    """Does a request in this conversation wait for the shop?"""
    other = aliased(OrderRequest)
    return exists().where(other.conversation_id == conversation_id, _is_for_shop(other))


def has_request_before(conversation_id: Any, since: Any) -> ColumnElement[bool]:
    """Does one in this conversation wait for the shop since before `since`?"""
    other = aliased(OrderRequest)
    return exists().where(
        other.conversation_id == conversation_id, _is_for_shop(other), waits_since(other.due_at) < since
    )


def requests_of_shop(shop_id: int) -> Select[Any]:
    """Of each conversation the request that waits for the shop and is due first."""
    earlier = aliased(OrderRequest)
    is_earlier = or_(
        earlier.due_at < OrderRequest.due_at,
        and_(earlier.due_at == OrderRequest.due_at, earlier.id < OrderRequest.id),
    )
    of_same = and_(earlier.conversation_id == OrderRequest.conversation_id, _is_for_shop(earlier), is_earlier)
    return select(OrderRequest.conversation_id.label("id")).where(
        OrderRequest.shop_id == shop_id, _is_for_shop(OrderRequest), ~exists().where(of_same)
    )


def is_waited_longer() -> ColumnElement[bool]:
    """For statements on OrderRequest: does the buyer wait for words at least as long as for it?"""
    return exists().where(
        Conversation.id == OrderRequest.conversation_id,
        Conversation.waiting_since <= waits_since(OrderRequest.due_at),
    )
