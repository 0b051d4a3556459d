"""A case that was found as a row: who, about what, how it stands, and the line that holds the words, if the agent may
read it. Of a colleague's case it says that it fits and no more: who opens it says why first (PRODUCT 6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, exists, func, select
from sqlalchemy.orm import aliased

from shop_help import clock, identity
from shop_help.extensions import db
from shop_help.help_finding import question_words
from shop_help.models import Case, CaseNote, CaseOpening, CaseText, HelpQuestion, HelpText, Message, Order, Person
from shop_help.models.case_search import Found
from shop_help.policy.permissions import ConversationFacts, may_read_case
from shop_help.policy.search_words import Piece, excerpt, marked


@dataclass(frozen=True)
class FoundRow:
    """What a row shows. `line` is None where it isn't told, or where the case was found by its number."""

    id: int
    buyer: list[Piece]
    question: str
    number: str | None
    mode: str
    state: str
    team: str
    #: Who has it; None for nobody.
    agent: str | None
    is_mine: bool
    is_told: bool
    line: list[Piece] | None
    #: buyer, customer_service, system, or note
    said_by: str
    at: datetime


def rows_of(found: Found, words: Sequence[str], viewer: identity.Viewer) -> list[FoundRow]:
    """The rows of a page, the case whose number was typed on top."""
    lines = dict(found.lines)
    ids = [*filter(None, [found.numbered]), *lines]
    cases = {row.id: row for row in db.session.execute(_CASES, {"ids": ids, **_asked(viewer)})}
    readable = {case_id for case_id, row in cases.items() if may_read_case(viewer, _facts(row, viewer))}
    told = [line for case_id, line in lines.items() if case_id in readable]
    bodies = {row.case_id: row for row in db.session.execute(_LINES, {"lines": told})}
    return [_row(cases[each], bodies.get(each), each in readable, words, viewer) for each in ids if each in cases]


def _asked(viewer: identity.Viewer) -> dict[str, Any]:
    return {"person": viewer.person_id, "now": clock.now()}


def _facts(row: Row[Any], viewer: identity.Viewer) -> ConversationFacts:
    openers = frozenset({viewer.person_id} if row.has_opened else ())
    return ConversationFacts(row.buyer_id, None, row.closed_at is not None, row.agent_id, openers)


def _cases() -> Any:
    buyer, agent = aliased(Person), aliased(Person)
    opened = exists().where(
        CaseOpening.case_id == Case.id,
        CaseOpening.person_id == bindparam("person"),
        CaseOpening.until > bindparam("now", type_=CaseOpening.until.type),
    )
    words = and_(HelpText.question_id == HelpQuestion.id, HelpText.version == HelpQuestion.version)
    return (
        select(
            Case.id,
            Case.buyer_id,
            Case.agent_id,
            Case.mode,
            Case.state,
            Case.team,
            Case.opened_at,
            Case.closed_at,
            opened.label("has_opened"),
            buyer.name.label("buyer"),
            agent.name.label("agent"),
            HelpText.question,
            Order.number,
        )
        .join(buyer, buyer.id == Case.buyer_id)
        .outerjoin(agent, agent.id == Case.agent_id)
        .outerjoin(HelpQuestion, HelpQuestion.id == Case.question_id)
        .outerjoin(HelpText, words)
        .outerjoin(Order, Order.id == Case.order_id)
        .where(Case.id.in_(bindparam("ids", expanding=True)))
    )


def _lines() -> Any:
    is_message = and_(
        CaseText.kind == "message",
        Message.conversation_id == Case.conversation_id,
        Message.seq == CaseText.place,
    )
    return (
        select(
            CaseText.case_id,
            func.coalesce(Message.body, CaseNote.body).label("body"),
            func.coalesce(func.lower(Message.voice), "note").label("said_by"),
            func.coalesce(Message.created_at, CaseNote.created_at).label("at"),
        )
        .join(Case, Case.id == CaseText.case_id)
        .outerjoin(Message, is_message)
        .outerjoin(CaseNote, and_(CaseText.kind == "note", CaseNote.id == CaseText.place))
        .where(CaseText.id.in_(bindparam("lines", expanding=True)))
    )


_CASES, _LINES = _cases(), _lines()


def _row(
    case: Row[Any], line: Row[Any] | None, is_told: bool, words: Sequence[str], viewer: identity.Viewer
) -> FoundRow:
    return FoundRow(
        id=case.id,
        buyer=marked(case.buyer, words),
        question=question_words(case.question or ""),
        number=case.number,
        mode=case.mode,
        state=case.state,
        team=case.team,
        agent=case.agent,
        is_mine=case.agent_id == viewer.person_id,
        is_told=is_told,
        line=marked(excerpt(line.body, words), words) if line and line.body else None,
        said_by=line.said_by if line else "",
        at=line.at if line else case.opened_at,
    )
