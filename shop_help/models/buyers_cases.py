"""Support cases as their buyer sees them: rows for the eye, found through the buyer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, select
from sqlalchemy import case as sql_case
from sqlalchemy.orm import aliased

from shop_help.extensions import db
from shop_help.models.case import Case, CaseRating
from shop_help.models.help_question import HelpQuestion, HelpText
from shop_help.models.order import Order
from shop_help.models.person import Person
from shop_help.models.prepared import Prepared
from shop_help.models.reading import row_of, rows_of, unread_of
from shop_help.paging import behind
from shop_help.policy.case_turns import TURN

_BUYER: Any = bindparam("buyer", 0)
_WORDS = and_(HelpText.question_id == HelpQuestion.id, HelpText.version == HelpQuestion.version)
_EARLIER, _LATER = aliased(Case), aliased(Case)


def _cases() -> Select[Any]:
    later = select(func.max(_LATER.id)).where(_LATER.earlier_id == Case.id).correlate(Case).scalar_subquery()
    return (
        select(
            Case.id,
            Case.conversation_id,
            Case.order_id,
            Case.market,
            Case.opened_at,
            Case.closed_at,
            *(getattr(Case, name).label(name) for name in TURN),
            Order.number,
            HelpQuestion.slug,
            HelpText.question,
            Person.name.label("agent_name"),
            CaseRating.score,
            CaseRating.comment,
            _EARLIER.conversation_id.label("earlier_conversation_id"),
            _EARLIER.opened_at.label("earlier_opened_at"),
            select(_LATER.conversation_id).where(_LATER.id == later).scalar_subquery().label("later_conversation_id"),
        )
        .outerjoin(Order, Order.id == Case.order_id)
        .outerjoin(HelpQuestion, HelpQuestion.id == Case.question_id)
        .outerjoin(HelpText, _WORDS)
        .outerjoin(Person, Person.id == Case.agent_id)
        .outerjoin(CaseRating, CaseRating.case_id == Case.id)
        .outerjoin(_EARLIER, _EARLIER.id == Case.earlier_id)
        .where(Case.buyer_id == _BUYER)
    )


_BY_ID = Prepared(_cases().where(Case.id == bindparam("this", 0)))
_BY_TALK = Prepared(_cases().where(Case.conversation_id == bindparam("talk", 0)))
_ALIKE = Prepared(_cases().where(Case.open_key == bindparam("key", "")))
#: What is not over: a resolved one is opened again by a message.
_GOING_ON = _cases().where(Case.state != "closed").order_by(Case.opened_at.desc(), Case.id.desc())
_ABOUT_ORDER = Prepared(_GOING_ON.where(Case.order_id == bindparam("order", 0)))
_ABOUT_NONE = Prepared(_GOING_ON.where(Case.order_id.is_(None)))


def buyers_case(buyer_id: int, case_id: int) -> Any:
    """A case of theirs; None where it is not."""
    return row_of(_BY_ID, buyer=buyer_id, this=case_id)


def case_of_talk(buyer_id: int, conversation_id: int) -> Any:
    """The case that this conversation of theirs belongs to."""
    return row_of(_BY_TALK, buyer=buyer_id, talk=conversation_id)


def case_alike(buyer_id: int, key: str) -> Any:
    """The case that asking the same once more leads to (`key`: of policy.support.open_key)."""
    return row_of(_ALIKE, buyer=buyer_id, key=key)


def cases_going_on(buyer_id: int, order_id: int | None) -> Sequence[Any]:
    """Their cases about an order (or about none) that are not closed, the newest first."""
    if order_id is None:
        return rows_of(_ABOUT_NONE, buyer=buyer_id)
    return rows_of(_ABOUT_ORDER, buyer=buyer_id, order=order_id)


def page_of_cases(buyer_id: int, behind_what: tuple[datetime, int] | None, most: int) -> Sequence[Any]:
    """All their cases, the newest first, from a place on."""
    wanted = _cases()
    if behind_what is not None:
        wanted = wanted.where(behind(Case.opened_at, Case.id, behind_what))
    wanted = wanted.order_by(Case.opened_at.desc(), Case.id.desc()).limit(most)
    return db.session.execute(wanted, {"buyer": buyer_id}).all()


def in_live_chat(buyer: Any) -> tuple[Any, ...]:
    """Conditions on Case: a live chat that this buyer is in or waits for."""
    return (Case.buyer_id == buyer, Case.mode == "chat", Case.state != "resolved", Case.state != "closed")


_CHAT = Prepared(
    select(
        Case.id,
        Case.conversation_id,
        Case.state,
        Case.queued_at,
        Person.name.label("agent_name"),
        unread_of(_BUYER, "BUYER").label("unread"),
    )
    .join(Case.conversation)
    .outerjoin(Person, Person.id == Case.agent_id)
    .where(*in_live_chat(_BUYER))
    # Where somebody waits for them comes before where they wait.
    .order_by(sql_case((Case.state == "queued", 1), else_=0), Case.opened_at.desc(), Case.id.desc())
    .limit(1)
)


def open_chat_of(buyer_id: int) -> Any:
    """The live chat that they are in or wait for; None where there is none."""
    return row_of(_CHAT, buyer=buyer_id)
