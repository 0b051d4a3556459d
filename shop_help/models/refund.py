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
        Index("ix_refunds_state_id", "state", "id"),
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
    #: pending, done or failed. All of them count as spent: what failed is owed still, and is tried again.
    state: Mapped[str] = mapped_column(String(16), default="pending")
    #: Which adapter of the payment port pays it.
    adapter: Mapped[str] = mapped_column(String(16), default="")
    #: How often it was sent; each sending counts before it leaves, so that a killed one did.
    tries: Mapped[int] = mapped_column(default=0)
    #: The payment system is told which attempt this is: one more each time an operator tries a failed one again.
    attempt: Mapped[int] = mapped_column(default=1)
    #: When it is sent (again) to the payment system; None once it is done or failed, or is paid by hand.
    next_try_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: Since when it is tried: the patience of policy.refund_tries counts from here.
    trying_since: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    #: When the payment system said that it has it; None while it did not.
    taken_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: The payment system's own name for it.
    reference: Mapped[str] = mapped_column(String(128), default="")
    #: Why it failed, or the last try did: a code of policy.wording.REFUND_FAILURES, and the payment system's words.
    failure_code: Mapped[str] = mapped_column(String(16), default="")
    failure: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: The operator who marked it as done by hand, and their note.
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"), index=True)
    note: Mapped[str] = mapped_column(Text, default="")
    parts: Mapped[list["RefundPart"]] = relationship(order_by="RefundPart.id", cascade="all, delete-orphan")


class RefundPart(Model):
    """What a refund consists of: the items one by one, shipping, and fees."""

    __tablename__ = "refund_parts"

    id: Mapped[int] = mapped_column(primary_key=True)
    refund_id: Mapped[int] = mapped_column(ForeignKey("refunds.id", ondelete="CASCADE"), index=True)
    #: item, shipping or fee
    kind: Mapped[str] = mapped_column(String(16))
    line_id: Mapped[int | None] = mapped_column(ForeignKey("order_lines.id"), index=True)
    amount: Mapped[int] = mapped_column(BigInteger)
