"""A case as a row of the list: who, about what, what was said last, and how long they wait by the case's clock."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from types import SimpleNamespace
from typing import Any

from sqlalchemy import and_, case, exists, func, literal_column, or_, select
from sqlalchemy.orm import aliased

from shop_help import clock, protection_words
from shop_help.agents.hours import hours_at
from shop_help.agents.listing import PERSON, Wanted, page_of
from shop_help.database import UTCDateTime
from shop_help.help_finding import question_words
from shop_help.models import (
    Case,
    Conversation,
    Dispute,
    HelpQuestion,
    HelpText,
    Message,
    Order,
    Person,
    ProtectionCase,
    reading,
)
from shop_help.models.prepared import Prepared
from shop_help.models.reading import unread_of
from shop_help.paging import cut, place, place_of
from shop_help.policy.case_clock import wait_level
from shop_help.policy.markets import market_called
from shop_help.presentation import preview

#: Columns of a case of Buyer Protection that its row tells of.
_PROTECTION = ("state", "mover", "moved_at", "due_at", "outcome")


@dataclass(frozen=True)
class CaseRow:
    """What a row shows. `level` is calm, warn or bad where somebody waits; `holder` is None for one's own."""

    id: int
    buyer: str
    question: str
    number: str | None
    mode: str
    state: str
    team: str
    language: str
    holder: str | None
    is_told: bool
    preview: str
    said_by: str
    at: datetime
    waiting_since: datetime | None
    level: str
    unread: int
    #: A rejection is disputed, and customer service decides.
    is_dispute: bool
    #: How the case of Buyer Protection stands that it is the talk of, or None.
    protection: dict[str, Any] | None = None


def rows_of(wanted: Wanted) -> tuple[list[CaseRow], str]:
    """The rows of a page in its order, and where the next one begins, or nothing."""
    here = place_of(wanted.after)
    values: dict[str, Any] = {"person": wanted.person_id, "rows": wanted.rows + 1}
    if here is not None:
        values |= {"at": here[0], "id": here[1]}
    found = reading.rows_of(_statement(wanted.show, wanted.state, here is not None), **values)
    shown, last = cut(found, wanted.rows)
    now = clock.now()
    rows = [_row(each, wanted.person_id, _level(each, now)) for each in shown]
    return rows, place(last.place_at, last.id) if last else ""


@cache
def _statement(show: str, state: str, goes_on: bool) -> Prepared:
    page = page_of(show, state, goes_on)
    return Prepared(_question(page).order_by(page.c.place))


def _question(page: Any) -> Any:
    buyer, agent, said = aliased(Person), aliased(Person), aliased(Message)
    mine = Case.agent_id == PERSON
    words = and_(HelpText.question_id == HelpQuestion.id, HelpText.version == HelpQuestion.version)
    # What a person said last tells more than what the system said to it.
    last_seq = (
        select(said.seq)
        .where(
            said.conversation_id == Case.conversation_id, or_(said.voice == "BUYER", said.voice == "CUSTOMER_SERVICE")
        )
        .correlate(Case)
        .order_by(said.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    # A colleague's case is not told here: who reads it says why first.
    told = and_(
        Message.conversation_id == Case.conversation_id,
        Message.seq == last_seq,
        or_(Case.agent_id.is_(None), mine),
    )
    unread = case((mine, unread_of(PERSON, "CUSTOMER_SERVICE")), else_=literal_column("0"))
    return (
        select(
            Case.id,
            Case.market,
            Case.mode,
            Case.state,
            Case.team,
            Case.language,
            Case.agent_id,
            Case.queued_at,
            Case.asked_at,
            Case.answer_by,
            buyer.name.label("buyer"),
            agent.name.label("agent"),
            HelpText.question,
            Order.number,
            func.substr(Message.body, 1, 160).label("preview"),
            Message.kind,
            Message.data,
            Message.voice,
            Message.person_id.label("sender_id"),
            func.coalesce(
                Message.created_at, Conversation.last_message_at, Case.opened_at, type_=UTCDateTime()
            ).label("said_at"),
            unread.label("unread"),
            exists().where(Dispute.case_id == Case.id, Dispute.state == "in_progress").label("is_dispute"),
            *(getattr(ProtectionCase, name).label(f"protection_{name}") for name in _PROTECTION),
            page.c.at.label("place_at"),
        )
        # First: of so many joins PostgreSQL changes the order of none, and would go through all cases.
        .select_from(page)
        .join(Case, Case.id == page.c.id)
        .outerjoin(ProtectionCase, ProtectionCase.case_id == Case.id)
        .join(Conversation, Conversation.id == Case.conversation_id)
        .join(buyer, buyer.id == Case.buyer_id)
        .outerjoin(agent, agent.id == Case.agent_id)
        .outerjoin(HelpQuestion, HelpQuestion.id == Case.question_id)
        .outerjoin(HelpText, words)
        .outerjoin(Order, Order.id == Case.order_id)
        .outerjoin(Message, told)
    )


def _level(found: Any, now: datetime) -> str:
    if found.answer_by is None:
        return "calm"
    return wait_level(found.mode, found.answer_by, now, hours_at(found.market, now))


def _row(found: Any, person_id: int, level: str) -> CaseRow:
    is_own = found.agent_id == person_id
    return CaseRow(
        id=found.id,
        buyer=found.buyer,
        question=question_words(found.question or ""),
        number=found.number,
        mode=found.mode,
        state=found.state,
        team=found.team,
        language=found.language,
        holder=None if is_own else found.agent,
        is_told=found.agent_id is None or is_own,
        preview=preview(found.kind, found.preview or "", found.data),
        said_by=_said_by(found, person_id),
        at=found.said_at,
        waiting_since=found.queued_at if found.state == "queued" else found.asked_at,
        level=level,
        unread=found.unread,
        is_dispute=bool(found.is_dispute),
        protection=_protection(found),
    )


def _protection(found: Any) -> dict[str, Any] | None:
    """In words, with its clock."""
    if found.protection_state is None:
        return None
    case = SimpleNamespace(**{name: getattr(found, f"protection_{name}") for name in _PROTECTION})
    return {
        "state": protection_words.state_word_of(case, "CUSTOMER_SERVICE"),
        "tone": protection_words.tone_of(case, "CUSTOMER_SERVICE"),
        "clock": protection_words.clock_of(case, market_called(found.market).zone, "CUSTOMER_SERVICE"),
    }


def _said_by(found: Any, person_id: int) -> str:
    if found.voice != "CUSTOMER_SERVICE":
        return ""
    return "me" if found.sender_id == person_id else "colleague"
