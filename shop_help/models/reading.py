"""What pages and sockets read of conversations: rows for the eye, without objects.

The statements are built once and run on the connection itself: a page costs a third of what the session's way costs.
"""

from collections.abc import Sequence
from typing import Any

from flask import g
from sqlalchemy import BindParameter, Connection, Executable, Row, String, and_, bindparam, cast, exists, func, select
from sqlalchemy import case as sql_case
from sqlalchemy.orm import aliased

from shop_help import clock
from shop_help.extensions import db
from shop_help.models.case import Case, CaseOpening
from shop_help.models.conversation import Conversation, Message, ReadCursor
from shop_help.models.order import Order, OrderLine, PaymentPart
from shop_help.models.prepared import NOW, Prepared
from shop_help.models.several import one_of
from shop_help.models.shop import Shop
from shop_help.policy.permissions import ConversationFacts

_THIS: BindParameter[int] = bindparam("conversation", 0)
_MESSAGES = select(
    Message.seq,
    func.lower(Message.voice).label("author"),
    Message.client_id,
    Message.kind,
    Message.body,
    Message.data,
    Message.created_at,
).where(Message.conversation_id == _THIS)
_AFTER = Prepared(
    _MESSAGES.where(Message.seq > bindparam("after", 0)).order_by(Message.seq).limit(bindparam("most", 0))
)
_BEFORE = Prepared(
    _MESSAGES.where(Message.seq < bindparam("before", 0)).order_by(Message.seq.desc()).limit(bindparam("most", 0))
)
_HEAD = Prepared(select(Conversation.last_seq).where(Conversation.id == _THIS))
_CURSORS = Prepared(
    select(ReadCursor.person_id, ReadCursor.voice, ReadCursor.seq).where(ReadCursor.conversation_id == _THIS)
)
_LOOKS = (
    select(func.aggregate_strings(cast(CaseOpening.person_id, String), ","))
    .where(CaseOpening.case_id == Case.id, CaseOpening.until > NOW)
    .correlate(Case)
    .scalar_subquery()
)
_FACTS = Prepared(
    select(
        Conversation.id,
        Conversation.buyer_id,
        Conversation.shop_id,
        Conversation.closed_at,
        Conversation.last_seq,
        Case.agent_id,
        sql_case((Case.id.is_not(None), _LOOKS)).label("openers"),
    )
    .outerjoin(Case, Case.conversation_id == Conversation.id)
    .where(one_of(Conversation.id, "conversations"))
)

#: A place behind every message.
BEHIND_ALL = 2**31 - 1


def rows_of(statement: Prepared | Executable, **values: object) -> Sequence[Any]:
    """All rows of a statement that was built once, on this request's connection."""
    if isinstance(statement, Prepared):
        return statement.all(connection_here(), values)
    return connection_here().execute(statement, values).all()


def row_of(statement: Prepared, **values: object) -> Any:
    """The one row of a statement that was built once, or None."""
    return statement.one(connection_here(), values)


def connection_here() -> Connection:
    """The connection of the transaction that is open. To find it takes the session longer than SQLite its answer."""
    here: Any = g._get_current_object()
    kept: tuple[Any, Connection] | None = here.get("reading")
    if kept is None or not kept[0].is_active:
        session = db.session()
        found = session.connection()
        kept = here.reading = (session.get_transaction(), found)
    return kept[1]


def messages_after(conversation_id: int, after: int, most: int) -> tuple[int, Sequence[Row[Any]]]:
    """The head, and the messages behind `after`, oldest first, at most `most`."""
    head = row_of(_HEAD, conversation=conversation_id)
    rows = rows_of(_AFTER, conversation=conversation_id, after=after, most=most)
    # A message may have come between the two questions: the head is never behind what is shown.
    return max(head.last_seq if head else 0, rows[-1].seq if rows else 0), rows


def messages_before(conversation_id: int, before: int | None, most: int) -> Sequence[Row[Any]]:
    """The last messages before a place (the newest where it is None), oldest first."""
    place = BEHIND_ALL if before is None else before
    return rows_of(_BEFORE, conversation=conversation_id, before=place, most=most)[::-1]


def cursors_of(conversation_id: int) -> Sequence[Row[Any]]:
    """How far each person has read: person_id, voice, seq."""
    return rows_of(_CURSORS, conversation=conversation_id)


