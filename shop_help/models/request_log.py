"""An order request's own SQL: locked with its order and its conversation, moved, and told to timeline and outbox."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from shop_help.models.conversation import Conversation
from shop_help.models.log_entry import LogEntry
from shop_help.models.order import Order, OrderLine
from shop_help.models.order_request import OrderRequest, RequestLine
from shop_help.models.outbox import hand_in
from shop_help.models.prepared import Prepared

_PLACE = Prepared(
    select(OrderRequest.order_id, OrderRequest.conversation_id).where(OrderRequest.id == bindparam("this", 0))
)
_ORDER = Prepared(
    select(
        Order.id,
        Order.number,
        Order.buyer_id,
        Order.shop_id,
        Order.market,
        Order.state,
        Order.currency,
        Order.created_at,
        Order.paid_at,
        Order.shipped_at,
        Order.address,
    )
    .where(Order.id == bindparam("this", 0))
    .with_for_update()
)
_TALK = Prepared(
    select(
        Conversation.id,
        Conversation.buyer_id,
        Conversation.shop_id,
        Conversation.order_id,
        Conversation.last_seq,
        Conversation.waiting_since,
    )
    .where(Conversation.id == bindparam("this", 0))
    .with_for_update()
)
_REQUEST = Prepared(select(*OrderRequest.__table__.columns).where(OrderRequest.id == bindparam("this", 0)))
_LINES = Prepared(
    select(
        OrderLine.id,
        OrderLine.name,
        OrderLine.variant,
        OrderLine.price,
        OrderLine.seller_discount,
        OrderLine.platform_discount,
        OrderLine.tax,
        OrderLine.package_id,
        RequestLine.amount,
    )
    .join(RequestLine, RequestLine.line_id == OrderLine.id)
    .where(RequestLine.request_id == bindparam("this", 0))
    .order_by(OrderLine.position)
)


def place_of(connection: Connection, request_id: int) -> Any:
    """The order_id and conversation_id of a request, which never change; None where there is no such request."""
    return _PLACE.one(connection, {"this": request_id})


def locked_order(connection: Connection, order_id: int) -> Any:
    """An order's row under its lock, which every act on its requests takes first."""
    return _ORDER.one(connection, {"this": order_id})


def locked_talk(connection: Connection, conversation_id: int) -> Any:
    """A conversation's row under its lock, which is taken after that of the order."""
    return _TALK.one(connection, {"this": conversation_id})


def request_row(connection: Connection, request_id: int) -> Any:
    """A request as it is now; read once its locks are held."""
    return _REQUEST.one(connection, {"this": request_id})


def lines_of(connection: Connection, request_id: int) -> Sequence[Any]:
    """The units a request is about, each with what comes back for it."""
    return _LINES.all(connection, {"this": request_id})


def store(connection: Connection, request_id: int, state: str, values: Mapping[str, Any]) -> bool:
    """The one way to change a request: only while it is in the state that was read. False where it is no more."""
    was = (OrderRequest.id == request_id, OrderRequest.state == state)
    return connection.execute(update(OrderRequest).where(*was).values(values)).rowcount == 1


def hold_lines(connection: Connection, request_id: int, is_open: bool) -> None:
    """While a request is open, nobody asks about its lines again: the database itself sees to it."""
    held = RequestLine.line_id if is_open else None
    connection.execute(update(RequestLine).where(RequestLine.request_id == request_id).values(open_line_id=held))


_LOG = Prepared(
    insert(LogEntry),
    ("happened_at", "what", "voice", "person_id", "order_id", "shop_id", "conversation_id", "why", "data"),
)


def tell(
    connection: Connection,
    talk: Any,
    what: str,
    at: datetime,
    data: Mapping[str, Any],
    voice: str,
    person_id: int | None,
    why: str = "",
) -> None:
    """A line of the timeline and a row of the outbox: who, when and why. `talk`: the conversation it belongs to."""
    _LOG.run(
        connection,
        {
            "happened_at": at,
            "what": what,
            "voice": voice,
            "person_id": person_id,
            "order_id": talk.order_id,
            "shop_id": talk.shop_id,
            "conversation_id": talk.id,
            "why": why,
            "data": dict(data),
        },
    )
    told = {"order": talk.order_id, "buyer": talk.buyer_id, "shop": talk.shop_id, "conversation": talk.id, **data}
    hand_in(connection, what, at, told)
