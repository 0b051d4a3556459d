"""A shop that doesn't answer in 24 hours: the buyer is offered customer service, once a wait (PRODUCT 4)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import insert, select, update

from shop_help import urls
from shop_help.actions import silence
from shop_help.actions.conversations import open_conversation
from shop_help.actions.shops import end_holiday
from shop_help.extensions import db
from shop_help.models import Conversation, LogEntry, Message, OutboxEntry, Person, Shop
from shop_help.models.answer_rates import measured_rate
from shop_help.models.silence import waiting_before
from shop_help.sayings import data_in
from tests.actions.at_once import at_once
from tests.actions.talk import Talk
from tests.plans import analyze, plan_of

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR, SECOND, DAY = timedelta(hours=1), timedelta(seconds=1), timedelta(days=1)


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    with time_machine.travel(instant, tick=False):
        yield


@pytest.fixture
def talk(talk: Talk) -> Talk:
    """At noon the buyer asked."""
    with at(NOON):
        talk.say("buyer", "Where is it?")
    return talk


def offers(talk: Talk) -> list[Message]:
    return [row for row in talk.rows() if row.voice == "SYSTEM"]


def rounds(instant: datetime) -> int:
    with at(instant):
        return silence.go_round()


def on_holiday(talk: Talk, begin: datetime, end: datetime) -> None:
    values = {"holiday_from": begin, "holiday_until": end}
    db.session.execute(update(Shop).where(Shop.id == talk.shop.id).values(values))
    db.session.commit()


@pytest.mark.parametrize(("after", "offered"), [(DAY - SECOND, 0), (DAY, 1), (DAY + SECOND, 1), (30 * DAY, 1)])
def test_at_the_24th_hour_the_buyer_is_offered_customer_service(talk: Talk, after: timedelta, offered: int) -> None:
    assert rounds(NOON + after) == offered
    assert len(offers(talk)) == offered


def test_the_offer_says_since_when_and_leads_to_contact_about_this_order(talk: Talk) -> None:
    rounds(NOON + DAY)
    (offer,) = offers(talk)
    assert offer.body == "The message of Mon, Nov 23, 07:00 EST still waits. Customer service can step in."
    assert data_in("en", offer.data) == {
        "title": "The seller hasn't answered",
        "href": urls.contact("1"),
        "link": "Ask customer service",
        "for": "buyer",
    }
    assert (talk.row().last_seq, talk.row().last_message_at) == (2, NOON + DAY)
    (line,) = db.session.query(LogEntry).filter_by(what="conversation.service_offered")
    assert (line.conversation_id, line.voice, line.happened_at) == (talk.id, "SYSTEM", NOON + DAY)
    assert db.session.query(OutboxEntry).filter_by(what="conversation.service_offered").count() == 1


def test_it_is_offered_once_a_wait_and_the_wait_goes_on(app: Flask, talk: Talk) -> None:
    with at(NOON + DAY):
        assert sum(at_once(app, *[silence.go_round] * 3)) == 1
    with at(NOON + DAY + HOUR):
        talk.say("buyer", "Hello?")
    assert rounds(NOON + 9 * DAY) == 0
    assert len(offers(talk)) == 1
    assert talk.row().waiting_since == NOON


def test_another_wait_is_another_offer(talk: Talk) -> None:
    rounds(NOON + DAY)
    with at(NOON + 2 * DAY):
        talk.say("seller", "It left this morning.")
        assert not talk.row().is_service_offered
    with at(NOON + 3 * DAY):
        talk.say("buyer", "It is broken.")
    assert rounds(NOON + 4 * DAY - SECOND) == 0
    assert rounds(NOON + 4 * DAY) == 1
    assert len(offers(talk)) == 2
    assert talk.row().is_service_offered


@pytest.mark.parametrize(("answer", "offered"), [("Hello!", 1), ("👍", 1), ("Hello, it left.", 0)])
def test_an_answer_in_time_spares_the_offer_but_a_greeting_is_none(talk: Talk, answer: str, offered: int) -> None:
    with at(NOON + DAY - SECOND):
        talk.say("seller", answer)
    assert rounds(NOON + 2 * DAY) == offered


def test_who_is_answered_while_the_clockwork_stands_still_is_offered_nothing(talk: Talk) -> None:
    with at(NOON + 5 * DAY):
        talk.say("seller", "Sorry: it left this morning.")
    assert rounds(NOON + 7 * DAY) == 0


@pytest.mark.parametrize(
    ("begin", "end", "due"),
    [
        (NOON + 20 * HOUR, NOON + 68 * HOUR, NOON + 72 * HOUR),
        (NOON - HOUR, NOON + HOUR, NOON + 25 * HOUR),
        (NOON + DAY - SECOND, NOON + 2 * DAY, NOON + 2 * DAY + SECOND),
        # Begun when the time was over: the buyer has waited the whole of it.
        (NOON + DAY, NOON + 9 * DAY, NOON + DAY),
        (NOON + DAY + SECOND, NOON + 9 * DAY, NOON + DAY),
    ],
)
def test_a_holiday_pauses_it_at_both_edges(talk: Talk, begin: datetime, end: datetime, due: datetime) -> None:
    on_holiday(talk, begin, end)
    assert rounds(due - SECOND) == 0
    assert rounds(due) == 1


def test_it_is_offered_the_minute_that_a_shop_comes_back_early_from_its_holiday(talk: Talk) -> None:
    on_holiday(talk, NOON + DAY - SECOND, NOON + 20 * DAY)
    assert rounds(NOON + 5 * DAY) == 0
    with at(NOON + 5 * DAY):
        end_holiday(talk.sign_ins["seller"], talk.shop.id)
    assert rounds(NOON + 5 * DAY) == 0
    assert rounds(NOON + 5 * DAY + SECOND) == 1


def test_who_was_about_to_offer_it_asks_again_whether_it_is_time(talk: Talk) -> None:
    on_holiday(talk, NOON + HOUR, NOON + 2 * HOUR)
    for after, offered in ((DAY, False), (DAY + HOUR - SECOND, False), (DAY + HOUR, True), (DAY + HOUR, False)):
        with at(NOON + after):
            assert silence.offer_service(talk.id) is offered


def test_of_a_suspended_shop_it_is_offered_at_once(talk: Talk) -> None:
    assert rounds(NOON) == 0
    db.session.execute(update(Shop).where(Shop.id == talk.shop.id).values(state="suspended"))
    db.session.commit()
    assert rounds(NOON) == 1
    assert rounds(NOON + DAY) == 0
    (offer,) = offers(talk)
    assert (offer.data or {})["title"] == "This shop can't answer just now"


def test_where_nobody_waits_nothing_is_offered(talk: Talk) -> None:
    empty = open_conversation(talk.people["buyer"].id, talk.shop.id, None)
    db.session.execute(update(Conversation).where(Conversation.id == talk.id).values(closed_at=NOON))
    db.session.commit()
    assert rounds(NOON + 9 * DAY) == 0
    assert db.session.get(Conversation, empty).last_seq == 0  # type: ignore[union-attr]


def test_a_conversation_that_fails_keeps_no_other_one_from_its_offer(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with at(NOON + HOUR):
        other = open_conversation(talk.people["stranger"].id, talk.shop.id, None)
        first, talk.id = talk.id, other
        talk.say("stranger", "Is it waterproof?")
    real = silence.note_offer

    def breaks(connection: Any, conversation_id: int, since: datetime) -> None:
        if conversation_id == first:
            raise RuntimeError("it breaks")
        real(connection, conversation_id, since)

    monkeypatch.setattr(silence, "note_offer", breaks)
    assert rounds(NOON + 2 * DAY) == 1
    assert len(offers(talk)) == 1


@pytest.mark.parametrize("page", [1, 2, 3, 4, 500])
def test_all_are_found_however_many_wait_for_shops_on_holiday(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, page: int
) -> None:
    monkeypatch.setattr(silence, "PAGE", page)
    away = Shop(external_id="away", name="Away", holiday_from=NOON - DAY, holiday_until=NOON + 30 * DAY)
    db.session.add(away)
    db.session.flush()
    for shop_id, since in [(away.id, NOON - HOUR)] * 3 + [(talk.shop.id, NOON)] * 3:
        buyer = Person(name="B", fs_uniquifier=str(db.session.query(Conversation).count()))
        db.session.add(buyer)
        db.session.flush()
        db.session.add(Conversation(buyer_id=buyer.id, shop_id=shop_id, waiting_since=since))
        db.session.flush()
    db.session.commit()
    assert rounds(NOON + DAY) == 4


def test_a_round_makes_so_many_offers_and_the_next_one_the_rest(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(silence, "MOST", 2)
    for number in range(4):
        buyer = Person(name="B", fs_uniquifier=f"b{number}")
        db.session.add(buyer)
        db.session.flush()
        db.session.add(Conversation(buyer_id=buyer.id, shop_id=talk.shop.id, waiting_since=NOON + SECOND))
    db.session.commit()
    assert [rounds(NOON + 2 * DAY) for _ in range(4)] == [2, 2, 1, 0]


def test_a_wait_that_nobody_ever_answers_counts_as_late_from_the_second_after_the_offer(talk: Talk) -> None:
    for after, share in ((DAY, None), (DAY + SECOND, 0.0), (300 * DAY, 0.0)):
        rounds(NOON + after)
        with at(NOON + after):
            assert measured_rate(talk.shop.id).share == share
    assert len(offers(talk)) == 1


def test_an_automatic_answer_and_the_offer_itself_are_no_answers(talk: Talk) -> None:
    db.session.execute(update(Shop).where(Shop.id == talk.shop.id).values(is_away=True, away_note="Back on Monday."))
    db.session.commit()
    with at(NOON + HOUR):
        other = open_conversation(talk.people["stranger"].id, talk.shop.id, None)
        talk.id = other
        talk.say("stranger", "Is it waterproof?")
    assert [row.voice for row in talk.rows()] == ["BUYER", "ROBOT"]
    assert rounds(NOON + HOUR + DAY) == 2
    assert talk.row().waiting_since == NOON + HOUR


def test_looking_for_them_reads_an_index_of_those_alone_whom_nothing_was_offered(talk: Talk) -> None:
    """Many conversations, and many who wait for ever, cost nothing (FIGURES 8)."""
    db.session.execute(insert(Person), [{"name": "B", "fs_uniquifier": f"b{number}"} for number in range(4000)])
    common = {"shop_id": talk.shop.id, "waiting_since": NOON, "service_offered_for": NOON}
    ids = db.session.scalars(select(Person.id).where(Person.name == "B"))
    db.session.execute(insert(Conversation), [{"buyer_id": each, **common} for each in ids])
    db.session.commit()
    analyze()
    plan = plan_of(lambda: waiting_before(db.session.connection(), NOON + DAY, (NOON - DAY, 0), 500))
    assert "ix_conversations_not_offered" in plan, plan
    assert "SCAN" not in plan, plan
    assert "Seq Scan on conversations" not in plan, plan
