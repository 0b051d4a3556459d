"""The answer rate as buyers see it: 24 hours, goal 90 %, a greeting is no answer, a holiday pauses (PRODUCT 4)."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from shop_help.actions.conversations import post_message
from shop_help.actions.photos import post_photo
from shop_help.actions.questions import ask_faq
from shop_help.extensions import db
from shop_help.models import Conversation, Shop, ShopFaq, SignIn, Wait
from shop_help.models.answer_rates import measured_rate
from shop_help.policy.answer_clock import service_from
from tests.pictures import drawn, file_of
from tests.sellers.scene import HOUR, buyer_named, cleared, shop_named, talked

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def shop(app: Flask) -> Shop:
    return cleared(shop_named("Luma Home"))


@pytest.fixture
def asked(shop: Shop) -> Conversation:
    """A buyer asked at noon; the seller is signed in."""
    db.session.add(SignIn(id="the seller's", person_id=shop.members[0].id))
    return talked(buyer_named("Ola Nord"), shop, ("BUYER", "Where is it?"), waiting_since=NOON)


def answer(talk: Conversation, body: str, at: datetime) -> None:
    with time_machine.travel(at, tick=False):
        post_message("the seller's", talk.id, str(uuid4()), body)


def share(shop: Shop, at: datetime) -> float | None:
    with time_machine.travel(at, tick=False):
        return measured_rate(shop.id).share


@pytest.mark.parametrize(("after", "expected"), [(24 * HOUR - SECOND, 1), (24 * HOUR, 1), (24 * HOUR + SECOND, 0)])
def test_an_answer_is_in_time_up_to_the_last_second_of_24_hours(
    shop: Shop, asked: Conversation, after: timedelta, expected: float
) -> None:
    answer(asked, "It left this morning.", NOON + after)
    assert share(shop, NOON + after) == expected


@pytest.mark.parametrize(
    ("after", "expected"), [(24 * HOUR - SECOND, None), (24 * HOUR, None), (24 * HOUR + SECOND, 0)]
)
def test_who_still_waits_counts_once_it_is_late(
    shop: Shop, asked: Conversation, after: timedelta, expected: float | None
) -> None:
    assert share(shop, NOON + after) == expected


@pytest.mark.parametrize("greeting", ["Hello!", "Hi there :)", "Thank you", "👋", "Guten Morgen", "..."])
def test_a_bare_greeting_is_no_answer(shop: Shop, asked: Conversation, greeting: str) -> None:
    answer(asked, greeting, NOON + HOUR)
    assert db.session.query(Wait).filter_by(shop_id=shop.id).count() == 0
    assert share(shop, NOON + 25 * HOUR) == 0
    answer(asked, "Hello, it left this morning.", NOON + 26 * HOUR)
    (wait,) = db.session.query(Wait).filter_by(shop_id=shop.id)
    assert wait.seconds == 26 * 3600


def test_a_holiday_pauses_the_clock(shop: Shop, asked: Conversation) -> None:
    shop.holiday_from, shop.holiday_until = NOON + 20 * HOUR, NOON + 68 * HOUR
    db.session.commit()
    assert share(shop, NOON + 60 * HOUR) is None  # 20 hours count so far
    assert share(shop, NOON + 72 * HOUR) is None  # the last second of the 24
    assert share(shop, NOON + 72 * HOUR + SECOND) == 0
    answer(asked, "Back again: it left today.", NOON + 71 * HOUR)
    assert share(shop, NOON + 71 * HOUR) == 1


@pytest.mark.parametrize(
    ("greeted", "answered", "expected"),
    [
        (24 * HOUR - SECOND, 24 * HOUR + SECOND, 0),
        (24 * HOUR - SECOND, 24 * HOUR, 1),
        (24 * HOUR, 24 * HOUR + SECOND, 0),
    ],
)
def test_a_greeting_in_the_last_second_buys_no_time(
    shop: Shop, asked: Conversation, greeted: timedelta, answered: timedelta, expected: float
) -> None:
    answer(asked, "Hello!", NOON + greeted)
    answer(asked, "It left this morning.", NOON + answered)
    assert share(shop, NOON + answered) == expected


@pytest.mark.parametrize(("after", "expected"), [(24 * HOUR, 1), (24 * HOUR + SECOND, 0)])
def test_a_photo_answers_with_or_without_words(
    shop: Shop, asked: Conversation, after: timedelta, expected: float
) -> None:
    with time_machine.travel(NOON + after, tick=False):
        post_photo("the seller's", asked.id, str(uuid4()), BytesIO(file_of(drawn())), "")
    assert share(shop, NOON + after) == expected
    assert db.session.query(Wait).filter_by(shop_id=shop.id).count() == 1


def test_what_is_answered_by_itself_makes_nobody_wait_and_answers_nobody(shop: Shop, asked: Conversation) -> None:
    faq = db.session.scalars(select(ShopFaq).where(ShopFaq.shop_id == shop.id)).first()
    assert faq is not None
    db.session.add(SignIn(id="the buyer's", person_id=asked.buyer_id))
    db.session.commit()
    with time_machine.travel(NOON + HOUR, tick=False):
        ask_faq("the buyer's", asked, faq, str(uuid4()))
    row = db.session.get_one(Conversation, asked.id, populate_existing=True)
    assert row.waiting_since == NOON, "who waits goes on waiting"
    row.waiting_since = None
    db.session.commit()
    with time_machine.travel(NOON + 2 * HOUR, tick=False):
        ask_faq("the buyer's", asked, faq, str(uuid4()))
    assert share(shop, NOON + 40 * HOUR) is None, "and who only tapped a question waits for nobody"


@pytest.mark.parametrize(
    ("begins", "in_the_holiday", "offered"),
    [
        (24 * HOUR - SECOND, None, 90 * HOUR + SECOND),
        (24 * HOUR, None, 24 * HOUR),
        (24 * HOUR + SECOND, 0, 24 * HOUR),
    ],
)
def test_a_holiday_that_begins_when_the_time_is_over_pauses_nothing(
    shop: Shop, asked: Conversation, begins: timedelta, in_the_holiday: float | None, offered: timedelta
) -> None:
    shop.holiday_from, shop.holiday_until = NOON + begins, NOON + 90 * HOUR
    db.session.commit()
    assert share(shop, NOON + 80 * HOUR) == in_the_holiday
    assert share(shop, NOON + 90 * HOUR + 2 * SECOND) == 0
    assert service_from(NOON, False, shop.holiday_from, shop.holiday_until) == NOON + offered


@pytest.mark.parametrize(("days", "expected"), [(30, 0.5), (30.001, 1.0)])
def test_the_rate_looks_back_30_days(shop: Shop, asked: Conversation, days: float, expected: float) -> None:
    late = Wait(
        shop_id=shop.id, conversation_id=asked.id, asked_at=NOON - 50 * HOUR, answered_at=NOON, seconds=50 * 3600
    )
    now = NOON + timedelta(days=days)
    quick = Wait(shop_id=shop.id, conversation_id=asked.id, asked_at=now - HOUR, answered_at=now, seconds=3600)
    asked.waiting_since = None
    db.session.add_all([late, quick])
    db.session.commit()
    assert share(shop, now) == expected


def test_another_shops_answers_are_not_this_ones(shop: Shop, asked: Conversation) -> None:
    answer(asked, "It left this morning.", NOON + HOUR)
    other = cleared(shop_named("Kicks & Co"))
    assert share(other, NOON + HOUR) is None
    assert share(shop, NOON + HOUR) == 1
