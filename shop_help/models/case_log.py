"""A support case's own SQL: whose turn it is, written in the transaction of the message or act that changes it."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, func, insert, or_, select, update

from shop_help.models.case import Case, CaseAnswer, CaseOpening
from shop_help.models.conversation import Conversation, Message
from shop_help.models.log_entry import LogEntry
from shop_help.models.outbox import hand_in
from shop_help.models.prepared import Prepared
from shop_help.policy.case_turns import TURN, Turn
from shop_help.policy.happenings import HAPPENINGS


def turn_of(row: Any, prefix: str = "") -> Turn:
    """The turn in a row of the case's columns."""
    return Turn(**{name: getattr(row, f"{prefix}{name}") for name in TURN})


_STORE = Prepared(
    update(Case).where(Case.id == bindparam("this")).values({name: bindparam(f"new_{name}") for name in TURN})
)


def store_turn(connection: Connection, case_id: int, turn: Turn) -> None:
    """Writes a turn. Under the conversation's lock, which every change of a case takes first."""
    _STORE.run(connection, {"this": case_id, **{f"new_{name}": value for name, value in asdict(turn).items()}})


_TURN = Prepared(select(*(getattr(Case, name).label(name) for name in TURN)).where(Case.id == bindparam("this")))


def current_turn(connection: Connection, case_id: int) -> Turn:
    """Whose turn it is, asked again under the conversation's lock."""
    return turn_of(_TURN.one(connection, {"this": case_id}))


def _answered() -> Any:
    asked_at, answered_at = (
        bindparam(name, None, type_=CaseAnswer.asked_at.type) for name in ("asked_at", "answered_at")
    )
    told: dict[str, Any] = {name: bindparam(name, 0) for name in ("agent_id", "seconds", "asked_hour")}
    told |= {name: bindparam(name, False) for name in ("is_first", "in_time")}
    told |= {"mode": bindparam("mode", ""), "asked_at": asked_at, "answered_at": answered_at}
    # As the case is when it is answered: later it may be another team's.
    told |= {"case_id": Case.id, "market": Case.market, "team": Case.team, "question_id": Case.question_id}
    asked = select(*told.values()).where(Case.id == bindparam("this", 0))
    return insert(CaseAnswer).from_select(list(told), asked, include_defaults=False)


_ANSWERED = Prepared(_answered())


def record_answer(
    connection: Connection, case_id: int, agent_id: int, turn: Turn, now: datetime, seconds: int, zone: str
) -> None:
    """The buyer who waited in this turn was answered now, after `seconds` of business hours of that zone."""
    asked_at = turn.asked_at or now
    _ANSWERED.run(
        connection,
        {
            "this": case_id,
            "agent_id": agent_id,
            "mode": turn.mode,
            "asked_at": asked_at,
            "answered_at": now,
            "seconds": max(0, seconds),
            "is_first": turn.first_answered_at is None,
            "in_time": turn.answer_by is None or now <= turn.answer_by,
            "asked_hour": asked_at.astimezone(ZoneInfo(zone)).hour,
        },
    )


_LOCKED = Prepared(
    select(
        Case.id.label("case_id"),
        Case.conversation_id,
        Case.buyer_id,
        Case.order_id,
        Case.market,
        Case.team,
        Case.language,
        Case.buyer_seen_at,
        Conversation.last_seq,
        Conversation.closed_at,
        *(getattr(Case, name).label(name) for name in TURN),
    )
    .join(Conversation, Conversation.id == Case.conversation_id)
    .where(Case.id == bindparam("this"))
    .with_for_update(of=Conversation)
)


def locked_case(connection: Connection, case_id: int) -> Any:
    """A case's row with its conversation locked: the one way to change its state. None where there is none.

    On PostgreSQL a row that was waited for is read as it was before the wait, so the case's part is asked for again.
    """
    row = _LOCKED.one(connection, {"this": case_id})
    if row is None or connection.dialect.name == "sqlite":
        return row
    return _LOCKED.one(connection, {"this": case_id})


_NEWER = Prepared(
    select(func.max(Message.seq).label("seq")).where(
        Message.conversation_id == bindparam("conversation", 0),
        Message.seq > bindparam("seen", 0),
        or_(Message.voice == "BUYER", Message.voice == "CUSTOMER_SERVICE"),
        Message.person_id != bindparam("person", 0),
    )
)


def is_stale(connection: Connection, conversation_id: int, seen: int, person_id: int) -> bool:
    """Did somebody else say something behind the last message that this person had in sight?"""
    values = {"conversation": conversation_id, "seen": seen, "person": person_id}
    return _NEWER.one(connection, values).seq is not None


_LOG = Prepared(
    insert(LogEntry),
    ("happened_at", "what", "voice", "person_id", "order_id", "shop_id", "conversation_id", "why", "data"),
)


def log(
    connection: Connection, case: Any, what: str, voice: str, person_id: int | None, now: datetime, **data: Any
) -> None:
    """A line of the timeline: what happened to a case (a row with case_id, conversation_id, order_id, buyer_id), by
    whom. It is told on too, but for what agents note among themselves."""
    why = data.pop("why", "")
    _LOG.run(
        connection,
        {
            "happened_at": now,
            "what": what,
            "voice": voice,
            "person_id": person_id,
            "order_id": case.order_id,
            "shop_id": None,
            "conversation_id": case.conversation_id,
            "why": why,
            "data": {"case": case.case_id, **data},
        },
    )
    if what in HAPPENINGS:
        place = {"conversation": case.conversation_id, "buyer": case.buyer_id, "order": case.order_id}
        hand_in(connection, what, now, {"case": case.case_id, **place, **data})


_OPENED = Prepared(
    select(CaseOpening.id).where(
        CaseOpening.case_id == bindparam("case"),
        CaseOpening.person_id == bindparam("person"),
        CaseOpening.until > bindparam("now"),
    )
)


def has_opened(connection: Connection, case_id: int, person_id: int, now: datetime) -> bool:
    """Did this agent say why they look into the case, not too long ago?"""
    return bool(_OPENED.all(connection, {"case": case_id, "person": person_id, "now": now}))