def facts_of(conversation_id: int) -> ConversationFacts | None:
    """What decides who may read and write it; None where there is no such conversation."""
    found = heads_of([conversation_id]).get(conversation_id)
    return found[0] if found else None


_CASES_BESIDE = Prepared(
    select(Case.conversation_id)
    .join(Conversation, and_(Conversation.order_id == Case.order_id, Conversation.buyer_id == Case.buyer_id))
    .where(Conversation.id == _THIS, Conversation.shop_id.is_not(None))
)


def cases_beside(conversation_id: int) -> Sequence[ConversationFacts]:
    """The cases about the order of a seller's conversation, beside which agents read it."""
    talks = [row.conversation_id for row in rows_of(_CASES_BESIDE, conversation=conversation_id)]
    return [facts for facts, _ in heads_of(talks).values()]


def heads_of(conversation_ids: Sequence[int]) -> dict[int, tuple[ConversationFacts, int]]:
    """Facts and head of each conversation that exists."""
    rows = rows_of(_FACTS, conversations=conversation_ids, now=clock.now())
    return {row.id: (_facts(row), row.last_seq) for row in rows}


def _facts(row: Row[Any]) -> ConversationFacts:
    openers = frozenset(int(person_id) for person_id in (row.openers or "").split(",") if person_id)
    return ConversationFacts(row.buyer_id, row.shop_id, row.closed_at is not None, row.agent_id, openers)


def first_line(column: Any) -> Any:
    """An expression for statements on Order: this column of its first line."""
    its = select(column).where(OrderLine.order_id == Order.id)
    return its.order_by(OrderLine.position).limit(1).scalar_subquery()


_BUYERS_THREAD = Prepared(
    select(
        Conversation.id,
        Conversation.buyer_id,
        Conversation.shop_id,
        Conversation.order_id,
        Conversation.last_seq,
        Conversation.waiting_since,
        Conversation.closed_at,
        Shop.name.label("shop_name"),
        Shop.is_away,
        Shop.holiday_from,
        Shop.holiday_until,
        Order.number,
        Order.state,
        Order.currency,
        select(PaymentPart.amount)
        .where(PaymentPart.order_id == Order.id, PaymentPart.kind == "total")
        .scalar_subquery()
        .label("total"),
        first_line(OrderLine.name).label("first_name"),
        first_line(OrderLine.picture).label("first_picture"),
        select(func.count()).where(OrderLine.order_id == Order.id).scalar_subquery().label("line_count"),
    )
    # Customer service's has none.
    .outerjoin(Shop, Shop.id == Conversation.shop_id)
    .outerjoin(Order, Order.id == Conversation.order_id)
    .where(Conversation.id == _THIS, Conversation.buyer_id == bindparam("person", 0))
)


def buyers_thread(conversation_id: int, person_id: int) -> Row[Any] | None:
    """A buyer's own conversation with what its page shows of shop and order; None where it is not theirs."""
    row: Row[Any] | None = row_of(_BUYERS_THREAD, conversation=conversation_id, person=person_id)
    return row


def _unread(person: Any, voice: str) -> Any:
    """Of a conversation that a statement is about: the messages of the other side that a person has not read."""
    cursor = (
        select(ReadCursor.seq)
        .where(ReadCursor.conversation_id == Conversation.id, ReadCursor.person_id == person)
        .correlate(Conversation)
        .scalar_subquery()
    )
    said = aliased(Message)
    return (
        select(said.seq)
        .where(
            said.conversation_id == Conversation.id,
            said.seq > func.coalesce(cursor, 0),
            said.voice != voice,
            said.voice != "ROBOT",
        )
        .correlate(Conversation)
    )


def unread_of(person: Any, voice: str) -> Any:
    """An expression for statements on Conversation: how many messages of the other side a person has not read."""
    return _unread(person, voice).with_only_columns(func.count()).scalar_subquery()


def has_unread(person: Any, voice: str) -> Any:
    """A condition for statements on Conversation: is there any? Found with the first; counting reads all."""
    return exists(_unread(person, voice))


_PERSON: BindParameter[int] = bindparam("person", 0)
_BUYERS_UNREAD = Prepared(
    select(func.count().label("conversations")).where(Conversation.buyer_id == _PERSON, has_unread(_PERSON, "BUYER"))
)


def count_unread(person_id: int) -> int:
    """How many of a buyer's conversations hold something they have not read."""
    found: int = row_of(_BUYERS_UNREAD, person=person_id).conversations
    return found
