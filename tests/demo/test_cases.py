"""The cases of the demo: one of each kind, told as the acts would have written them."""

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from shop_help import clock
from shop_help.demo.case_plans import CASES
from shop_help.demo.case_seeding import seed_cases
from shop_help.extensions import db
from shop_help.models import Case, CaseAnswer, CaseRating, Conversation, Message, Person, ProtectionCase
from shop_help.models.case_queue import recent_chat_wait
from shop_help.policy.support import OPEN, open_key
from shop_help.service_calendar import hours_in


def _case(key: str) -> Case:
    """A planned case, by the words that opened it."""
    plan = next(plan for plan in CASES if plan.key == key)
    wanted = select(Case).join(Message, Message.conversation_id == Case.conversation_id)
    return db.session.scalars(wanted.where(Message.body == plan.said[0].body)).one()


@pytest.mark.parametrize(
    ("key", "mode", "state", "agent"),
    [
        ("ana-charged", "message", "queued", None),
        ("ana-table", "message", "waiting_buyer", "gus"),
        ("ana-blanket", "chat", "resolved", "gus"),
        ("ana-backpack", "message", "closed", "iris"),
        ("ana-backpack-again", "message", "waiting_seller", "iris"),
        ("bruno-socks", "message", "queued", None),
        ("bruno-scarf", "message", "resolved", "iris"),
    ],
)
def test_there_is_a_case_of_each_kind(app: Flask, key: str, mode: str, state: str, agent: str | None) -> None:
    case = _case(key)
    assert (case.mode, case.state, case.agent.cast_name if case.agent else None) == (mode, state, agent)


def test_a_closed_case_and_the_one_that_goes_on_from_it_are_linked(app: Flask) -> None:
    closed, later = _case("ana-backpack"), _case("ana-backpack-again")
    assert later.earlier_id == closed.id
    assert (closed.open_key, closed.conversation.closed_at) == (None, closed.closed_at)
    assert later.open_key == open_key(later.buyer_id, later.order_id, later.question_id)


def test_the_rows_fit_each_other(app: Flask) -> None:
    for talk in db.session.scalars(select(Conversation).where(Conversation.kind == "support")):
        wanted = select(Message).where(Message.conversation_id == talk.id).order_by(Message.seq)
        messages = db.session.scalars(wanted).all()
        assert [message.seq for message in messages] == list(range(1, talk.last_seq + 1))
        assert messages[-1].created_at == talk.last_message_at
        assert [message.created_at for message in messages] == sorted(message.created_at for message in messages)
        case = db.session.scalars(select(Case).where(Case.conversation_id == talk.id)).one()
        mover = db.session.scalar(select(ProtectionCase.mover).where(ProtectionCase.case_id == case.id))
        # While a claim waits for its seller, nobody waits for us.
        is_ours = case.state == "queued" and mover in (None, "CUSTOMER_SERVICE")
        assert (case.answer_by is not None) is is_ours
        assert (case.resolved_at is not None) is (case.state not in OPEN)


def test_what_to_expect_of_a_chat_is_known(app: Flask) -> None:
    wait = recent_chat_wait(clock.now())
    assert wait is not None
    assert 60 < wait < 300
    assert db.session.scalar(select(func.count()).select_from(CaseAnswer).where(CaseAnswer.in_time.is_(False))) == 0


def test_ratings_hang_on_what_was_resolved(app: Flask) -> None:
    rows = db.session.execute(select(CaseRating.score, Case.state).join(Case, Case.id == CaseRating.case_id))
    assert sorted((row[0], row[1]) for row in rows) == [(2, "resolved"), (3, "closed"), (5, "resolved")]


def test_one_market_is_open_around_the_clock_and_one_has_several_periods(app: Flask) -> None:
    now = clock.now()
    assert hours_in("US", now).is_open(now)
    assert any(len(day) > 1 for day in hours_in("UK", now).week)


def test_a_case_that_people_went_on_with_stays_theirs(app: Flask) -> None:
    case = _case("ana-charged")
    gus = db.session.scalars(select(Person.id).where(Person.cast_name == "gus")).one()
    db.session.execute(update(Case).where(Case.id == case.id).values(state="resolved", agent_id=gus))
    db.session.delete(_case("bruno-socks"))
    db.session.commit()
    assert seed_cases() == 1
    assert (_case("ana-charged").state, _case("bruno-socks").state) == ("resolved", "queued")
    assert seed_cases() == 0


def test_the_cast_lists_them(app: Flask) -> None:
    output = app.test_cli_runner().invoke(args=["cast", "--json"]).output
    for plan in CASES:
        assert plan.question in output
