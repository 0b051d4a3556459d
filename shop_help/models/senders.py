"""Who writes into a conversation: asked in one question, with the conversation's row locked."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, Select, and_, bindparam, exists, select

from shop_help import clock
from shop_help.models.case import Case
from shop_help.models.case_log import current_turn, turn_of
from shop_help.models.conversation import Conversation, Message
from shop_help.models.person import Person, Role, SignIn, person_roles
from shop_help.models.prepared import NOW, Prepared
from shop_help.models.shop import Shop, shop_members
from shop_help.policy.age import is_adult
from shop_help.policy.case_turns import TURN, Turn
from shop_help.policy.handoff import roles_by
from shop_help.policy.markets import market_called
from shop_help.policy.permissions import Asker, ConversationFacts, voice_in


@dataclass(frozen=True)
class Sender:
    """A person at a conversation, read under its lock."""

    asker: Asker
    facts: ConversationFacts
    row: Row[Any]
    #: Of a support case: whose turn it is, before this message.
    turn: Turn | None = None

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
            SignIn.proof,
            _has_role("buyer").label("buys"),
            _has_role("seller").label("sells"),
            _has_role("agent").label("serves"),
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
            Message.kind.label("earlier_kind"),
            Message.body.label("earlier_body"),
            Message.created_at.label("earlier_at"),
            Case.id.label("case_id"),
            Case.market.label("case_market"),
            *(getattr(Case, name).label(f"case_{name}") for name in TURN),
        )
        .select_from(SignIn)
        .join(Person, Person.id == SignIn.person_id)
        .join(Conversation, Conversation.id == bindparam("conversation_id"))
        .outerjoin(Shop, Shop.id == Conversation.shop_id)
        .outerjoin(Case, Case.conversation_id == Conversation.id)
        .outerjoin(Message, earlier)
        .where(SignIn.id == bindparam("sign_in"), SignIn.holds_at(NOW))
        .where(Person.active, Person.leaves_at.is_(None))
        # Not more than it needs: what leads to the conversation, such as a notification, may be written meanwhile.
        .with_for_update(of=Conversation, key_share=True)
    )


_SENDER = Prepared(_sender_question())


def sender_at(
    connection: Connection, sign_in_id: str, conversation_id: int, client_id: str, now: datetime
) -> Sender | None:
    """Who writes, with the conversation's row locked; None where the sign-in has ended or there is no such thing."""
    values = {"sign_in": sign_in_id, "conversation_id": conversation_id, "client_id": client_id, "now": now}
    row = _SENDER.one(connection, values)
    if row is None:
        return None
    roles = {name for name, held in (("buyer", row.buys), ("seller", row.sells), ("agent", row.serves)) if held}
    asker = Asker(
        row.person_id,
        roles_by(row.proof, roles),
        frozenset((row.shop_id,) if row.is_member else ()),
        is_adult(row.birthdate, row.adult_confirmed_by, _local_day(row.market, now)),
    )
    turn = turn_of(row, "case_") if row.case_id is not None else None
    if turn is not None and connection.dialect.name != "sqlite":
        # Who waited for the lock there reads the other tables as they were before the wait.
        turn = current_turn(connection, row.case_id)
    facts = ConversationFacts(
        row.buyer_id, row.shop_id, row.closed_at is not None, holder_id=turn.agent_id if turn else None
    )
    return Sender(asker, facts, row, turn)


def _local_day(market: str, now: datetime) -> date:
    return now.astimezone(ZoneInfo(market_called(market).zone)).date()


def is_signed_in(connection: Connection, sign_in_id: str) -> bool:
    """Does this sign-in still hold?"""
    return connection.execute(_SIGNED_IN, {"sign_in": sign_in_id, "now": clock.now()}).scalar() is not None


_SIGNED_IN = (
    select(SignIn.id)
    .join(Person, Person.id == SignIn.person_id)
    .where(SignIn.id == bindparam("sign_in"), SignIn.holds_at(NOW), Person.active, Person.leaves_at.is_(None))
)
