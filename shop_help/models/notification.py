"""What people are told of, by which channels, and how they want it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from shop_help import clock
from shop_help.database import UTCDateTime
from shop_help.extensions import Model

_UNREAD = text("read_at IS NULL")
_UNSAID = text("announced_at IS NULL")
_WAITING = text("state = 'waiting'")


class Notification(Model):
    """One person and one happening. Never somebody's words: the sentence is made of ids where it is read."""

    __tablename__ = "notifications"
    __table_args__ = (
        Index("uq_notifications_of_happening", "person_id", "happening", "what", "happened_at", unique=True),
        Index("ix_notifications_person_id_id", "person_id", "id"),
        Index("ix_notifications_unread", "person_id", postgresql_where=_UNREAD, sqlite_where=_UNREAD),
        Index("ix_notifications_unsaid", "id", postgresql_where=_UNSAID, sqlite_where=_UNSAID),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    #: The outbox's number of what happened; of a message, "conversation:place".
    happening: Mapped[str] = mapped_column(String(48), default="")
    what: Mapped[str] = mapped_column(String(48))
    #: In which part they are told: a side of policy.telling.
    side: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(16))
    #: "person:conversation" while messages in it aren't read: further ones join it.
    open_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    conversation_id: Mapped[int | None] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), index=True
    )
    #: The place in the conversation; who has read so far has seen it.
    seq: Mapped[int | None]
    #: Messages in it.
    count: Mapped[int] = mapped_column(default=1)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), index=True)
    #: Ids and states of the happening, as the outbox has them.
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    happened_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    #: When they opened it or marked it as read.
    read_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: When their open browsers were told.
    announced_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class NotificationDelivery(Model):
    """A notification on its way by e-mail or push: the delivery log. It holds no address and no words."""

    __tablename__ = "notification_deliveries"
    __table_args__ = (
        Index("uq_notification_deliveries_target", "notification_id", "channel", "target", unique=True),
        Index(
            "ix_notification_deliveries_waiting",
            "channel",
            "next_try_at",
            postgresql_where=_WAITING,
            sqlite_where=_WAITING,
        ),
        Index("ix_notification_deliveries_person_id_id", "person_id", "id"),
        Index("ix_notification_deliveries_state_id", "state", "id"),
        Index("ix_notification_deliveries_channel_id", "channel", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    notification_id: Mapped[int] = mapped_column(ForeignKey("notifications.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    #: mail or push
    channel: Mapped[str] = mapped_column(String(8))
    #: Of push, the id of the browser's subscription; of mail, 0.
    target: Mapped[int] = mapped_column(default=0)
    #: waiting, sent, failed, or dropped: nobody needs it any more
    state: Mapped[str] = mapped_column(String(16), default="waiting")
    #: One of policy.delivery_log.REASONS, with a number behind it where the other side gave one.
    reason: Mapped[str] = mapped_column(String(64), default="")
    tries: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    #: When it is due, or a lease runs out; None once it is settled.
    next_try_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class NotificationChoice(Model):
    """A person wants a kind by a channel, or doesn't; without a row it is as at first (policy.telling)."""

    __tablename__ = "notification_choices"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    channel: Mapped[str] = mapped_column(String(8), primary_key=True)
    is_on: Mapped[bool]


class NotificationHabit(Model):
    """How a person wants to be told; without a row, at any hour and without anybody's words."""

    __tablename__ = "notification_habits"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    #: Minutes of the local day; None: no quiet hours.
    quiet_from: Mapped[int | None]
    quiet_until: Mapped[int | None]
    #: IANA zone; empty: their market's.
    zone: Mapped[str] = mapped_column(String(64), default="")
    #: May a mail or a push say what was written?
    shows_words: Mapped[bool] = mapped_column(default=False)


class PushSubscription(Model):
    """A browser that is told by push. Ends with its sign-in, and when the push service says that it is gone."""

    __tablename__ = "push_subscriptions"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    sign_in_id: Mapped[str] = mapped_column(ForeignKey("sign_ins.id", ondelete="CASCADE"), index=True)
    #: SHA-256 of the endpoint: an endpoint is one browser's.
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    endpoint: Mapped[str] = mapped_column(Text)
    #: The browser's public key and secret, base64url (RFC 8291).
    p256dh: Mapped[str] = mapped_column(String(120))
    auth: Mapped[str] = mapped_column(String(40))
    #: What it is, in words, such as "Firefox, Linux".
    browser: Mapped[str] = mapped_column(String(80), default="")
    made_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
