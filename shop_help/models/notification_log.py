"""What the reader of the outbox asks and writes: what a happening is about, and the rows that tell people of it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from shop_help.models.case import Case
from shop_help.models.conversation import Conversation, ReadCursor
from shop_help.models.log_entry import LogEntry
from shop_help.models.notification import (
    Notification,
    NotificationDelivery,
)
from shop_help.models.prepared import Prepared
from shop_help.models.protection import ProtectionCase
from shop_help.models.several import one_of

_TALKS = Prepared(
    select(
        Conversation.id,
        Conversation.buyer_id,
        Conversation.shop_id,
        Conversation.order_id,
        Conversation.last_seq,
        Conversation.waiting_since,
        Case.id.label("case_id"),
        Case.agent_id,
    )
    .outerjoin(Case, Case.conversation_id == Conversation.id)
    .where(one_of(Conversation.id, "talks"))
)


def talks_of(connection: Connection, ids: Collection[int]) -> dict[int, Any]:
    """The sides of conversations, how far each is, and the case it may be of, by id; without what is gone."""
    return {row.id: row for row in _TALKS.all(connection, {"talks": sorted(ids)})} if ids else {}


def voice_of(connection: Connection, what: str, order_id: int | None, at: datetime) -> str | None:
    """Who did what happened to an order at that instant, as its timeline says."""
    wanted = select(LogEntry.voice).where(LogEntry.order_id == order_id, LogEntry.what == what)
    return connection.execute(wanted.where(LogEntry.happened_at == at).limit(1)).scalar()


def mover_of(connection: Connection, protection_id: int) -> str | None:
    """Who has to move in a case of Buyer Protection."""
    return connection.execute(select(ProtectionCase.mover).where(ProtectionCase.id == protection_id)).scalar()


def is_seen() -> Any:
    """Of a notification: its reader has read the conversation so far."""
    return (
        select(ReadCursor.seq)
        .where(
            ReadCursor.conversation_id == Notification.conversation_id,
            ReadCursor.person_id == Notification.person_id,
            ReadCursor.seq >= Notification.seq,
        )
        .correlate(Notification)
        .exists()
    )


_SEEN = Prepared(
    select(Notification.id)
    .where(one_of(Notification.person_id, "people"), Notification.read_at.is_(None), is_seen())
    .order_by(Notification.id)
    .with_for_update(skip_locked=True)
)


def close_seen(connection: Connection, person_ids: Collection[int], now: datetime) -> None:
    """What these people have seen in its conversation counts as read from now on: a bell looks through fewer then.

    It waits for nobody, so that nobody waits in a circle: who tells of messages may hold some of them.
    """
    seen = [row.id for row in _SEEN.all(connection, {"people": sorted(person_ids)})]
    if seen:
        close(connection, seen, now)


_CLOSE = Prepared(
    update(Notification).where(one_of(Notification.id, "ids")).values(read_at=bindparam("now"), open_key=None)
)


def close(connection: Connection, ids: Sequence[int], now: datetime) -> None:
    """These were read, and nothing joins them any more."""
    _CLOSE.run(connection, {"ids": ids, "now": now})


def add(connection: Connection, rows: Sequence[dict[str, Any]]) -> dict[tuple[int, str], int]:
    """Notifications with all their values: the ids of those that are new, by (person_id, happening). Who was told of
    a happening before is not told again."""
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    returned = (Notification.id, Notification.person_id, Notification.happening)
    added = make(Notification).on_conflict_do_nothing().returning(*returned)
    return {(row.person_id, row.happening): row.id for row in connection.execute(added, list(rows))}


#: (notification, person, channel, target, due)
Way = tuple[int, int, str, int, datetime]


def deliver(connection: Connection, ways: Sequence[Way], now: datetime) -> None:
    """By which channels notifications go out."""
    names = ("notification_id", "person_id", "channel", "target", "next_try_at")
    fresh = {"state": "waiting", "reason": "", "tries": 0, "made_at": now}
    if ways:
        connection.execute(insert(NotificationDelivery), [dict(zip(names, way, strict=True)) | fresh for way in ways])


def unannounced(connection: Connection, most: int, lock: bool = False) -> Sequence[Any]:
    """Notifications of which open browsers were not told yet.

    `lock`: those that are this transaction's alone. What somebody writes on just now has its turn in the next round:
    who waited for it would hold the others meanwhile, and perhaps what they wait for.
    """
    wanted = select(Notification.id, Notification.person_id).where(Notification.announced_at.is_(None))
    wanted = wanted.order_by(Notification.id).limit(most)
    return connection.execute(wanted.with_for_update(skip_locked=True, key_share=True) if lock else wanted).all()


def unread_in(person_id: Any) -> tuple[Any, ...]:
    """Conditions on Notification: somebody hasn't read it, here or in its conversation."""
    return (
        Notification.person_id == person_id,
        Notification.read_at.is_(None),
        ~is_seen(),
    )


def how_many(conditions: Sequence[Any], most: int) -> Any:
    """A statement: how many there are, counted no further than `most`."""
    some = select(Notification.id).where(*conditions).limit(most).subquery()
    return select(func.count().label("many")).select_from(some)
