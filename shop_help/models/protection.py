"""Buyer Protection: a case, how it can be settled, decided and appealed (PRODUCT 5)."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Select, String, Text, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_help import clock
from shop_help.database import UTCDateTime
from shop_help.extensions import Model
from shop_help.models.order import Order, OrderLine


class ProtectionCase(Model):
    """A case of Buyer Protection. policy.protection_states says how its state may change."""

    __tablename__ = "protection_cases"
    __table_args__ = (
        UniqueConstraint("buyer_id", "client_id"),
        Index("ix_protection_cases_order_id_id", "order_id", "id"),
        Index("ix_protection_cases_buyer_id_opened_at_id", "buyer_id", "opened_at", "id"),
        Index("ix_protection_cases_shop_id_mover_due_at_id", "shop_id", "mover", "due_at", "id"),
        Index("ix_protection_cases_state_due_at_id", "state", "due_at", "id"),
        Index("ix_protection_cases_opened_at_id", "opened_at", "id"),
        Index("ix_protection_cases_decided_at_id", "decided_at", "id"),
        Index(
            "ix_protection_cases_open",
            "mover",
            "due_at",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    buyer_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    shop_id: Mapped[int] = mapped_column(ForeignKey("shops.id"))
    #: The conversation of buyer and shop about the order: what both sides hear is said there.
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    #: The support case whose talk is the buyer's with customer service; the seller never reads it.
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), unique=True)
    client_id: Mapped[str] = mapped_column(String(36))
    #: One of policy.protection_states.STATES.
    state: Mapped[str] = mapped_column(String(24), default="opened")
    #: A code of policy.reasons, and the buyer's words.
    reason: Mapped[str] = mapped_column(String(32))
    words: Mapped[str] = mapped_column(Text, default="")
    #: refund, or return for money against the item
    wanted: Mapped[str] = mapped_column(String(16), default="refund")
    market: Mapped[str] = mapped_column(String(8))
    currency: Mapped[str] = mapped_column(String(3))
    #: What the buyer claims, in minor units; shipping is in it.
    amount: Mapped[int] = mapped_column(BigInteger)
    shipping_amount: Mapped[int] = mapped_column(BigInteger, default=0)
    #: The verdict it was opened by, its facts and numbers as they were then: a decision is replayed from them.
    verdict: Mapped[dict[str, Any]] = mapped_column(JSON)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    came_late: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    moved_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    #: Who has to move (BUYER, SHOP or CUSTOMER_SERVICE), and until when; empty and None while no clock runs.
    mover: Mapped[str] = mapped_column(String(16), default="")
    due_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: The seller's statement, and whether the 48 hours passed without one.
    statement: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    went_unanswered: Mapped[bool] = mapped_column(default=False)
    #: How it was decided the last time, for what amount, whether the item goes back first; see ProtectionDecision.
    outcome: Mapped[str] = mapped_column(String(16), default="")
    decided_amount: Mapped[int | None] = mapped_column(BigInteger)
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    appeal_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: What was paid before a final decision for the seller, in minor units: the marketplace bears it.
    borne_amount: Mapped[int] = mapped_column(BigInteger, default=0)
    #: Since when the item is to go back first; its parcel: {carrier, tracking_number}, when it left, when it arrived.
    return_required_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    return_parcel: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    shipped_back_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    arrived_back_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    order: Mapped[Order] = relationship()
    lines: Mapped[list["ProtectionLine"]] = relationship(
        order_by="ProtectionLine.line_id", cascade="all, delete-orphan"
    )

    @classmethod
    def of_buyer(cls, person_id: int) -> Select["ProtectionCase"]:
        """What this person claimed."""
        return select(cls).where(cls.buyer_id == person_id)

    @classmethod
    def of_shops(cls, shop_ids: frozenset[int]) -> Select["ProtectionCase"]:
        """What was claimed of these shops."""
        return select(cls).where(cls.shop_id.in_(shop_ids))


class ProtectionLine(Model):
    """A line that a case is about."""

    __tablename__ = "protection_lines"

    protection_id: Mapped[int] = mapped_column(
        ForeignKey("protection_cases.id", ondelete="CASCADE"), primary_key=True
    )
    line_id: Mapped[int] = mapped_column(
        ForeignKey("order_lines.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    #: The line's id while the case is open, then None: one open case a line, held by the database.
    open_line_id: Mapped[int | None] = mapped_column(ForeignKey("order_lines.id", ondelete="CASCADE"), unique=True)
    #: What is claimed for it, in minor units, and what was decided.
    amount: Mapped[int] = mapped_column(BigInteger, default=0)
    decided_amount: Mapped[int | None] = mapped_column(BigInteger)
    line: Mapped[OrderLine] = relationship(foreign_keys=[line_id])


class Settlement(Model):
    """A side offers to end it with an amount; the other side takes it or not."""

    __tablename__ = "settlements"

    id: Mapped[int] = mapped_column(primary_key=True)
    protection_id: Mapped[int] = mapped_column(ForeignKey("protection_cases.id", ondelete="CASCADE"), index=True)
    #: The case's id while it waits for an answer, then None: one at a time.
    open_protection_id: Mapped[int | None] = mapped_column(
        ForeignKey("protection_cases.id", ondelete="CASCADE"), unique=True
    )
    #: Whose offer it is: BUYER or SHOP.
    side: Mapped[str] = mapped_column(String(16))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    #: The form's own name for it, a UUID.
    client_id: Mapped[str] = mapped_column(String(36), unique=True)
    amount: Mapped[int] = mapped_column(BigInteger)
    words: Mapped[str] = mapped_column(Text, default="")
    #: offered, accepted, declined or lapsed (by what the case became)
    state: Mapped[str] = mapped_column(String(16), default="offered")
    offered_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class ProtectionDecision(Model):
    """A decision, with all that it rests on. Above an amount it counts once a second agent confirmed it."""

    __tablename__ = "protection_decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    protection_id: Mapped[int] = mapped_column(ForeignKey("protection_cases.id", ondelete="CASCADE"), index=True)
    #: The case's id while it waits for the second agent, then None.
    open_protection_id: Mapped[int | None] = mapped_column(
        ForeignKey("protection_cases.id", ondelete="CASCADE"), unique=True
    )
    #: The form's own name for it, a UUID: sent twice it is one decision.
    client_id: Mapped[str] = mapped_column(String(36), unique=True)
    #: for_buyer, for_seller or partial
    outcome: Mapped[str] = mapped_column(String(16))
    is_final: Mapped[bool] = mapped_column(default=False)
    #: In minor units: the whole, shipping in it, and by line id.
    amount: Mapped[int] = mapped_column(BigInteger, default=0)
    shipping_amount: Mapped[int] = mapped_column(BigInteger, default=0)
    by_line: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    requires_return: Mapped[bool] = mapped_column(default=False)
    #: The reason that both sides read.
    why: Mapped[str] = mapped_column(Text)
    #: proposed, confirmed, refused (by the second agent), moot (the case moved on) or made (no second one was needed)
    state: Mapped[str] = mapped_column(String(16), default="made")
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"), index=True)
    #: The verdict of that day, its rules' version and the facts, as programs read them.
    verdict: Mapped[dict[str, Any]] = mapped_column(JSON)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: Why the second agent said no; agents alone read it.
    refused_why: Mapped[str] = mapped_column(Text, default="")


class Appeal(Model):
    """A side does not take the decision, and brings something new. Once a side."""

    __tablename__ = "appeals"
    __table_args__ = (UniqueConstraint("protection_id", "side"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    protection_id: Mapped[int] = mapped_column(ForeignKey("protection_cases.id", ondelete="CASCADE"))
    #: BUYER or SHOP
    side: Mapped[str] = mapped_column(String(16))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
