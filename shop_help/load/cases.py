"""Support cases of a large marketplace: in line, in work, waiting for others, resolved; as the acts leave them."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert, select

from shop_help.load.people import insert_agents
from shop_help.load.talk import Subject, some_id
from shop_help.models import Case, CaseAnswer, Conversation, HelpQuestion, LogEntry, Message, ReadCursor
from shop_help.policy.case_turns import Turn, after_agent, after_buyer, first_turn
from shop_help.policy.markets import market_called
from shop_help.policy.service_hours import ALWAYS, Hours
from shop_help.policy.support import TEAMS, open_key

#: How a case stands, in a hundred: its state, and whether the buyer said something last.
_STANDS = {"queued": 18, "assigned": 30, "waiting_buyer": 30, "waiting_seller": 12, "resolved": 10}
#: Of those in line, so many in a hundred are chats.
_CHATS = 10
#: Cases that one agent has, about.
_CASES_AN_AGENT = 200

_ASKED = (
    "It says delivered and nothing is here.",
    "The seller doesn't answer me since Monday.",
    "I was charged twice, could you look?",
    "It came broken, I would like my money back.",
    "Is there any news?",
    "Thank you, that helps.",
)
_ANSWERED = (
    "I have asked the carrier and write as soon as I know.",
    "Could you send me a photo of the box?",
    "The seller has until tomorrow to answer; I look into it then.",
    "I see both payments; one of them goes back to you.",
)


#: Who asks about which order, and which question.
Asked = tuple[Subject, int | None]

_MADE_TALK = insert(Conversation).returning(Conversation.id, sort_by_parameter_order=True)
_MADE_CASE = insert(Case).returning(Case.id, sort_by_parameter_order=True)


@dataclass
class _Case:
    """One case while it is made up."""

    subject: Subject
    question_id: int | None
    agent_id: int
    team: str
    turn: Turn
    opened_at: datetime
    last_agent_seq: int
    messages: list[dict[str, Any]]
    answers: list[dict[str, Any]]


def what_is_asked(connection: Connection, subjects: Sequence[Subject]) -> Iterator[Asked]:
    """Each order with each question, once."""
    questions: list[int | None] = [*connection.execute(select(HelpQuestion.id)).scalars()] or [None]
    return ((subject, question_id) for question_id in questions for subject in subjects)


def agents_for(connection: Connection, chance: random.Random, cases: int) -> list[int]:
    """As many new agents as so many cases need."""
    return insert_agents(connection, chance, max(2, cases // _CASES_AN_AGENT))


def insert_cases(
    connection: Connection, chance: random.Random, asked: Iterable[Asked], agents: Sequence[int], now: datetime
) -> None:
    """A case for each that is asked."""
    cases = [_made_up(chance, each, chance.choice(agents), now) for each in asked]
    talks = list(connection.execute(_MADE_TALK, [_talk(case) for case in cases]).scalars())
    rows = [_row(case, talk) for case, talk in zip(cases, talks, strict=True)]
    ids = list(connection.execute(_MADE_CASE, rows).scalars())
    _insert_what_was_said(connection, list(zip(cases, talks, ids, strict=True)))


def _made_up(chance: random.Random, asked: Asked, agent_id: int, now: datetime) -> _Case:
    subject, question_id = asked
    state = chance.choices(list(_STANDS), list(_STANDS.values()))[0]
    at = now - timedelta(hours=chance.expovariate(1 / 30))
    mode = "chat" if state == "queued" and chance.randrange(100) < _CHATS else "message"
    hours, team = Hours("UTC", (ALWAYS,) * 7), chance.choice(list(TEAMS))
    case = _Case(subject, question_id, agent_id, team, first_turn(mode, at, hours), at, 0, [], [])
    _say(case, chance, "SYSTEM", None, "About an order", at)
    _say(case, chance, "BUYER", subject.buyer_id, chance.choice(_ASKED), at)
    steps = 0 if state == "queued" else chance.randint(1, 4)
    for step in range(steps):
        at += (now - at) * chance.random() * 0.5
        last = step == steps - 1
        then = "waiting_buyer" if not last or state == "assigned" else state
        _answer(case, chance, at, then, hours)
        if not last or state == "assigned":
            at += (now - at) * chance.random() * 0.5
            _say(case, chance, "BUYER", subject.buyer_id, chance.choice(_ASKED), at)
            case.turn = after_buyer(case.turn, at, hours)
    return case


def _say(case: _Case, chance: random.Random, voice: str, person_id: int | None, body: str, at: datetime) -> None:
    kind = "system" if voice == "SYSTEM" else "text"
    said = {"voice": voice, "person_id": person_id, "client_id": some_id(chance), "kind": kind, "body": body}
    case.messages.append(said | {"seq": len(case.messages) + 1, "created_at": at})


def _answer(case: _Case, chance: random.Random, at: datetime, then: str, hours: Hours) -> None:
    asked_at = case.turn.asked_at or at
    _say(case, chance, "CUSTOMER_SERVICE", case.agent_id, chance.choice(_ANSWERED), at)
    case.last_agent_seq = len(case.messages)
    case.answers.append(
        {
            "agent_id": case.agent_id,
            "mode": case.turn.mode,
            "asked_at": asked_at,
            "answered_at": at,
            "seconds": round((at - asked_at).total_seconds()),
            "is_first": case.turn.first_answered_at is None,
            "in_time": case.turn.answer_by is None or at <= case.turn.answer_by,
            "asked_hour": asked_at.astimezone(ZoneInfo(market_called("US").zone)).hour,
        }
    )
    case.turn = after_agent(case.turn, case.agent_id, then, at, hours)


def _insert_what_was_said(connection: Connection, made: Sequence[tuple[_Case, int, int]]) -> None:
    messages, answers, cursors, log = [], [], [], []
    for case, talk, case_id in made:
        messages += [{**said, "conversation_id": talk} for said in case.messages]
        of_case = {"case_id": case_id, "market": "US", "team": case.team, "question_id": case.question_id}
        answers += [{**answer, **of_case} for answer in case.answers]
        if case.last_agent_seq:
            seq = {"conversation_id": talk, "voice": "CUSTOMER_SERVICE", "seq": case.last_agent_seq}
            cursors.append({**seq, "person_id": case.agent_id})
        told = {"conversation_id": talk, "order_id": case.subject.order_id, "data": {"case": case_id}}
        log.append({**told, "what": "case.opened", "voice": "BUYER", "person_id": case.subject.buyer_id})
    for table, values in ((Message, messages), (CaseAnswer, answers), (ReadCursor, cursors), (LogEntry, log)):
        if values:
            connection.execute(insert(table), values)


def _talk(case: _Case) -> dict[str, Any]:
    last = case.messages[-1]
    return {
        "kind": "support",
        "buyer_id": case.subject.buyer_id,
        "order_id": case.subject.order_id,
        "created_at": case.opened_at,
        "last_seq": last["seq"],
        "last_message_at": last["created_at"],
    }


def _row(case: _Case, conversation_id: int) -> dict[str, Any]:
    subject = case.subject
    return {
        "conversation_id": conversation_id,
        "buyer_id": subject.buyer_id,
        "order_id": subject.order_id,
        "question_id": case.question_id,
        "open_key": open_key(subject.buyer_id, subject.order_id, case.question_id),
        "market": "US",
        "team": case.team,
        "opened_at": case.opened_at,
        **vars(case.turn),
    }
