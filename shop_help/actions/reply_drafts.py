"""Around an agent's reply: words kept before they are sent, held back where they are stale, and who else looks."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from shop_help import audit, clock
from shop_help.actions.staff import agent_at
from shop_help.announcements.cases import staff_panel_changed
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.identity import Viewer
from shop_help.models import Case, CaseOpening
from shop_help.models.case_log import log
from shop_help.models.case_viewers import LOOKS_FOR, TYPES_FOR, last_look, note_look, stop_typing
from shop_help.models.reading import facts_of
from shop_help.models.reply_drafts import forget, put_aside
from shop_help.policy.messages import LARGEST_BODY, LONGEST_BODY, Refused
from shop_help.policy.permissions import ConversationFacts, may_answer_cases, may_read_case
from shop_help.policy.support import OVERTAKEN_FOR, OVERTAKEN_WITHIN
from shop_help.speech import gettext as _

#: A look is written down again after so long.
NOTED_FOR = timedelta(seconds=10)


def keep_draft(sign_in_id: str, case_id: int, body: str, seen: int, is_typing: bool = False) -> None:
    """Keeps what an agent has written so far; nothing written is no draft. Also of a case that a colleague took.

    `seen`: the last message in sight. Raises Refused for whom the case is not there.
    """
    if len(body) > LONGEST_BODY or len(body.encode(errors="replace")) > LARGEST_BODY:
        raise Refused("too_long")
    is_news = False
    with write_unit(db.session) as session:
        agent, row, facts = _asked(sign_in_id, case_id)
        connection, now = session.connection(), clock.now()
        if body.strip():
            put_aside(connection, agent.person_id, row.conversation_id, body, seen, now)
        else:
            forget(connection, agent.person_id, row.conversation_id)
        if may_read_case(agent, facts):
            is_news = _note_typing(connection, case_id, agent.person_id, is_typing and bool(body.strip()))
    if is_news:
        staff_panel_changed(row.conversation_id)


def _note_typing(connection: Connection, case_id: int, person_id: int, is_typing: bool) -> bool:
    """Is it news to the others? It is said when it begins and when it ends, and not at every word."""
    now, last = clock.now(), last_look(connection, case_id, person_id)
    was_typing = last is not None and last.typed_at is not None and last.typed_at > now - TYPES_FOR
    if is_typing:
        note_look(connection, case_id, person_id, now, is_typing=True)
    elif was_typing:
        stop_typing(connection, case_id, person_id)
    return is_typing != was_typing


def note_looking(person_id: int, case_id: int, conversation_id: int) -> None:
    """An agent has the case open in front of them: said by its page, which found that they may read it."""
    now = clock.now()
    last = last_look(db.session.connection(), case_id, person_id)
    if last is not None and last.seen_at > now - NOTED_FOR:
        return
    with write_unit(db.session) as session:
        note_look(session.connection(), case_id, person_id, now)
    if last is None or last.seen_at <= now - LOOKS_FOR:
        staff_panel_changed(conversation_id)


def let_read_on(sign_in_id: str, case_id: int) -> None:
    """Who wrote while a colleague took the case may read what came meanwhile: that is why, and it is written down.

    For whoever looked a short while before it was taken, once; anybody else has to say why (PRODUCT 6).
    """
    with write_unit(db.session) as session:
        agent, row, facts = _asked(sign_in_id, case_id)
        connection, now = session.connection(), clock.now()
        last = last_look(connection, case_id, agent.person_id)
        if may_read_case(agent, facts) or not _was_overtaken(last, row.assigned_at, now):
            return
        why = _("Was writing an answer when a colleague took the case.")
        until = now + OVERTAKEN_FOR
        session.add(CaseOpening(case_id=case_id, person_id=agent.person_id, reason=why, opened_at=now, until=until))
        log(connection, row, "case.looked_into", "CUSTOMER_SERVICE", agent.person_id, now, why=why)
        audit.note("case.looked_into", f"case {case_id}", agent, why, after={"until": until})


def _was_overtaken(last: Any, assigned_at: datetime | None, now: datetime) -> bool:
    """Was the last look one at a case that nobody had yet, and not long ago?"""
    if last is None or assigned_at is None:
        return False
    return bool(now - OVERTAKEN_WITHIN <= last.seen_at <= assigned_at)


def _asked(sign_in_id: str, case_id: int) -> tuple[Viewer, Any, ConversationFacts]:
    """The agent, the case's row and its facts. Raises Refused for whom the case is not there."""
    agent = agent_at(sign_in_id)
    wanted = select(Case.id.label("case_id"), Case.conversation_id, Case.order_id, Case.assigned_at)
    row = db.session.execute(wanted.where(Case.id == case_id)).one_or_none()
    facts = facts_of(row.conversation_id) if row is not None else None
    if facts is None or not may_answer_cases(agent, facts):
        raise Refused("forbidden")
    return agent, row, facts
