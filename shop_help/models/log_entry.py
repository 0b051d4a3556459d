"""The timeline: who changed what, when and why."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from shop_help import clock
from shop_help.database import UTCDateTime
from shop_help.extensions import Model


class LogEntry(Model):
    """One change. Written in the same commit as the change itself, never changed afterwards."""

    __tablename__ = "log_entries"
    __table_args__ = (
        Index("ix_log_entries_order_id_happened_at", "order_id", "happened_at"),
        Index("ix_log_entries_shop_id_happened_at", "shop_id", "happened_at"),
        Index("ix_log_entries_conversation_id_happened_at", "conversation_id", "happened_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    happened_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    #: noun.past_participle, such as order.taken_in
    what: Mapped[str]
    #: BUYER, SHOP, CUSTOMER_SERVICE, OPERATOR, SYSTEM or FEED
    voice: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"), index=True)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"))
    shop_id: Mapped[int | None] = mapped_column(ForeignKey("shops.id", ondelete="CASCADE"))
    conversation_id: Mapped[int | None] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    why: Mapped[str] = mapped_column(default="")
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
