"""flask populate: as much as was asked for, and every row keeps what the acts promise."""

from collections import Counter
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from shop_help import clock
from shop_help.extensions import db
from shop_help.load import talk as load_talk
from shop_help.models import Case, Conversation, LogEntry, Message, Order, OrderLine, Person, ReadCursor, Shop, Wait
from shop_help.policy.answering import is_meaningful
from shop_help.policy.messages import is_client_id
from shop_help.policy.orders import STATES


def _populate(app: Flask, **wanted: int) -> str:
    options = [word for name, value in wanted.items() for word in (f"--{name}", str(value))]
    result = app.test_cli_runner().invoke(args=["populate", *options])
    assert result.exit_code == 0, result.output
    db.session.rollback()
    return str(result.output)


def _loaded_orders() -> list[Order]:
    return list(db.session.scalars(select(Order).join(Person).where(Person.external_id.startswith("load-"))))


def _loaded_talks() -> list[Conversation]:
    loaded = select(Conversation).join(Person).where(Person.external_id.startswith("load-"))
    return list(db.session.scalars(loaded))


@pytest.fixture
def large(app: Flask) -> Flask:
    _populate(app, buyers=40, orders=300, messages=3000, shops=4)
    return app


def test_there_is_as_much_as_was_asked_for(app: Flask) -> None:
    output = _populate(app, buyers=40, orders=300, messages=3000, shops=4)
    assert "40 buyers, 300 orders, 3,000 messages" in output
    assert "rows a second" in output
    people = db.session.scalars(select(Person).where(Person.external_id.startswith("load-"))).all()
    assert Counter(role.name for person in people for role in person.roles) == {"buyer": 40, "seller": 4}
    assert {person.cast_name for person in people} == {None}
    assert all(person.adult_confirmed_by for person in people)
    assert len(_loaded_orders()) == 300
    assert sum(talk.last_seq for talk in _loaded_talks()) == 3000


def test_conversations_keep_their_promises(large: Flask) -> None:
    sellers = {shop.id: {member.id for member in shop.members} for shop in db.session.scalars(select(Shop))}
    for talk in _loaded_talks():
        messages = db.session.scalars(
            select(Message).where(Message.conversation_id == talk.id).order_by(Message.seq)
        ).all()
        assert [message.seq for message in messages] == list(range(1, talk.last_seq + 1))
        assert talk.last_message_at == messages[-1].created_at <= clock.now()
        assert [message.created_at for message in messages] == sorted(message.created_at for message in messages)
        waiting, answered = None, 0
        for message in messages:
            assert is_client_id(message.client_id)
            assert message.person_id in ({talk.buyer_id} if message.voice == "BUYER" else sellers[talk.shop_id])
            if message.voice == "BUYER":
                waiting = waiting or message.created_at
            elif waiting is not None and is_meaningful(message.body):
                waiting, answered = None, answered + 1
        assert talk.waiting_since == waiting
        waits = db.session.scalars(select(Wait).where(Wait.conversation_id == talk.id)).all()
        assert len(waits) == answered
        cursors = db.session.scalars(select(ReadCursor).where(ReadCursor.conversation_id == talk.id)).all()
        assert {cursor.voice for cursor in cursors} == {"BUYER", "SHOP"}
        assert all(0 <= cursor.seq <= talk.last_seq for cursor in cursors)


def test_conversations_are_of_every_length_and_belong_to_their_orders(large: Flask) -> None:
    talks = _loaded_talks()
    lengths = [talk.last_seq for talk in talks]
    assert min(lengths) <= 2
    assert max(lengths) > 20
    for talk in talks:
        if talk.order_id is not None:
            order = db.session.get(Order, talk.order_id)
            assert order is not None
            assert (order.buyer_id, order.shop_id) == (talk.buyer_id, talk.shop_id)


