"""Who stands in line hears when somebody ahead of them left it, whatever act it was; and the buyer's own rows."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from shop_help import clock
from shop_help.actions import case_holding, case_states, cases, waiting_line
from shop_help.extensions import db
from shop_help.models import Case
from shop_help.models.buyers_cases import (
    buyers_case,
    case_alike,
    case_of_talk,
    cases_going_on,
    open_chat_of,
    page_of_cases,
)
from shop_help.policy.support import RESOLVED_FOR, open_key
from tests.actions.desk import Desk


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk(app)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[list[int]]:
    """The conversations that were told that the line moved, one list a time."""
    heard: list[list[int]] = []

    def moved(conversations: Iterable[int]) -> None:
        heard.append(list(conversations))

    monkeypatch.setattr(waiting_line, "queue_moved", moved)
    return heard


ACTS: dict[str, Callable[[Desk, cases.OpenedCase], Any]] = {
    "claimed": lambda desk, first: desk.claim("agent0", first),
    "answered": lambda desk, first: desk.say("agent0", first, "Hello"),
    "resolved": lambda desk, first: case_states.set_state(desk.sign_ins["agent0"], first.case_id, "resolved"),
    "rather a message": lambda desk, first: case_states.become_message(
        desk.sign_ins["buyer"], first.case_id, "chosen"
    ),
}


@pytest.mark.parametrize("act", ACTS)
def test_those_behind_are_told_when_the_first_leaves_the_line(desk: Desk, told: list[list[int]], act: str) -> None:
    first, second = desk.ask(), desk.ask(who="other")
    assert told == []
    ACTS[act](desk, first)
    assert told == [[second.conversation_id]]


def test_who_comes_back_into_the_line_is_before_the_others_again(desk: Desk, told: list[list[int]]) -> None:
    first, second = desk.ask(), desk.ask(who="other")
    desk.claim("agent0", first)
    case_holding.hand_back(desk.sign_ins["agent0"], first.case_id)
    assert told[-1] == [first.conversation_id, second.conversation_id]


@pytest.mark.parametrize("who", ["buyer", "agent0"])
def test_what_moves_nobody_is_not_told(desk: Desk, told: list[list[int]], who: str) -> None:
    first = desk.ask()
    desk.ask(who="other")
    if who == "agent0":
        desk.claim("agent0", first)
        told.clear()
    desk.say(who, first, "And?")
    assert told == []


def test_a_buyers_cases_are_found_through_the_buyer_alone(desk: Desk) -> None:
    first = desk.ask(mode="message")
    desk.say("agent0", first, "Done.", then="resolved")
    db.session.execute(update(Case).values(resolved_at=clock.now() - RESOLVED_FOR))
    db.session.commit()
    assert case_states.close(first.case_id)
    later = desk.ask("Again", earlier_id=first.case_id)
    buyer, other = desk.people["buyer"].id, desk.people["other"].id
    closed, found = buyers_case(buyer, first.case_id), case_of_talk(buyer, later.conversation_id)
    assert (closed.later_conversation_id, closed.earlier_conversation_id) == (later.conversation_id, None)
    assert (found.id, found.earlier_conversation_id) == (later.case_id, first.conversation_id)
    assert [row.id for row in page_of_cases(buyer, None, 9)] == [later.case_id, first.case_id]
    assert [row.id for row in page_of_cases(buyer, (found.opened_at, found.id), 9)] == [first.case_id]
    assert [row.id for row in cases_going_on(buyer, desk.order.id)] == [later.case_id]
    assert case_alike(buyer, open_key(buyer, desk.order.id, None)).id == later.case_id
    assert open_chat_of(buyer).id == later.case_id
    assert buyers_case(other, first.case_id) is None
    assert case_of_talk(other, later.conversation_id) is None
    assert case_alike(other, open_key(buyer, desk.order.id, None)) is None
    assert list(page_of_cases(other, None, 9)) == list(cases_going_on(other, desk.order.id)) == []
    assert open_chat_of(other) is None


def test_a_chat_in_which_somebody_waits_for_them_comes_before_one_in_line(desk: Desk) -> None:
    first, later = desk.ask(), desk.ask(order_id=None)
    buyer = desk.people["buyer"].id
    assert open_chat_of(buyer).id == later.case_id
    desk.claim("agent0", first)
    assert open_chat_of(buyer).id == first.case_id


def test_cases_about_no_order_are_asked_for_apart(desk: Desk) -> None:
    about_none = desk.ask(order_id=None, mode="message")
    buyer = desk.people["buyer"].id
    assert [row.id for row in cases_going_on(buyer, None)] == [about_none.case_id]
    assert list(cases_going_on(buyer, desk.order.id)) == []
    assert open_chat_of(buyer) is None
