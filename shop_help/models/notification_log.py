"""What the reader of the outbox asks and writes: what a happening is about, and the rows that tell people of it."""

from collections.abc import Sequence
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

_TALK = Prepared(
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
    .where(Conversation.id == bindparam("talk", 0))
)


def talk_of(connection: Connection, conversation_id: int) -> Any:
    """The sides of a conversation, how far it is, and the case it may be of; None where there is none."""
    return _TALK.one(connection, {"talk": conversation_id})


def voice_of(connection: Connection, what: str, order_id: int | None, at: datetime) -> str | None:
    """Who did what happened to an order at that instant, as its timeline says."""
    wanted = select(LogEntry.voice).where(LogEntry.order_id == order_id, LogEntry.what == what)
    return connection.execute(wanted.where(LogEntry.happened_at == at).limit(1)).scalar()


def mover_of(connection: Connection, protection_id: int) -> str | None:
    """Who has to move in a case of Buyer Protection."""
    return connection.execute(select(ProtectionCase.mover).where(ProtectionCase.id == protection_id)).scalar()


_READ = Prepared(
    select(ReadCursor.seq).where(
        ReadCursor.conversation_id == bindparam("talk", 0), ReadCursor.person_id == bindparam("person", 0)
    )
)


def read_up_to(connection: Connection, person_id: int, conversation_id: int) -> int:
    """How far somebody has read a conversation."""
    found = _READ.one(connection, {"talk": conversation_id, "person": person_id})
    return found.seq if found else 0


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


_CLOSE_SEEN = Prepared(
    update(Notification)
    .where(Notification.person_id == bindparam("person"), Notification.read_at.is_(None), is_seen())
    .values(read_at=bindparam("now"), open_key=None)
)


def close_seen(connection: Connection, person_id: int, now: datetime) -> None:
    """What somebody has seen in its conversation counts as read from now on."""
    _CLOSE_SEEN.run(connection, {"person": person_id, "now": now})


_OPEN = Prepared(select(Notification.id, Notification.seq).where(Notification.open_key == bindparam("key", "")))
_JOIN = Prepared(
    update(Notification)
    .where(Notification.id == bindparam("this"))
    .values(
        seq=bindparam("up_to"),
        count=Notification.count + bindparam("more"),
        happened_at=bindparam("at"),
        announced_at=None,
    )
)


def join(connection: Connection, open_key: str, said: Sequence[tuple[int, datetime]]) -> bool:
    """Further messages (place, instant) join the notification that isn't read yet; False where there is none."""
    row = _OPEN.one(connection, {"key": open_key})
    if row is None:
        return False
    newer = [one for one in said if one[0] > row.seq]
    if newer:
        up_to, at = newer[-1]
        _JOIN.run(connection, {"this": row.id, "up_to": up_to, "more": len(newer), "at": at})
    return True


def add(connection: Connection, values: dict[str, Any]) -> int | None:
    """A notification; None where this person was told of this happening before."""
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    added = make(Notification).values(count=1, **values).on_conflict_do_nothing().returning(Notification.id)
    return connection.execute(added).scalar()


def deliver(connection: Connection, notification_id: int, person_id: int, ways: Sequence[Any], now: datetime) -> None:
    """By which channels it goes out; `ways`: (channel, target, due)."""
    rows = [
        {
            "notification_id": notification_id,
            "person_id": person_id,
            "channel": channel,
            "target": target,
            "state": "waiting",
            "reason": "",
            "tries": 0,
            "made_at": now,
            "next_try_at": due,
        }
        for channel, target, due in ways
    ]
    if rows:
        connection.execute(insert(NotificationDelivery), rows)


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
