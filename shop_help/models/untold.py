"""Messages that nobody was told of yet: the log of messages is their outbox, with a place in each conversation."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, Connection, Integer, bindparam, cast, func, select, text, update

from shop_help.models.conversation import UNTOLD, Conversation, Message
from shop_help.models.outbox import OutboxEntry
from shop_help.models.prepared import Prepared
from shop_help.models.several import one_of

#: The first half of the advisory locks of who tells; the second is the conversation's id.
TELLING = 1


_UNTOLD = select(Conversation.id).where(text(UNTOLD)).order_by(Conversation.id)
_ANY = Prepared(_UNTOLD.limit(1))
_NEXT = Prepared(_UNTOLD.where(Conversation.id > bindparam("after", 0)).limit(bindparam("most", 0)))


def any_untold(connection: Connection) -> bool:
    """Is there a conversation with such messages?"""
    return _ANY.one(connection, {}) is not None


def untold_talks(connection: Connection, after: int, most: int) -> tuple[int | None, Sequence[int]]:
    """Looks at the next `most` conversations behind `after` with such messages: the last one's id, None where none is
    behind it; and those that are this transaction's alone to tell of until it ends.

    On PostgreSQL by advisory locks: who writes in a conversation locks its row, and must not wait for who tells.
    """
    found = [row.id for row in _NEXT.all(connection, {"after": after, "most": most})]
    last = found[-1] if len(found) == most else None
    if not found or connection.dialect.name == "sqlite":
        return last, found
    asked = func.unnest(cast(found, ARRAY(Integer))).column_valued("talk")
    ours = select(asked).where(func.pg_try_advisory_xact_lock(TELLING, asked))
    held = list(connection.scalars(ours))
    # Somebody else may have told of them between the question and the lock.
    return last, connection.scalars(_UNTOLD.where(Conversation.id.in_(held))).all()


_MESSAGES = Prepared(
    select(Message.conversation_id, Message.seq, Message.voice, Message.kind, Message.created_at)
    .join(Conversation, Conversation.id == Message.conversation_id)
    .where(one_of(Conversation.id, "talks"), Message.seq > Conversation.told_seq)
    .order_by(Conversation.id, Message.seq)
    .limit(bindparam("most", 0))
)


def messages_behind(connection: Connection, talk_ids: Sequence[int], most: int) -> Sequence[Any]:
    """Messages that nobody was told of, without their words: of these conversations in the order of their ids, of
    each in its own; `most` in all."""
    return _MESSAGES.all(connection, {"talks": talk_ids, "most": most}) if talk_ids else ()


_TOLD = Prepared(
    update(Conversation).where(Conversation.id == bindparam("this")).values(told_seq=bindparam("told_up_to"))
)


def note_told(connection: Connection, told: Mapping[int, int]) -> None:
    """All messages were handed on: up to which place, by conversation.

    On PostgreSQL in one statement: until the commit nobody writes in any of them.
    """
    if connection.dialect.name == "sqlite":
        for conversation_id, seq in told.items():
            _TOLD.run(connection, {"this": conversation_id, "told_up_to": seq})
    elif told:
        numbers = ARRAY(Integer)
        each = (
            func.unnest(cast(list(told), numbers), cast(list(told.values()), numbers))
            .table_valued("id", "seq")
            .render_derived()
        )
        marked = update(Conversation).where(Conversation.id == each.c.id).values(told_seq=each.c.seq)
        connection.execute(marked)


def call_all_told(connection: Connection, now: datetime) -> None:
    """Nobody is told of what waits: it is no news, such as what a demo begins with."""
    connection.execute(update(Conversation).where(text(UNTOLD)).values(told_seq=Conversation.last_seq))
    connection.execute(update(OutboxEntry).where(OutboxEntry.taken_at.is_(None)).values(taken_at=now))
