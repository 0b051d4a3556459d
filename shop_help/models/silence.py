"""Buyers who wait for a shop and were not offered customer service for it yet."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, select, text, tuple_, update

from shop_help.database import UTCDateTime
from shop_help.models.conversation import NOT_OFFERED, Conversation
from shop_help.models.order import Order
from shop_help.models.prepared import Prepared
from shop_help.models.shop import Shop

_FACTS = (
    Conversation.id,
    Conversation.waiting_since,
    (Shop.state == "suspended").label("is_suspended"),
    Shop.holiday_from,
    Shop.holiday_until,
)
_NOT_OFFERED = text(NOT_OFFERED)
_SINCE: BindParameter[datetime] = bindparam("since", type_=UTCDateTime)
_WAITING = (
    select(*_FACTS)
    .join(Shop, Shop.id == Conversation.shop_id)
    .where(_NOT_OFFERED, Conversation.waiting_since <= bindparam("before", type_=UTCDateTime))
    .where(tuple_(Conversation.waiting_since, Conversation.id) > tuple_(_SINCE, bindparam("id")))
    .order_by(Conversation.waiting_since, Conversation.id)
    .limit(bindparam("most"))
)
_OF_SUSPENDED = (
    select(*_FACTS)
    .join(Shop, Shop.id == Conversation.shop_id)
    .where(_NOT_OFFERED, Shop.state == "suspended")
    .order_by(Conversation.waiting_since, Conversation.id)
    .limit(bindparam("most"))
)
_ONE = Prepared(
    select(
        *_FACTS,
        Conversation.buyer_id,
        Conversation.shop_id,
        Conversation.order_id,
        Conversation.last_seq,
        Conversation.closed_at,
        Conversation.service_offered_for,
        Shop.market,
        Order.number,
    )
    .join(Shop, Shop.id == Conversation.shop_id)
    .outerjoin(Order, Order.id == Conversation.order_id)
    .where(Conversation.id == bindparam("this", 0))
    .with_for_update(of=Conversation)
)


def waiting_before(connection: Connection, before: datetime, place: tuple[datetime, int], most: int) -> Sequence[Any]:
    """Who waits since then or longer, behind a place in the order of waiting; the longest wait first."""
    return connection.execute(_WAITING, {"before": before, "since": place[0], "id": place[1], "most": most}).all()


def waiting_for_suspended(connection: Connection, most: int) -> Sequence[Any]:
    """Who waits for a suspended shop, however short."""
    return connection.execute(_OF_SUSPENDED, {"most": most}).all()


def locked_wait(connection: Connection, conversation_id: int) -> Any:
    """A conversation with its shop's facts, under the conversation's lock."""
    return _ONE.one(connection, {"this": conversation_id})


def note_offer(connection: Connection, conversation_id: int, waiting_since: datetime) -> None:
    """Customer service was offered for this wait."""
    noted = update(Conversation).where(Conversation.id == conversation_id)
    connection.execute(noted.values(service_offered_for=waiting_since))
