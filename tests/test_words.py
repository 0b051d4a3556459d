"""Each thing that people meet by a code has a sentence for it, and no sentence is left over."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from shop_help import order_words
from shop_help.config import ROOT
from shop_help.extensions import db
from shop_help.models import Message, Order, OrderLine, PaymentPart, Person
from shop_help.operators import log_words
from shop_help.policy import (
    orders,
    permissions,
    photos,
    platforms,
    protection_events,
    purchase,
    refund_states,
    request_events,
    request_states,
    request_wording,
    support,
    tracking,
    wording,
)
from shop_help.policy.messages import PASSING, Refused
from shop_help.presentation import refusal_sentence
from shop_help.twins import STATUS

#: CHAT, "Events".
LASTING = {"forbidden", "closed", "stale", "too_long", "bad_request", "client_id_reused", "signed_out"}


def raised_in_python(exception: str) -> set[str]:
    found: set[str] = set()
    for path in (ROOT / "shop_help").rglob("*.py"):
        found |= set(re.findall(rf'\b{exception}\(\s*"(\w+)"', path.read_text()))
    return found


def test_every_refusal_has_a_sentence_a_status_and_says_whether_to_try_again() -> None:
    assert set(wording.REFUSALS) == LASTING | PASSING
    others = set(photos.REFUSALS) | set(request_events.REFUSALS) | set(refund_states.REFUSALS)
    others |= set(protection_events.REFUSALS)
    assert set(STATUS) == set(wording.REFUSALS) | others
    assert raised_in_python("Refused") <= set(STATUS)
    assert {code for code in STATUS if Refused(code).retry} == PASSING


def test_the_refusals_of_photos_come_over_http_alone_and_each_can_be_said() -> None:
    assert not set(photos.REFUSALS) & set(wording.REFUSALS), "CHAT's codes stay as they are"
    assert {STATUS[code] for code in photos.REFUSALS} == {422}
    assert all("%" not in refusal_sentence(code) for code in STATUS)
    named = set(re.findall(r'code: "(\w+)"|return "(\w+)"', (ROOT / "static/js/photo-check.js").read_text()))
    assert {code for pair in named for code in pair if code} <= set(photos.REFUSALS)


def test_the_refusals_of_requests_come_over_http_alone_and_each_can_be_said() -> None:
    assert not set(request_events.REFUSALS) & (set(wording.REFUSALS) | set(photos.REFUSALS))
    assert {STATUS[code] for code in request_events.REFUSALS} == {409}
    assert len(set(request_events.REFUSALS.values())) == len(request_events.REFUSALS)


def test_each_state_part_and_event_of_a_refund_has_its_words() -> None:
    assert set(wording.REFUND_STATES) == set(refund_states.STATES)
    assert set(wording.REFUND_SENTENCES) == {*refund_states.STATES, "taken"}
    assert {STATUS[code] for code in refund_states.REFUSALS} == {409}
    assert {f"refund.{event}" for event in ("begun", "done", "failed", "tried_again")} <= set(log_words.EVENTS)


def test_each_kind_state_and_event_of_a_request_has_its_words() -> None:
    known = {*request_wording.KINDS}, {*request_wording.STATES}, {*request_events.PAST}
    assert known == ({*request_states.KINDS}, {*request_states.STATES}, {*request_states.EVENTS})
    assert set(request_states.STATES) <= set(request_wording.STANDING)
    assert set(request_states.EVENTS) <= set(request_wording.SAID) | {"approve"}
    assert {f"{kind} {event}" for kind in request_states.KINDS for event in ("asked", "approve")} <= set(
        request_wording.SAID
    )
    assert set(request_wording.MOVES) <= set(request_wording.THEN)
    for past in request_events.PAST.values():
        assert f"request.{past}" in log_words.EVENTS


def test_what_can_be_tried_again_keeps_the_words_and_says_so() -> None:
    assert all("kept" in wording.REFUSALS[code] or "again" in wording.REFUSALS[code] for code in PASSING)


def test_every_refusal_of_a_purchase_has_a_sentence() -> None:
    codes = {purchase.UNDER_AGE, purchase.AGE_UNCONFIRMED} | raised_in_python("PurchaseRefused")
    assert codes <= set(purchase.PURCHASE_REFUSALS)


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (wording.ORDER_STATES, orders.STATES),
        (wording.ITEM_CLASSES, orders.ITEM_CLASSES),
        (wording.STATIONS, tracking.STATIONS),
    ],
)
def test_states_classes_and_stations_have_a_word_each(words: dict[str, str], codes: tuple[str, ...]) -> None:
    assert tuple(words) == codes
    assert all(words.values())


def test_the_words_of_a_table_differ_from_each_other() -> None:
    for words in (wording.ORDER_STATES, wording.ITEM_CLASSES, wording.STATIONS, wording.VOICES, wording.REFUSALS):
        assert len(set(words.values())) == len(words)


def test_all_that_the_demo_holds_has_words(app: Flask) -> None:
    assert set(db.session.scalars(select(PaymentPart.kind).distinct())) <= set(wording.PAYMENT_PARTS)
    assert {voice.lower() for voice in db.session.scalars(select(Message.voice).distinct())} <= set(wording.VOICES)
    assert set(db.session.scalars(select(Order.state).distinct())) == set(wording.ORDER_STATES)
    assert set(db.session.scalars(select(OrderLine.item_class).distinct())) == set(wording.ITEM_CLASSES)


def test_every_voice_of_the_message_partial_has_a_word() -> None:
    assert set(wording.VOICES) == {"buyer", "shop", "customer_service", "system", "robot"}


@pytest.mark.parametrize("state", orders.STATES)
def test_an_order_in_any_state_is_told_in_a_sentence(app: Flask, state: str) -> None:
    for order in db.session.scalars(select(Order).where(Order.state == state)):
        sentence = order_words.status_sentence(order)
        assert sentence.endswith("."), sentence
        assert state not in sentence


@pytest.mark.parametrize("role", permissions.ROLES)
def test_a_role_has_a_word_at_the_sign_in_and_a_first_page(app: Flask, role: str) -> None:
    from shop_help.entrance import HOMES, role_words

    person = next(person for person in db.session.scalars(select(Person)) if role in {r.name for r in person.roles})
    assert role_words(person)
    assert HOMES[role]().startswith("/")


def test_every_platform_has_its_labels() -> None:
    for platform in platforms.PLATFORMS.values():
        assert platform.chat_label
        assert platform.message_label


def test_every_state_of_a_case_and_every_step_of_satisfaction_has_a_word_of_its_own() -> None:
    for words in (support.STATE_WORDS, support.STAFF_STATE_WORDS):
        assert set(words) == set(support.TRANSITIONS)
        assert len(set(words.values())) == len(words)
    assert list(support.SATISFACTION) == [1, 2, 3, 4, 5]
    assert len(set(support.SATISFACTION.values())) == 5
