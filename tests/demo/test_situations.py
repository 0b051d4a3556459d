"""What is in the demo: the situations that people need help in, goods with pictures, and talk."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import select

from shop_help import clock
from shop_help.demo.catalogue import PRODUCTS
from shop_help.demo.order_plans import PLANS
from shop_help.demo.questions import KICKS_FAQS, LUMA_FAQS
from shop_help.extensions import db
from shop_help.models import Conversation, Message, Order, Product, SavedReply, Shop, ShopFaq
from shop_help.policy.answers import unknown_places
from shop_help.policy.markets import market_called
from shop_help.policy.orders import ITEM_CLASSES, STATES, is_late

ART = Path(__file__).resolve().parent.parent.parent / "static" / "art"


def _order(key: int) -> Order:
    number = next(plan.number for plan in PLANS if plan.key == key)
    return db.session.scalars(select(Order).where(Order.number == number)).one()


@pytest.mark.parametrize(("key", "days"), [(108, 2), (109, 29), (110, 30), (111, 31), (112, 90), (113, 91)])
def test_delivered_days_ago_is_that_date_in_the_market(app: Flask, key: int, days: int) -> None:
    order = _order(key)
    zone = ZoneInfo(market_called(order.market).zone)
    assert order.delivered_at is not None
    today = clock.now().astimezone(zone).date()
    assert (today - order.delivered_at.astimezone(zone).date()).days == days


def test_the_situations_that_people_need_help_in_are_there(app: Flask) -> None:
    assert {order.state for order in db.session.scalars(select(Order))} == set(STATES)
    assert is_late(_order(107).state, _order(107).expected_at, clock.now())
    arrived = [package.delivered_at is not None for package in _order(115).packages]
    assert sorted(arrived) == [False, True]
    assert sorted(line.refunded_at is not None for line in _order(120).lines) == [False, False, True]
    early = _order(122)
    assert early.state == "COMPLETED"
    assert early.completed_at is not None
    assert early.delivered_at is not None
    assert timedelta(0) < early.completed_at - early.delivered_at < timedelta(days=30)
    classes = {line.item_class for order in db.session.scalars(select(Order)) for line in order.lines}
    assert classes == set(ITEM_CLASSES)
    twice = [event.station for event in _order(127).packages[0].events]
    assert twice.count("delivered") == 2
    assert twice[-1] == "delivered"


def test_no_time_of_the_demo_lies_ahead_but_promises(app: Flask) -> None:
    now = clock.now()
    for order in db.session.scalars(select(Order)):
        times = (order.created_at, order.paid_at, order.shipped_at, order.delivered_at, order.cancelled_at)
        assert all(at <= now for at in times if at), order.number
        for package in order.packages:
            assert all(event.happened_at <= now for event in package.events), order.number


def test_what_was_paid_adds_up(app: Flask) -> None:
    for order in db.session.scalars(select(Order)):
        parts = {part.kind: part.amount for part in order.payment_parts}
        total = parts.pop("total")
        taken_off = parts.pop("seller_discount", 0) + parts.pop("platform_discount", 0)
        assert sum(parts.values()) - taken_off == total, order.number
        assert parts["items"] == sum(line.price for line in order.lines)
        assert parts.get("tax", 0) == sum(line.tax for line in order.lines)


def test_every_product_has_a_picture_that_is_drawn(app: Flask) -> None:
    products = db.session.scalars(select(Product)).all()
    assert len(products) == len(PRODUCTS) >= 18
    for product in products:
        assert product.is_listed
        assert product.description
        assert product.picture.startswith("art:")
        assert (ART / f"{product.picture.removeprefix('art:')}.svg").is_file(), product.picture
        assert product.currency == market_called(product.shop.market).currency


@pytest.mark.parametrize("faq", [*LUMA_FAQS, *KICKS_FAQS], ids=lambda faq: faq.question)
def test_answers_have_only_places_that_an_order_fills(faq: Any) -> None:
    assert unknown_places(faq.answer) == []
    assert set(faq.states) <= set(STATES)
    assert 6 <= len(LUMA_FAQS) <= 8
    assert 6 <= len(KICKS_FAQS) <= 8


def test_each_shop_has_questions_replies_and_somebody_to_answer(app: Flask) -> None:
    for shop in db.session.scalars(select(Shop)):
        assert 6 <= len(db.session.scalars(select(ShopFaq).where(ShopFaq.shop_id == shop.id)).all()) <= 8
        assert 4 <= len(db.session.scalars(select(SavedReply).where(SavedReply.shop_id == shop.id)).all()) <= 5
        (member,) = shop.members
        assert [role.name for role in member.roles] == ["seller"]


def test_conversations_are_in_order_and_say_who_waits(app: Flask) -> None:
    talks = db.session.scalars(select(Conversation).where(Conversation.kind == "seller")).all()
    assert len(talks) >= 5
    for talk in talks:
        messages = db.session.scalars(
            select(Message).where(Message.conversation_id == talk.id).order_by(Message.seq)
        ).all()
        assert [message.seq for message in messages] == list(range(1, talk.last_seq + 1))
        assert messages[-1].created_at == talk.last_message_at
        times = [message.created_at for message in messages]
        assert times == sorted(times)
        assert (talk.waiting_since is not None) == (messages[-1].voice == "BUYER")
    assert 1 <= sum(talk.waiting_since is not None for talk in talks) < len(talks) / 2
