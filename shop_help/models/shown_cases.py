"""A support case as agents see it, with what belongs to it: a statement each."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, exists, func, select
from sqlalchemy.orm import aliased

from shop_help.models.case import Case, CaseNote, CaseOpening
from shop_help.models.conversation import Conversation
from shop_help.models.help_question import HelpQuestion, HelpText
from shop_help.models.log_entry import LogEntry
from shop_help.models.order import Order
from shop_help.models.person import Person
from shop_help.models.prepared import Prepared
from shop_help.models.reading import row_of, rows_of
from shop_help.models.shop import Shop
from shop_help.policy.case_turns import TURN

_BUYER, _AGENT = aliased(Person), aliased(Person)
_TURN = tuple(getattr(Case, name).label(name) for name in TURN)
_WORDS = and_(HelpText.question_id == HelpQuestion.id, HelpText.version == HelpQuestion.version)
_THREAD = aliased(Conversation)
_LATER = aliased(Case)


def _one() -> Any:
    thread = and_(_THREAD.buyer_id == Order.buyer_id, _THREAD.shop_id == Order.shop_id, _THREAD.order_id == Order.id)
    opened = exists().where(
        CaseOpening.case_id == Case.id,
        CaseOpening.person_id == bindparam("person", 0),
        CaseOpening.until > bindparam("now", type_=CaseOpening.until.type),
    )
    later = select(func.min(_LATER.id)).where(_LATER.earlier_id == Case.id).correlate(Case).scalar_subquery()
    return (
        select(
            Case.id.label("case_id"),
            Case.conversation_id,
            Case.buyer_id,
            Case.order_id,
            Case.earlier_id,
            Case.market,
            Case.language,
            Case.team,
            Case.opened_at,
            *_TURN,
            later.label("later_id"),
            opened.label("has_opened"),
            _BUYER.name.label("buyer_name"),
            _BUYER.market.label("buyer_market"),
            _AGENT.name.label("agent_name"),
            HelpText.question,
            Order.number,
            Shop.id.label("shop_id"),
            Shop.name.label("shop_name"),
            _THREAD.id.label("thread_id"),
            _THREAD.last_seq.label("thread_head"),
            _THREAD.waiting_since.label("thread_waiting_since"),
            Shop.holiday_from,
            Shop.holiday_until,
            Conversation.last_seq,
            Conversation.last_message_at,
            Conversation.closed_at,
        )
        .join(Conversation, Conversation.id == Case.conversation_id)
        .join(_BUYER, _BUYER.id == Case.buyer_id)
        .outerjoin(_AGENT, _AGENT.id == Case.agent_id)
        .outerjoin(HelpQuestion, HelpQuestion.id == Case.question_id)
        .outerjoin(HelpText, _WORDS)
        .outerjoin(Order, Order.id == Case.order_id)
        .outerjoin(Shop, Shop.id == Order.shop_id)
        .outerjoin(_THREAD, thread)
        .where(Case.id == bindparam("this", 0))
    )


_ONE = Prepared(_one())


def shown_case(case_id: int, person_id: int, now: datetime) -> Any:
    """A case with its people, its order and the seller's thread about it; None where there is none."""
    return row_of(_ONE, this=case_id, person=person_id, now=now)


_HISTORY = Prepared(
    select(
        Case.id,
        Case.state,
        Case.opened_at,
        Case.agent_id,
        _AGENT.name.label("agent_name"),
        HelpText.question,
        Order.number,
    )
    .outerjoin(_AGENT, _AGENT.id == Case.agent_id)
    .outerjoin(HelpQuestion, HelpQuestion.id == Case.question_id)
    .outerjoin(HelpText, _WORDS)
    .outerjoin(Order, Order.id == Case.order_id)
    .where(Case.buyer_id == bindparam("buyer", 0), Case.id != bindparam("this", 0))
    .order_by(Case.opened_at.desc(), Case.id.desc())
    .limit(bindparam("most", 0))
)

_ORDERS = Prepared(
    select(Order.id, Order.number, Order.state, Order.created_at, Shop.name.label("shop_name"))
    .join(Shop, Shop.id == Order.shop_id)
    .where(Order.buyer_id == bindparam("buyer", 0), Order.id != bindparam("this", 0))
    .order_by(Order.created_at.desc(), Order.id.desc())
    .limit(bindparam("most", 0))
)

_NOTES = Prepared(
    select(CaseNote.id, CaseNote.person_id, CaseNote.kind, CaseNote.body, CaseNote.after_seq, CaseNote.created_at)
    .add_columns(Person.name)
    .join(Person, Person.id == CaseNote.person_id)
    .where(CaseNote.case_id == bindparam("this", 0))
    .order_by(CaseNote.id.desc())
    .limit(bindparam("most", 0))
)

_TIMELINE = Prepared(
    select(LogEntry.what, LogEntry.voice, LogEntry.why, LogEntry.data, LogEntry.happened_at, Person.name)
    .outerjoin(Person, Person.id == LogEntry.person_id)
    .where(LogEntry.conversation_id == bindparam("conversation", 0))
    .order_by(LogEntry.happened_at.desc(), LogEntry.id.desc())
    .limit(bindparam("most", 0))
)


def other_cases(buyer_id: int, case_id: int, most: int) -> Sequence[Any]:
    """What else this buyer asked customer service, the newest first."""
    return rows_of(_HISTORY, buyer=buyer_id, this=case_id, most=most)


def other_orders(buyer_id: int, order_id: int | None, most: int) -> Sequence[Any]:
    """What else this buyer ordered, the newest first."""
    return rows_of(_ORDERS, buyer=buyer_id, this=order_id or 0, most=most)


def notes_of(case_id: int, most: int) -> Sequence[Any]:
    """What agents told each other of a case, the newest first."""
    return rows_of(_NOTES, this=case_id, most=most)


def timeline_of(conversation_id: int, most: int) -> Sequence[Any]:
    """What happened to a case, the newest first."""
    return rows_of(_TIMELINE, conversation=conversation_id, most=most)
