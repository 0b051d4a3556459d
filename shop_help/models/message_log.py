"""The message path's own SQL: what is appended, what was read. Core: the ORM costs fourteen times the insert."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, update
from sqlalchemy.dialects import postgresql, sqlite

from shop_help.models.conversation import Conversation, Message, ReadCursor, Wait
from shop_help.models.prepared import Prepared
from shop_help.models.senders import Sender


@dataclass(frozen=True)
class Draft:
    """A message that is about to get its place."""

    voice: str
    person_id: int | None
    client_id: str
    kind: str
    body: str
    data: dict[str, Any] | None = None


@dataclass(frozen=True)
class PostedMessage:
    """A message in its place, as the shared partial shows it."""

    seq: int
    #: the voice in lower case
    author: str
    client_id: str
    kind: str
    body: str
    data: dict[str, Any] | None
    created_at: datetime


_INSERT = Prepared(
    insert(Message),
    ("conversation_id", "seq", "voice", "person_id", "client_id", "kind", "body", "data", "created_at"),
)
_MOVE_ON = Prepared(
    update(Conversation)
    .where(Conversation.id == bindparam("this"))
    .values(
        last_seq=bindparam("head"),
        # Who is told of messages has heard all that was there before; a row in the outbox for each would cost a
        # quarter of what a message costs (bench/README.md).
        told_seq=func.coalesce(Conversation.told_seq, Conversation.last_seq),
        last_message_at=bindparam("at"),
        waiting_since=bindparam("waiting"),
    )
)


def append(
    connection: Connection,
    conversation_id: int,
    last_seq: int,
    drafts: Sequence[Draft],
    waiting_since: datetime | None,
    now: datetime,
) -> list[PostedMessage]:
    """Gives each draft its place in the order, and the conversation its new head. Under the conversation's lock."""
    posted = []
    for seq, draft in enumerate(drafts, last_seq + 1):
        _INSERT.run(
            connection,
            {
                "conversation_id": conversation_id,
                "seq": seq,
                "voice": draft.voice,
                "person_id": draft.person_id,
                "client_id": draft.client_id,
                "kind": draft.kind,
                "body": draft.body,
                "data": draft.data,
                "created_at": now,
            },
        )
        posted.append(
            PostedMessage(seq, draft.voice.lower(), draft.client_id, draft.kind, draft.body, draft.data, now)
        )
    head = last_seq + len(drafts)
    _MOVE_ON.run(connection, {"this": conversation_id, "head": head, "at": now, "waiting": waiting_since})
    return posted


_WAITED = Prepared(insert(Wait), ("shop_id", "conversation_id", "asked_at", "answered_at", "seconds"))


def record_wait(connection: Connection, sender: Sender, now: datetime, seconds: int) -> None:
    """A buyer who waited since the sender's row was answered now, after `seconds` that count."""
    _WAITED.run(
        connection,
        {
            "shop_id": sender.row.shop_id,
            "conversation_id": sender.row.conversation_id,
            "asked_at": sender.row.waiting_since,
            "answered_at": now,
            "seconds": seconds,
        },
    )


def move_cursor(connection: Connection, sender: Sender, seq: int) -> int | None:
    """Sets how far a person has read; None where they were already there. The cursor only grows."""
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    cursor = make(ReadCursor).values(
        conversation_id=sender.row.conversation_id,
        person_id=sender.row.person_id,
        voice=sender.voice,
        seq=min(seq, sender.row.last_seq),
    )
    grown = cursor.on_conflict_do_update(
        index_elements=["conversation_id", "person_id"],
        set_={"seq": cursor.excluded.seq},
        where=ReadCursor.seq < cursor.excluded.seq,
    ).returning(ReadCursor.seq)
    return connection.execute(grown).scalar()
