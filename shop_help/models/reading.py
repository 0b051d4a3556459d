"""What pages and sockets read of conversations: rows for the eye, without objects."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, select

from shop_help.extensions import db
from shop_help.models.conversation import Conversation, Message
from shop_help.policy.permissions import ConversationFacts

_SHOWN = (
    Message.seq,
    func.lower(Message.voice).label("author"),
    Message.client_id,
    Message.kind,
    Message.body,
    Message.data,
    Message.created_at,
)


def messages_after(conversation_id: int, after: int, most: int) -> tuple[int, Sequence[Row[Any]]]:
    """The head, and the messages behind `after`, oldest first, at most `most`."""
    head = db.session.scalar(select(Conversation.last_seq).where(Conversation.id == conversation_id)) or 0
    wanted = (
        select(*_SHOWN)
        .where(Message.conversation_id == conversation_id, Message.seq > after)
        .order_by(Message.seq)
        .limit(most)
    )
    rows = db.session.execute(wanted).all()
    # A message may have come between the two questions: the head is never behind what is shown.
    return max(head, rows[-1].seq if rows else 0), rows


def messages_before(conversation_id: int, before: int | None, most: int) -> Sequence[Row[Any]]:
    """The last messages before a place (the newest where it is None), oldest first."""
    wanted = select(*_SHOWN).where(Message.conversation_id == conversation_id)
    if before is not None:
        wanted = wanted.where(Message.seq < before)
    return db.session.execute(wanted.order_by(Message.seq.desc()).limit(most)).all()[::-1]


def facts_of(conversation_id: int) -> ConversationFacts | None:
    """What decides who may read and write it; None where there is no such conversation."""
    found = heads_of([conversation_id]).get(conversation_id)
    return found[0] if found else None


def heads_of(conversation_ids: Sequence[int]) -> dict[int, tuple[ConversationFacts, int]]:
    """Facts and head of each conversation that exists."""
    wanted = select(
        Conversation.id,
        Conversation.buyer_id,
        Conversation.shop_id,
        Conversation.closed_at,
        Conversation.last_seq,
    ).where(Conversation.id.in_(conversation_ids))
    return {
        row.id: (ConversationFacts(row.buyer_id, row.shop_id, row.closed_at is not None), row.last_seq)
        for row in db.session.execute(wanted)
    }
