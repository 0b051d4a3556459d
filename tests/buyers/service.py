"""Customer service behind a buyer's pages: its hours, who is on duty, and what an agent does meanwhile."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, select

from shop_help import clock
from shop_help.actions import case_holding, case_states
from shop_help.actions.case_turning import Reply
from shop_help.actions.conversations import post_message
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import Case, CaseAnswer, Conversation, Duty, Message, Person, ServiceHours, SignIn
from shop_help.policy.service_hours import ALWAYS

AROUND_THE_CLOCK = [[list(ALWAYS[0])]] * 7


def open_hours(market: str = "US", week: Any = AROUND_THE_CLOCK, **more: Any) -> None:
    """The business hours of a market; around the clock without others."""
    with write_unit(db.session):
        db.session.merge(ServiceHours(market=market, week=week, **({"keeps_holidays": False} | more)))


def nothing_asked() -> None:
    """No case at all, whatever the demo holds."""
    db.session.execute(delete(Case))
    db.session.execute(delete(Conversation).where(Conversation.kind == "support"))
    db.session.commit()


def person(name: str) -> Person:
    return db.session.scalars(select(Person).where(Person.cast_name == name)).one()


def on_duty(name: str = "gus", state: str = "on", at: datetime | None = None) -> None:
    with write_unit(db.session):
        db.session.merge(Duty(person_id=person(name).id, state=state, seen_at=at or clock.now()))


def sign_in_of(name: str) -> str:
    """A sign-in of somebody who acts without a browser."""
    name_of_it = f"{name}-{uuid4()}"
    with write_unit(db.session):
        db.session.add(SignIn(id=name_of_it, person_id=person(name).id))
    return name_of_it


def claims(case: Case, name: str = "gus") -> None:
    case_holding.claim(sign_in_of(name), case.id)


def says(case: Case, body: str, then: str = "waiting_buyer", name: str = "gus") -> None:
    """An agent answers, and says whose turn it is then."""
    post_message(sign_in_of(name), case.conversation_id, str(uuid4()), body, Reply(then=then))


def sets(case: Case, state: str, name: str = "gus") -> None:
    case_states.set_state(sign_in_of(name), case.id, state)


def cases_of(name: str) -> list[Case]:
    """Somebody's cases, the newest first, as the database holds them."""
    db.session.rollback()
    db.session.expire_all()
    wanted = Case.of_buyer(person(name).id).order_by(Case.id.desc())
    return list(db.session.scalars(wanted))


def newest(name: str = "ana") -> Case:
    return cases_of(name)[0]


def recent_chats(*seconds: int) -> None:
    """First answers of live chats, just now, after so many seconds each; they hang on the newest case there is."""
    now = clock.now()
    with write_unit(db.session):
        case = db.session.scalars(select(Case).order_by(Case.id.desc())).first()
        assert case is not None
        for each in seconds:
            answer = CaseAnswer(
                case_id=case.id, agent_id=person("gus").id, mode="chat", asked_at=now, answered_at=now
            )
            answer.seconds, answer.is_first, answer.in_time = each, True, True
            answer.market, answer.team, answer.asked_hour = case.market, case.team, now.hour
            db.session.add(answer)


def resolved_case(buyer_id: int) -> int:
    """A resolved case, and customer service open around the clock in two markets with somebody on duty."""
    for market in ("US", "UK"):
        open_hours(market)
    on_duty()
    talk = Conversation(kind="support", buyer_id=buyer_id)
    db.session.add(talk)
    db.session.flush()
    case = Case(conversation_id=talk.id, buyer_id=buyer_id, market="US", mode="message", state="resolved")
    case.resolved_at, case.agent_id = clock.now(), person("gus").id
    db.session.add(case)
    db.session.commit()
    return case.id


def said_in(case: Case) -> list[tuple[str, str]]:
    """(voice, words) of a case's conversation, in order."""
    wanted = select(Message.voice, Message.body).where(Message.conversation_id == case.conversation_id)
    return [(row.voice, row.body) for row in db.session.execute(wanted.order_by(Message.seq))]
