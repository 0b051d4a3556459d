"""What a claim's file holds before its buyer has said a word: the talk with the seller, and the photos sent there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, or_, select

from shop_help.models.conversation import Conversation, Message
from shop_help.models.photo import Photo
from shop_help.models.prepared import Prepared
from shop_help.models.reading import row_of, rows_of

_PEOPLE = or_(Message.voice == "BUYER", Message.voice == "SHOP")
_TALK = Prepared(
    select(
        Conversation.id,
        select(func.count())
        .where(Message.conversation_id == Conversation.id, _PEOPLE)
        .correlate(Conversation)
        .scalar_subquery()
        .label("messages"),
        Conversation.last_message_at,
    ).where(
        Conversation.buyer_id == bindparam("buyer", 0),
        Conversation.order_id == bindparam("order", 0),
        Conversation.shop_id.is_not(None),
    )
)
_PHOTOS = Prepared(
    select(Photo.id, Photo.person_id, Photo.width, Photo.height)
    .where(Photo.conversation_id == bindparam("conversation", 0))
    .order_by(Photo.seq)
)


@dataclass(frozen=True)
class Holdings:
    """The talk: its id, how many messages of people, when the last one came; and its photos, the oldest first."""

    talk: Any = None
    photos: Sequence[Any] = ()

    @property
    def messages(self) -> int:
        return self.talk.messages if self.talk else 0


def holdings_of(buyer_id: int, order_id: int) -> Holdings:
    """What buyer and seller said about an order; nothing where they never talked."""
    talk = row_of(_TALK, buyer=buyer_id, order=order_id)
    return Holdings(talk, rows_of(_PHOTOS, conversation=talk.id)) if talk is not None else Holdings()
