"""The answer rate as buyers see it: 24 hours, goal 90 %, a greeting is no answer, a holiday pauses (PRODUCT 4)."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from flask import Flask

from shop_help.actions.conversations import post_message
from shop_help.extensions import db
from shop_help.models import Conversation, Shop, SignIn, Wait
from shop_help.models.answer_rates import measured_rate
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
