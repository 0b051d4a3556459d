"""The outbox: what happened, for those who are told later. Written in the commit of the change itself."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Connection, Index, String, insert
from sqlalchemy.orm import Mapped, mapped_column

from shop_help import clock
from shop_help.database import UTCDateTime
from shop_help.extensions import Model
from shop_help.models.prepared import Prepared
from shop_help.policy.happenings import HAPPENINGS


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
    #: Of one that a reader failed at: the readers that have not been told yet, and when they are told again.
    owed: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    next_try_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


_HAND_IN = Prepared(insert(OutboxEntry), ("what", "happened_at", "data"))


def hand_in(connection: Connection, what: str, at: datetime, data: Mapping[str, Any]) -> None:
    """The one way into the outbox, in the commit of what happened. Raises LookupError for what has no sentence."""
    if what not in HAPPENINGS:
        raise LookupError(f"{what} stands in no rulebook (policy/happenings.py)")
    _HAND_IN.run(connection, {"what": what, "happened_at": at, "data": data})
