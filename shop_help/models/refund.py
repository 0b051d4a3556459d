"""The ledger of refunds: what goes back to buyers, in minor units. Rows are added, never taken away (PRODUCT 4)."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_help import clock
from shop_help.database import UTCDateTime
from shop_help.extensions import Model


class Refund(Model):
    """Money on its way to a buyer, or there. Its row is also the job that the payment port works on."""

    __tablename__ = "refunds"
    __table_args__ = (
        Index("ix_refunds_order_id_id", "order_id", "id"),
        Index("ix_refunds_state_next_try_at_id", "state", "next_try_at", "id"),
        UniqueConstraint("key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    #: What it settles; None for one that no request asked for.
    request_id: Mapped[int | None] = mapped_column(ForeignKey("order_requests.id"), index=True)
    #: Its idempotency key, ours and the payment system's: the same key twice is one refund.
    key: Mapped[str] = mapped_column(String(64))
    currency: Mapped[str] = mapped_column(String(3))
    amount: Mapped[int] = mapped_column(BigInteger)
    #: pending, done or failed; what is pending counts as spent.
    state: Mapped[str] = mapped_column(String(16), default="pending")
    #: Which adapter of the payment port pays it.
    adapter: Mapped[str] = mapped_column(String(16), default="")
    tries: Mapped[int] = mapped_column(default=0)
    #: When it is sent (again) to the payment system; None once that has it, or has answered.
    next_try_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: The payment system's own name for it, and what it said last where it failed.
    reference: Mapped[str] = mapped_column(String(128), default="")
    failure: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    parts: Mapped[list["RefundPart"]] = relationship(order_by="RefundPart.id", cascade="all, delete-orphan")


class RefundPart(Model):
    """What a refund consists of: the items one by one, and shipping."""

    __tablename__ = "refund_parts"

    id: Mapped[int] = mapped_column(primary_key=True)
    refund_id: Mapped[int] = mapped_column(ForeignKey("refunds.id", ondelete="CASCADE"), index=True)
    #: item or shipping
    kind: Mapped[str] = mapped_column(String(16))
    line_id: Mapped[int | None] = mapped_column(ForeignKey("order_lines.id"), index=True)
    amount: Mapped[int] = mapped_column(BigInteger)
