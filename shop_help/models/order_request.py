"""Order requests: what a buyer asks of the seller, with a clock and an outcome (PRODUCT 4, 5)."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Select, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_help import clock
from shop_help.database import UTCDateTime
from shop_help.extensions import Model
from shop_help.models.order import Order, OrderLine


class OrderRequest(Model):
    """One thing asked about lines of an order. policy.request_states says how its state may change."""

    __tablename__ = "order_requests"
    __table_args__ = (
        UniqueConstraint("buyer_id", "client_id"),
        Index("ix_order_requests_order_id_id", "order_id", "id"),
        Index("ix_order_requests_conversation_id_id", "conversation_id", "id"),
        Index("ix_order_requests_buyer_id_asked_at_id", "buyer_id", "asked_at", "id"),
        Index("ix_order_requests_shop_id_mover_due_at_id", "shop_id", "mover", "due_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    buyer_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    shop_id: Mapped[int] = mapped_column(ForeignKey("shops.id"))
    #: The seller thread of the order, in which its cards stand.
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
    #: The form's own name for it, a UUID: sent twice it is one request.
    client_id: Mapped[str] = mapped_column(String(36))
    #: cancellation, address_change, order_change, refund, return or exchange
    kind: Mapped[str] = mapped_column(String(16))
    #: One of policy.request_states.STATES.
    state: Mapped[str] = mapped_column(String(24), default="pending")
    #: A code of policy.reasons; empty for a change.
    reason: Mapped[str] = mapped_column(String(32), default="")
    #: The buyer's words.
    note: Mapped[str] = mapped_column(Text, default="")
    #: Of an address change {address, before}; of an order change {variant, quantity}; of an exchange {variant}.
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    #: The verdict it rests on, as verdict_words.verdict_data keeps it.
    verdict: Mapped[dict[str, Any]] = mapped_column(JSON)
    #: The form was opened before the deadline and came within the time of grace after it.
    came_late: Mapped[bool] = mapped_column(default=False)
    currency: Mapped[str] = mapped_column(String(3))
    #: What the buyer gets back, worked out when it was asked, in minor units; 0 where no money moves.
    amount: Mapped[int] = mapped_column(BigInteger, default=0)
    #: Of that, shipping.
    shipping_amount: Mapped[int] = mapped_column(BigInteger, default=0)
    #: The part that the seller offers or offered, in minor units; None while there was no offer.
    offered: Mapped[int | None] = mapped_column(BigInteger)
    #: The seller's words, with the offer or the rejection; and the code of policy.seller_reasons of a rejection.
    answer: Mapped[str] = mapped_column(Text, default="")
    answer_reason: Mapped[str] = mapped_column(String(32), default="")
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    #: Since when it is in its state.
    moved_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    #: Who has to move, BUYER or SHOP, and until when; empty and None while no clock runs. The Deadline's row acts.
    mover: Mapped[str] = mapped_column(String(16), default="")
    due_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    rejected_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: Its deadline passed without an answer of the seller's: the system approved it, or it lapsed.
    went_unanswered: Mapped[bool] = mapped_column(default=False)
    #: The parcel that goes back: {carrier, tracking_number}, when it left, and when it arrived.
    return_parcel: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    shipped_back_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    arrived_back_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: The parcel or the order that replaced what was exchanged: {carrier, tracking_number, order_number}.
    replacement: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    order: Mapped[Order] = relationship()
    lines: Mapped[list["RequestLine"]] = relationship(order_by="RequestLine.line_id", cascade="all, delete-orphan")

    @classmethod
    def of_buyer(cls, person_id: int) -> Select["OrderRequest"]:
        """What this person asked."""
        return select(cls).where(cls.buyer_id == person_id)

    @classmethod
    def of_shops(cls, shop_ids: frozenset[int]) -> Select["OrderRequest"]:
        """What was asked of these shops."""
        return select(cls).where(cls.shop_id.in_(shop_ids))


class RequestLine(Model):
    """A line that a request is about."""

    __tablename__ = "order_request_lines"

    request_id: Mapped[int] = mapped_column(ForeignKey("order_requests.id", ondelete="CASCADE"), primary_key=True)
    line_id: Mapped[int] = mapped_column(
        ForeignKey("order_lines.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    #: The line's id while the request is open, then None: one open request a line, held by the database.
    open_line_id: Mapped[int | None] = mapped_column(ForeignKey("order_lines.id", ondelete="CASCADE"), unique=True)
    #: What comes back for it, in minor units.
    amount: Mapped[int] = mapped_column(BigInteger, default=0)
    line: Mapped[OrderLine] = relationship(foreign_keys=[line_id])


class RequestPhoto(Model):
    """A photo that stands by a request; it lies in the request's conversation, whose readers see it."""

    __tablename__ = "order_request_photos"

    request_id: Mapped[int] = mapped_column(ForeignKey("order_requests.id", ondelete="CASCADE"), primary_key=True)
    photo_id: Mapped[str] = mapped_column(ForeignKey("photos.id", ondelete="CASCADE"), primary_key=True, index=True)
    #: BUYER's evidence or SHOP's reason.
    voice: Mapped[str] = mapped_column(String(16))


class Dispute(Model):
    """A buyer does not take the seller's no: customer service looks at it (PRODUCT 5)."""

    __tablename__ = "disputes"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("order_requests.id", ondelete="CASCADE"), index=True)
    #: The request's id while it is in progress, then None: one at a time.
    open_request_id: Mapped[int | None] = mapped_column(
        ForeignKey("order_requests.id", ondelete="CASCADE"), unique=True
    )
    #: The support case that it opened.
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    #: in_progress, for_buyer, for_seller or closed
    state: Mapped[str] = mapped_column(String(16), default="in_progress")
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: Who of customer service decided it, and why, in words for both sides.
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"), index=True)
    why: Mapped[str] = mapped_column(Text, default="")
