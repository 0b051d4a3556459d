"""The message path's own SQL: who sends, and what is appended. Core: the ORM costs here fourteen times the insert."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, Select, and_, bindparam, exists, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from shop_help.models.conversation import Conversation, Message, ReadCursor, Wait
from shop_help.models.person import Person, Role, SignIn, person_roles
from shop_help.models.prepared import Prepared
from shop_help.models.shop import Shop, shop_members
from shop_help.policy.age import is_adult
from shop_help.policy.markets import market_called
from shop_help.policy.permissions import Asker, ConversationFacts, voice_in


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


@dataclass(frozen=True)
class Sender:
    """A person at a conversation, read under its lock."""

    asker: Asker
    facts: ConversationFacts
    row: Row[Any]

    @property
    def voice(self) -> str | None:
        """In whose voice this person speaks here; None for a stranger."""
        return voice_in(self.asker, self.facts)


def _has_role(name: str) -> Any:
    return exists().where(person_roles.c.person_id == Person.id, person_roles.c.role_id == Role.id, Role.name == name)


def _sender_question() -> Select[Any]:
    member = exists().where(shop_members.c.person_id == Person.id, shop_members.c.shop_id == Conversation.shop_id)
    earlier = and_(
        Message.conversation_id == Conversation.id,
        Message.person_id == Person.id,
        Message.client_id == bindparam("client_id"),
    )
    return (
        select(
            Person.id.label("person_id"),
            Person.birthdate,
            Person.adult_confirmed_by,
            Person.market,
            _has_role("buyer").label("buys"),
            _has_role("seller").label("sells"),
            member.label("is_member"),
            Conversation.id.label("conversation_id"),
            Conversation.buyer_id,
            Conversation.shop_id,
            Conversation.order_id,
            Conversation.last_seq,
            Conversation.waiting_since,
            Conversation.closed_at,
            Shop.is_away,
            Shop.away_note,
            Shop.holiday_from,
            Shop.holiday_until,
            Message.seq.label("earlier_seq"),
            Message.body.label("earlier_body"),
            Message.created_at.label("earlier_at"),
        )
        .select_from(SignIn)
        .join(Person, Person.id == SignIn.person_id)
        .join(Conversation, Conversation.id == bindparam("conversation_id"))
        .join(Shop, Shop.id == Conversation.shop_id)
        .outerjoin(Message, earlier)
        .where(SignIn.id == bindparam("sign_in"), SignIn.ended_at.is_(None), Person.active)
        .with_for_update(of=Conversation)
    )


_SENDER = Prepared(_sender_question())


def sender_at(
    connection: Connection, sign_in_id: str, conversation_id: int, client_id: str, now: datetime
) -> Sender | None:
    """Who writes, with the conversation's row locked; None where the sign-in has ended or there is no such thing."""
    values = {"sign_in": sign_in_id, "conversation_id": conversation_id, "client_id": client_id}
    row = _SENDER.one(connection, values)
    if row is None:
        return None
    roles = [name for name, held in (("buyer", row.buys), ("seller", row.sells)) if held]
    asker = Asker(
        row.person_id,
        frozenset(roles),
        frozenset((row.shop_id,) if row.is_member else ()),
        is_adult(row.birthdate, row.adult_confirmed_by, _local_day(row.market, now)),
    )
    return Sender(asker, ConversationFacts(row.buyer_id, row.shop_id, row.closed_at is not None), row)


def _local_day(market: str, now: datetime) -> date:
    return now.astimezone(ZoneInfo(market_called(market).zone)).date()


_INSERT = Prepared(
    insert(Message),
    ("conversation_id", "seq", "voice", "person_id", "client_id", "kind", "body", "data", "created_at"),
)
_MOVE_ON = Prepared(
    update(Conversation)
    .where(Conversation.id == bindparam("this"))
    .values(
        last_seq=bindparam("head"),
        last_message_at=bindparam("at"),
        waiting_since=bindparam("waiting"),
    )
)


def append(
    connection: Connection, sender: Sender, drafts: Sequence[Draft], waiting_since: datetime | None, now: datetime
) -> list[PostedMessage]:
    """Gives each draft its place in the order, and the conversation its new head. Under the conversation's lock."""
    row = sender.row
    posted = []
    for seq, draft in enumerate(drafts, row.last_seq + 1):
        _INSERT.run(
            connection,
            {
                "conversation_id": row.conversation_id,
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
    head = row.last_seq + len(drafts)
    _MOVE_ON.run(connection, {"this": row.conversation_id, "head": head, "at": now, "waiting": waiting_since})
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


def is_signed_in(connection: Connection, sign_in_id: str) -> bool:
    """Does this sign-in still hold?"""
    return connection.execute(_SIGNED_IN, {"sign_in": sign_in_id}).scalar() is not None


_SIGNED_IN = (
    select(SignIn.id)
    .join(Person, Person.id == SignIn.person_id)
    .where(SignIn.id == bindparam("sign_in"), SignIn.ended_at.is_(None), Person.active)
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
