"""Messages count 1, 2, 3 … to the conversation's head, each is there once; nobody read or was told of later ones."""

from collections.abc import Iterator

from sqlalchemy import Connection, func, or_, select

from shop_help.checking.fault import Fault
from shop_help.models import Conversation, Message, ReadCursor


def faults(connection: Connection) -> Iterator[Fault]:
    """Sequences, doubled messages, and cursors."""
    yield from _sequences(connection)
    yield from _doubled(connection)
    yield from _cursors(connection)
    yield from _told(connection)


def _sequences(connection: Connection) -> Iterator[Fault]:
    counted, first, last = func.count(Message.seq), func.min(Message.seq), func.max(Message.seq)
    head = Conversation.last_seq
    uneven = or_(counted != head, func.coalesce(last, 0) != head, func.coalesce(first, 1) != 1)
    wanted = (
        select(Conversation.id, head, counted.label("counted"), func.coalesce(last, 0).label("last"))
        .outerjoin(Message, Message.conversation_id == Conversation.id)
        .group_by(Conversation.id, head)
        .having(uneven)
        .order_by(Conversation.id)
    )
    for row in connection.execute(wanted):
        yield Fault(
            "sequence",
            f"conversation {row.id}",
            f"its head is {row.last_seq}, its last message {row.last}, and it holds {row.counted}",
        )


def _doubled(connection: Connection) -> Iterator[Fault]:
    name = (Message.conversation_id, Message.person_id, Message.client_id)
    wanted = (
        select(*name, func.count().label("counted"))
        .where(Message.person_id.is_not(None))
        .group_by(*name)
        .having(func.count() > 1)
    )
    for row in connection.execute(wanted):
        yield Fault(
            "doubled",
            f"conversation {row.conversation_id}",
            f"person {row.person_id} has {row.counted} messages named {row.client_id}",
        )


def _cursors(connection: Connection) -> Iterator[Fault]:
    wanted = (
        select(ReadCursor.conversation_id, ReadCursor.person_id, ReadCursor.seq, Conversation.last_seq)
        .join(Conversation, Conversation.id == ReadCursor.conversation_id)
        .where(ReadCursor.seq > Conversation.last_seq)
    )
    for row in connection.execute(wanted):
        yield Fault(
            "cursor",
            f"conversation {row.conversation_id}",
            f"person {row.person_id} has read up to {row.seq}, and its head is {row.last_seq}",
        )


def _told(connection: Connection) -> Iterator[Fault]:
    wanted = select(Conversation.id, Conversation.told_seq, Conversation.last_seq)
    for row in connection.execute(wanted.where(Conversation.told_seq > Conversation.last_seq)):
        yield Fault(
            "told",
            f"conversation {row.id}",
            f"messages up to {row.told_seq} were told on, and the last is {row.last_seq}",
        )
