"""The outbox: what happened, for those who are told later. Written in the commit of the change itself."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from shop_help import clock
from shop_help.database import UTCDateTime
from shop_help.extensions import Model


class OutboxEntry(Model):
    """One happening, by its name and the facts that a reader needs; never somebody's words."""

    __tablename__ = "outbox_entries"
    __table_args__ = (Index("ix_outbox_entries_taken_at_id", "taken_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    #: noun.past_participle, such as request.approved
    what: Mapped[str] = mapped_column(String(48))
    happened_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    #: Ids and states.
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    #: When it was handed on; None while it waits.
    taken_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
