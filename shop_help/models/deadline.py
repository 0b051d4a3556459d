"""Deadlines: an owner, a due instant and the act that follows, applied in the order in which they were due."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from shop_help import clock
from shop_help.database import UTCDateTime
from shop_help.extensions import Model


class Deadline(Model):
    """Until when somebody has to move, and what happens by itself then. Settled once, by whoever was first."""

    __tablename__ = "deadlines"
    __table_args__ = (
        Index("ix_deadlines_settled_at_due_at_id", "settled_at", "due_at", "id"),
        Index("ix_deadlines_settled_at_remind_at_id", "settled_at", "remind_at", "id"),
        Index("ix_deadlines_owner_owner_id", "owner", "owner_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: What it belongs to, such as order_request or conversation, and its id there.
    owner: Mapped[str] = mapped_column(String(24))
    owner_id: Mapped[int]
    #: "owner:id" while it runs, then None: one running clock an owner.
    open_key: Mapped[str | None] = mapped_column(String(48), unique=True)
    #: The event that follows, such as auto_approve.
    act: Mapped[str] = mapped_column(String(24))
    #: Who has to move: BUYER, SHOP or CUSTOMER_SERVICE.
    mover: Mapped[str] = mapped_column(String(16))
    begun_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    #: The first instant that is too late.
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    #: When whoever has to move is reminded; None for no reminder, or once it was sent.
    remind_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: When it was settled: later than due_at where the clockwork was late.
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: answered (in time), applied (the act followed) or moot (nothing was left to do)
    outcome: Mapped[str] = mapped_column(String(16), default="")
    #: How often its act or its reminder failed so far, and when the act is tried again.
    tries: Mapped[int] = mapped_column(default=0)
    retry_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
