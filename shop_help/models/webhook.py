"""Webhooks: where programs outside listen, and what each of them is told."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shop_help import clock
from shop_help.database import UTCDateTime
from shop_help.extensions import Model

#: Said in just these words the index below answers it.
IS_PENDING = "state = 'pending'"


class WebhookEndpoint(Model):
    """An address that is told what happens."""

    __tablename__ = "webhook_endpoints"

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(String(500))
    #: Names of the rulebook's happenings; none of them is all.
    happenings: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: The newest first: {salt, key, since, until}; `until`: for how long an earlier one signs beside it. No secret
    #: stands here: each is made from its salt and a key (webhooks/secrets.py).
    secrets: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    #: active or paused
    state: Mapped[str] = mapped_column(String(16), default="active")
    #: Who paused it: operator or failing; empty while it is active.
    paused_by: Mapped[str] = mapped_column(String(16), default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    #: Since when it takes nothing; None while it does.
    failing_since: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: How often it was away in a row, and until when it is left alone for that.
    fails: Mapped[int] = mapped_column(default=0)
    rests_until: Mapped[datetime | None] = mapped_column(UTCDateTime)


class WebhookDelivery(Model):
    """A happening on its way to an endpoint. Its body is made when it is sent: no words are kept here."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        UniqueConstraint("endpoint_id", "key"),
        Index(
            "ix_webhook_deliveries_due",
            "endpoint_id",
            "next_try_at",
            sqlite_where=text(IS_PENDING),
            postgresql_where=text(IS_PENDING),
        ),
        # What has to go before it: an earlier one about the same.
        Index(
            "ix_webhook_deliveries_subject",
            "endpoint_id",
            "subject",
            "id",
            sqlite_where=text(IS_PENDING),
            postgresql_where=text(IS_PENDING),
        ),
        Index("ix_webhook_deliveries_endpoint_id_id", "endpoint_id", "id"),
        Index("ix_webhook_deliveries_endpoint_id_state_id", "endpoint_id", "state", "id"),
        Index("ix_webhook_deliveries_state_id", "state", "id"),
        Index("ix_webhook_deliveries_created_at", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    endpoint_id: Mapped[int] = mapped_column(ForeignKey("webhook_endpoints.id", ondelete="CASCADE"))
    #: The happening's own name, which is sent as webhook-id: the same on every try and in every replay.
    key: Mapped[str] = mapped_column(String(64))
    what: Mapped[str] = mapped_column(String(48))
    happened_at: Mapped[datetime] = mapped_column(UTCDateTime)
    #: Ids and states, as the outbox had them.
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    #: What it is about, such as conversation-7: those of one subject go in turn. Empty: it waits for none.
    subject: Mapped[str] = mapped_column(String(32), default="")
    #: pending, done or failed
    state: Mapped[str] = mapped_column(String(16), default="pending")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    tries: Mapped[int] = mapped_column(default=0)
    #: When it was first sent, in this round of tries.
    trying_since: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: While pending: when it is sent (again); during a try: when its lease ends.
    next_try_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    tried_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: What came of the last try: the status, and the beginning of what was said.
    status: Mapped[int | None]
    answer: Mapped[str] = mapped_column(String(300), default="")
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
