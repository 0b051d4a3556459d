"""Conversations and their messages: SQL is the truth that the sockets carry (CHAT)."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Select, String, Text, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_help import clock
from shop_help.database import UTCDateTime
from shop_help.extensions import Model
from shop_help.models.order import Order
from shop_help.models.person import Person
from shop_help.models.shop import Shop

#: Messages were said that nobody was told of; said in just these words the index below answers it.
UNTOLD = "told_seq < last_seq"
#: A buyer waits for whom customer service wasn't offered; likewise.
NOT_OFFERED = "waiting_since IS NOT NULL AND (service_offered_for IS NULL OR service_offered_for <> waiting_since)"


class Conversation(Model):
    """A seller thread (a buyer and a shop about an order, or about none), or the talk of a support case."""

    __tablename__ = "conversations"
    __table_args__ = (
        Index("uq_conversations_buyer_id_shop_id_order_id", "buyer_id", "shop_id", "order_id", unique=True),
        Index(
            "uq_conversations_buyer_id_shop_id_no_order",
            "buyer_id",
            "shop_id",
            unique=True,
            sqlite_where=text("order_id IS NULL"),
            postgresql_where=text("order_id IS NULL"),
        ),
        Index("ix_conversations_shop_id_waiting_since_id", "shop_id", "waiting_since", "id"),
        Index("ix_conversations_shop_id_last_message_at_id", "shop_id", "last_message_at", "id"),
        Index("ix_conversations_buyer_id_last_message_at_id", "buyer_id", "last_message_at", "id"),
        # Who waits and was not offered customer service for it: few, however many conversations there are.
        Index(
            "ix_conversations_not_offered",
            "waiting_since",
            "id",
            sqlite_where=text(NOT_OFFERED),
            postgresql_where=text(NOT_OFFERED),
        ),
        Index("ix_conversations_untold", "id", sqlite_where=text(UNTOLD), postgresql_where=text(UNTOLD)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: seller: between a buyer and a shop; support: between a buyer and customer service
    kind: Mapped[str] = mapped_column(default="seller")
    buyer_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    #: None for support: its order says which shop it is about.
    shop_id: Mapped[int | None] = mapped_column(ForeignKey("shops.id"))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    #: The last message's place; messages count 1, 2, 3 … without a gap.
    last_seq: Mapped[int] = mapped_column(default=0)
    #: Up to where messages were handed on (actions/handing_on_messages.py); None before the first.
    told_seq: Mapped[int | None]
    last_message_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: When the first buyer message that has no meaningful answer yet was written; None when nobody waits.
    waiting_since: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: The `waiting_since` at whose deadline the buyer was offered customer service; another wait is another offer.
    service_offered_for: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    buyer: Mapped[Person] = relationship()
    shop: Mapped[Shop | None] = relationship()
    order: Mapped[Order | None] = relationship()

    @property
    def seller(self) -> Shop:
        """The shop of a seller thread. Raises LookupError for a support case's talk."""
        if self.shop is None:
            raise LookupError("customer service speaks for no shop")
        return self.shop

    @property
    def is_service_offered(self) -> bool:
        """Was the buyer who waits here offered customer service?"""
        return self.waiting_since is not None and self.service_offered_for == self.waiting_since

    @classmethod
    def of_buyer(cls, person_id: int) -> Select["Conversation"]:
        """The conversations this person has with shops."""
        return select(cls).where(cls.buyer_id == person_id)

    @classmethod
    def of_shops(cls, shop_ids: frozenset[int]) -> Select["Conversation"]:
        """The conversations these shops have with buyers."""
        return select(cls).where(cls.shop_id.in_(shop_ids))


class Message(Model):
    """What somebody said. Never updated once it is there: an edit or a removal is a new row."""

    __tablename__ = "messages"
    __table_args__ = (
        Index(
            "uq_messages_conversation_id_person_id_client_id",
            "conversation_id",
            "person_id",
            "client_id",
            unique=True,
        ),
        # The rows of one conversation lie together, in the order they are read.
        {"sqlite_with_rowid": False},
    )

    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    #: BUYER, SHOP, CUSTOMER_SERVICE, SYSTEM or ROBOT
    voice: Mapped[str] = mapped_column(String(16))
    #: None for what a robot or the system says.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    #: The sender's own name for it, a UUID: the same one twice is one message.
    client_id: Mapped[str] = mapped_column(String(36))
    #: text, question, answer, tracking, system or photo
    kind: Mapped[str] = mapped_column(String(16), default="text")
    body: Mapped[str] = mapped_column(Text)
    #: The facts a card shows, as they were when it was said.
    data: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


class ReadCursor(Model):
    """How far a person has read. It only grows."""

    __tablename__ = "read_cursors"

    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    #: BUYER or SHOP: for whom this person reads here
    voice: Mapped[str] = mapped_column(String(16))
    seq: Mapped[int] = mapped_column(default=0)


class Wait(Model):
    """A buyer waited for a shop and was answered: one row an answer, the base of the shop's answer rate."""

    __tablename__ = "waits"
    __table_args__ = (Index("ix_waits_shop_id_answered_at", "shop_id", "answered_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shops.id", ondelete="CASCADE"))
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    answered_at: Mapped[datetime] = mapped_column(UTCDateTime)
    #: Seconds that counted: the shop's holidays are left out.
    seconds: Mapped[int]
