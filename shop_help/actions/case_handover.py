"""The summary that goes with a case when it changes hands, as a note in the same commit."""

from typing import Any
from uuid import uuid4

from sqlalchemy import func, select

from shop_help import order_words
from shop_help.actions.case_unit import CaseWork
from shop_help.dates import day_and_time
from shop_help.extensions import db
from shop_help.help_finding import question_words
from shop_help.models import Case, CaseNote, HelpQuestion, HelpText, Message, Order
from shop_help.policy.case_clock import CaseClock, clock_of
from shop_help.policy.handover import HandoverFacts, handover
from shop_help.policy.markets import market_called
from shop_help.presentation import short_number, state_word, words_of
from shop_help.speech import gettext as _


def note_handover(work: CaseWork, person_id: int, why: str) -> None:
    """Puts the summary together as the case stands now, before it moves; `person_id` hands it on."""
    lines = [_(sentence, **values) for sentence, values in handover(_facts(work, why))]
    db.session.add(
        CaseNote(
            case_id=work.row.case_id,
            person_id=person_id,
            client_id=str(uuid4()),
            body="\n".join(lines),
            after_seq=work.row.last_seq,
            kind="handover",
            created_at=work.now,
        )
    )


def _facts(work: CaseWork, why: str) -> HandoverFacts:
    order = db.session.get(Order, work.row.order_id) if work.row.order_id else None
    asked, answered = _said(work, "BUYER"), _said(work, "CUSTOMER_SERVICE")
    notes = select(func.count()).where(CaseNote.case_id == work.row.case_id, CaseNote.kind == "note")
    return HandoverFacts(
        about=_question(work.row.case_id),
        order=f"{short_number(order.number)}, {state_word(order.state)}" if order else "",
        order_clock=_order_clock(order) if order else "",
        first_asked=_words(work, asked.first),
        last_said=_words(work, asked.last),
        last_answer=_words(work, answered.last),
        answers=answered.count,
        promise=_promise(work),
        notes=db.session.scalar(notes) or 0,
        why=why,
    )


def _question(case_id: int) -> str:
    wanted = (
        select(HelpText.question)
        .join(HelpQuestion, (HelpQuestion.id == HelpText.question_id) & (HelpQuestion.version == HelpText.version))
        .join(Case, Case.question_id == HelpQuestion.id)
        .where(Case.id == case_id)
    )
    return question_words(db.session.scalar(wanted) or "")


def _said(work: CaseWork, voice: str) -> Any:
    """The places of the first and the last that was said in a voice, and how much was."""
    wanted = select(
        func.min(Message.seq).label("first"),
        func.max(Message.seq).label("last"),
        func.count().label("count"),
    ).where(Message.conversation_id == work.row.conversation_id, Message.voice == voice)
    return db.session.execute(wanted).one()


def _words(work: CaseWork, seq: int | None) -> str:
    found = db.session.get(Message, (work.row.conversation_id, seq)) if seq else None
    return words_of(found.kind, found.body) if found else ""


def _order_clock(order: Order) -> str:
    clock = order_words.clock_of(order)
    return f"{clock['who']} {clock['word']} {clock['until_words']}" if clock else ""


def _promise(work: CaseWork) -> str:
    """Who has to move by when, as the case's own clock says."""
    running = clock_of(work.turn, work.now, work.hours)
    if running is None:
        return ""
    return _promised(running, market_called(work.row.market).zone)


def _promised(running: CaseClock, zone: str) -> str:
    until = day_and_time(running.until, zone) if running.until else ""
    return {
        "take": _("the chat is taken by %(time)s", time=until),
        "answer": _("an answer by %(time)s", time=until),
        "resolve": _("resolved by %(time)s", time=until),
        "buyer": _("nothing by us: the buyer has to move"),
        "seller": _("nothing by us: the seller has to move"),
    }.get(running.what, "")