def test_orders_keep_their_promises(large: Flask) -> None:
    orders = _loaded_orders()
    assert {order.state for order in orders} >= set(STATES) - {"UNPAID", "ON_HOLD", "PARTIALLY_SHIPPING"}
    for order in orders:
        parts = {part.kind: part.amount for part in order.payment_parts}
        assert parts["items"] - parts.get("seller_discount", 0) + parts.get("tax", 0) == parts["total"] == order.total
        assert parts["items"] == sum(line.price for line in order.lines)
        assert [line.position for line in order.lines] == list(range(len(order.lines)))
        delivered = order.state in ("DELIVERED", "COMPLETED")
        assert (order.delivered_at is not None) == delivered
        assert all((package.delivered_at is not None) == delivered for package in order.packages)
        assert (order.completed_at is not None) == (order.state == "COMPLETED")
        assert (order.cancelled_at is not None) == (order.state == "CANCELLED")
        assert (order.paid_at is None) == (order.state == "UNPAID")
        times = [order.created_at, order.paid_at, order.shipped_at, order.delivered_at, order.completed_at]
        known = [at for at in times if at]
        assert known == sorted(known)
        assert known[-1] <= clock.now()
    logged = select(func.count()).select_from(LogEntry).where(LogEntry.what == "order.taken_in")
    ids = [order.id for order in orders]
    assert db.session.scalar(logged.where(LogEntry.order_id.in_(ids))) == len(orders)


def test_a_partly_shipped_order_has_lines_on_both_sides(app: Flask) -> None:
    _populate(app, buyers=20, orders=1500, messages=0, shops=3)
    partly = [order for order in _loaded_orders() if order.state == "PARTIALLY_SHIPPING"]
    assert partly
    for order in partly:
        assert {line.package_id is None for line in order.lines} == {True, False}


def test_a_second_run_adds_to_the_first(large: Flask) -> None:
    _populate(large, buyers=10, orders=50, messages=100, shops=2, seed=2)
    assert len(_loaded_orders()) == 350
    assert sum(talk.last_seq for talk in _loaded_talks()) == 3100


def test_the_same_number_makes_the_same_marketplace(app: Flask, large: Flask) -> None:
    def shape() -> list[tuple[Any, ...]]:
        rows = select(Order.state, func.count(OrderLine.id)).join(OrderLine).group_by(Order.id).order_by(Order.number)
        return [tuple(row) for row in db.session.execute(rows.where(Order.number.startswith("59")))]

    first = shape()
    _populate(app, buyers=40, orders=300, messages=0, shops=4)
    assert shape()[300:] == first


@pytest.mark.parametrize(("messages", "subjects"), [(0, 5), (1, 5), (1000, 0), (1000, 3), (100_000, 50_000)])
def test_lengths_add_up_to_the_messages_wanted(messages: int, subjects: int) -> None:
    import random

    lengths = list(load_talk.conversation_lengths(random.Random(3), messages, subjects))
    assert sum(lengths) == messages
    assert all(length > 0 for length in lengths)
    assert not subjects or len(lengths) <= subjects


def test_messages_without_orders_are_about_none(app: Flask) -> None:
    _populate(app, buyers=30, orders=0, messages=200, shops=3)
    talks = _loaded_talks()
    assert sum(talk.last_seq for talk in talks) == 200
    assert {talk.order_id for talk in talks} == {None}


def test_cases_stand_as_their_acts_leave_them(app: Flask) -> None:
    before = db.session.scalar(select(func.count()).select_from(Case)) or 0
    output = _populate(app, buyers=20, orders=60, messages=0, cases=150, shops=3)
    assert "150 cases" in output
    cases = db.session.scalars(select(Case).where(Case.buyer.has(Person.external_id.startswith("load-")))).all()
    assert len(cases) == 150
    assert {case.state for case in cases} == {"queued", "assigned", "waiting_buyer", "waiting_seller", "resolved"}
    assert len({case.open_key for case in cases}) == 150, "one for each buyer, order and question"
    for case in cases:
        assert (case.agent_id is None) == (case.state == "queued")
        assert (case.asked_at is None) == (case.state not in ("queued", "assigned"))
        assert (case.resolve_by is None) == (case.state not in ("queued", "assigned"))
        assert (case.resolve_left is None) == (case.state not in ("waiting_buyer", "waiting_seller"))
        said = db.session.scalars(
            select(Message).where(Message.conversation_id == case.conversation_id).order_by(Message.seq)
        ).all()
        assert [message.seq for message in said] == list(range(1, case.conversation.last_seq + 1))
        assert said[-1].voice == ("BUYER" if case.state in ("queued", "assigned") else "CUSTOMER_SERVICE")
    agents = db.session.scalars(select(Person).where(Person.external_id.startswith("load-agent-"))).all()
    assert {role.name for agent in agents for role in agent.roles} == {"agent"}
    _populate(app, buyers=5, orders=10, messages=0, cases=10, shops=1, seed=2)
    assert db.session.scalar(select(func.count()).select_from(Case)) == before + 160
