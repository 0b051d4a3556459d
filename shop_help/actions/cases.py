"""A buyer turns to customer service: one open case for an order and a question, with one conversation all the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from shop_help import clock, speech
from shop_help.actions.case_turning import system_line
from shop_help.actions.case_unit import case_unit
from shop_help.actions.conversations import post_message
from shop_help.announcements.cases import case_changed
from shop_help.announcements.lists import inbox_changed
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.help_finding import question_words
from shop_help.identity import Viewer, viewer_of
from shop_help.models import Case, Conversation, HelpQuestion, HelpText, HelpTopic, Order
from shop_help.models.case_log import log
from shop_help.models.case_text import begin_case_text
from shop_help.models.message_log import Draft, append
from shop_help.policy.case_turns import as_chat, first_turn
from shop_help.policy.messages import Refused, body_refusal, is_client_id
from shop_help.policy.permissions import may_contact
from shop_help.policy.support import MODES, open_key, team_of
from shop_help.presentation import short_number
from shop_help.service_calendar import hours_in
from shop_help.speech import gettext as _


@dataclass(frozen=True)
class Asked:
    """What a buyer asks customer service. `body` may be empty for a chat; `earlier_id`: the closed case before it."""

    mode: str
    order_id: int | None
    question_id: int | None
    body: str
    client_id: str
    earlier_id: int | None = None


@dataclass(frozen=True)
class OpenedCase:
    """Where it goes on, and whether there was a case like it before."""

    case_id: int
    conversation_id: int
    is_new: bool


def open_case(sign_in_id: str, asked: Asked) -> OpenedCase:
    """Opens a case with what was typed as its first message, or leads to the one there is. Raises Refused."""
    if asked.mode not in MODES or not is_client_id(asked.client_id) or (asked.mode == "message" and not asked.body):
        raise Refused("bad_request")
    refusal = body_refusal(asked.body) if asked.body else None
    if refusal is not None:
        raise Refused(refusal)
    try:
        opened = _open(sign_in_id, asked)
    except IntegrityError:
        # Two taps at once: the other one made it.
        opened = _open(sign_in_id, asked)
    if not opened.is_new:
        _go_on(sign_in_id, opened, asked)
    return opened


def _open(sign_in_id: str, asked: Asked) -> OpenedCase:
    with write_unit(db.session) as session:
        viewer = _buyer(sign_in_id, asked)
        key = open_key(viewer.person_id, asked.order_id, asked.question_id)
        known = session.scalar(select(Case).where(Case.open_key == key))
        if known is not None:
            return OpenedCase(known.id, known.conversation_id, False)
        opened = new_case(viewer, asked, key, clock.now())
    inbox_changed(viewer.person_id, None)
    case_changed(opened.conversation_id)
    return opened


def _buyer(sign_in_id: str, asked: Asked) -> Viewer:
    """The buyer, whose own the order and the earlier case are. Raises Refused."""
    viewer = viewer_of(sign_in_id)
    if viewer is None:
        raise Refused("signed_out")
    own_order = asked.order_id is None or _is_there(Order.of(viewer.person_id).where(Order.id == asked.order_id))
    own_case = asked.earlier_id is None or _is_there(
        Case.of_buyer(viewer.person_id).where(Case.id == asked.earlier_id)
    )
    known = asked.question_id is None or _is_there(select(HelpQuestion).where(HelpQuestion.id == asked.question_id))
    if not may_contact(viewer) or not (own_order and own_case and known):
        raise Refused("forbidden")
    return viewer


def _is_there(wanted: Any) -> bool:
    return db.session.scalar(wanted) is not None


def new_case(
    viewer: Viewer, asked: Asked, key: str, now: datetime, cards: Sequence[Draft] = (), team: str = ""
) -> OpenedCase:
    """A case with its conversation, inside the caller's commit: what it is about, `cards`, and the buyer's words."""
    session = db.session
    order = session.get(Order, asked.order_id) if asked.order_id else None
    market = order.market if order else viewer.market
    topic, words = _question(asked.question_id)
    talk = Conversation(kind="support", buyer_id=viewer.person_id, order_id=asked.order_id, created_at=now)
    session.add(talk)
    session.flush()
    turn = first_turn(asked.mode, now, hours_in(market, now))
    case = Case(
        conversation_id=talk.id,
        buyer_id=viewer.person_id,
        order_id=asked.order_id,
        question_id=asked.question_id,
        open_key=key,
        earlier_id=asked.earlier_id,
        market=market,
        language=speech.locale(),
        team=team or team_of(topic),
        opened_at=now,
        buyer_seen_at=now if asked.mode == "chat" else None,
        **vars(turn),
    )
    session.add(case)
    session.flush()
    drafts = [about_line(words, order.number if order else ""), *cards]
    if asked.body:
        drafts.append(Draft("BUYER", viewer.person_id, asked.client_id, "text", asked.body))
    said = append(session.connection(), talk.id, 0, drafts, None, now)
    begin_case_text(session.connection(), case.id, viewer.name, order.number if order else "", said)
    row = _Row(case.id, talk.id, asked.order_id, viewer.person_id)
    log(session.connection(), row, "case.opened", "BUYER", viewer.person_id, now, mode=asked.mode)
    return OpenedCase(case.id, talk.id, True)


@dataclass(frozen=True)
class _Row:
    case_id: int
    conversation_id: int
    order_id: int | None
    buyer_id: int


def _question(question_id: int | None) -> tuple[str, str]:
    """A question's topic and words."""
    if question_id is None:
        return "", ""
    wanted = (
        select(HelpTopic.slug, HelpText.question)
        .join(HelpQuestion, HelpQuestion.topic_id == HelpTopic.id)
        .join(HelpText, (HelpText.question_id == HelpQuestion.id) & (HelpText.version == HelpQuestion.version))
        .where(HelpQuestion.id == question_id)
    )
    slug, words = db.session.execute(wanted).one()
    return slug, words


def about_line(question: str, order_number: str) -> Draft:
    """The first line of the conversation: what it is about, so that nobody asks it again."""
    return system_line(lambda: _about_words(question_words(question), short_number(order_number)))


def _about_words(question: str, number: str) -> str:
    if not number:
        return question or _("A question to customer service")
    if not question:
        return _("About order %(number)s", number=number)
    return _("%(question)s · Order %(number)s", question=question, number=number)


def _go_on(sign_in_id: str, opened: OpenedCase, asked: Asked) -> None:
    """The case there is goes on: with the words as one more message, and as a chat where that was chosen."""
    if asked.body:
        post_message(sign_in_id, opened.conversation_id, asked.client_id, asked.body)
    if asked.mode == "chat":
        with case_unit(sign_in_id, opened.case_id) as work:
            if work.viewer is None or work.viewer.person_id != work.row.buyer_id:
                raise Refused("forbidden")
            # Who asks is there: without this the clockwork would take a case of yesterday for one that was left.
            here = update(Case).where(Case.id == opened.case_id).values(buyer_seen_at=work.now)
            work.connection.execute(here)
            work.become(as_chat(work.turn, work.now, work.hours), "case.became_chat", "BUYER")
