"""Whose turn it is in a case: each way the table knows is gone, no other one is, and the clocks pause and resume."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shop_help.policy import support
from shop_help.policy.case_turns import (
    Turn,
    after_agent,
    after_buyer,
    as_chat,
    as_message,
    first_turn,
    handed_back,
    held_by,
    moved,
)
from shop_help.policy.service_hours import ALWAYS, Hours
from shop_help.policy.support import ANSWER_SECONDS, CHAT_ANSWER_SECONDS, RESOLVE_SECONDS, TAKE_WITHIN, TRANSITIONS

HOUR = timedelta(hours=1)
#: Open from nine to five in London, every day.
HOURS = Hours("Europe/London", ((("09:00", "17:00"),),) * 7)
ALL_DAY = Hours("Europe/London", (ALWAYS,) * 7)
#: A Tuesday at ten.
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
GUS, IRIS = 7, 8

Step = Callable[[Turn], Turn]


def after(turn: Turn, *steps: Step) -> Turn:
    for step in steps:
        turn = step(turn)
    return turn


def claimed(turn: Turn) -> Turn:
    return held_by(turn, GUS, NOW)


def to(state: str, hours: Hours = HOURS, at: datetime = NOW) -> Step:
    return lambda turn: moved(turn, state, at, hours)


def written(turn: Turn) -> Turn:
    return after_buyer(turn, NOW, HOURS)


def back(turn: Turn) -> Turn:
    return handed_back(turn, NOW)


MESSAGE, CHAT = (first_turn(mode, NOW, HOURS) for mode in ("message", "chat"))
HELD = claimed(MESSAGE)
#: A case in each state, as the steps lead there. Closing is an act's: there is no turn any more.
IN_STATE = {
    "queued": MESSAGE,
    "assigned": HELD,
    "waiting_buyer": after(HELD, to("waiting_buyer")),
    "waiting_seller": after(HELD, to("waiting_seller")),
    "resolved": after(HELD, to("resolved")),
}
#: The one step that goes each way of the table.
WAYS: dict[tuple[str, str], Step] = {
    ("queued", "assigned"): claimed,
    ("queued", "resolved"): lambda turn: after_agent(turn, GUS, "resolved", NOW, HOURS),
    ("assigned", "queued"): back,
    ("assigned", "waiting_buyer"): lambda turn: after_agent(turn, GUS, "waiting_buyer", NOW, HOURS),
    ("assigned", "waiting_seller"): to("waiting_seller"),
    ("assigned", "resolved"): to("resolved"),
    ("waiting_buyer", "assigned"): written,
    ("waiting_buyer", "waiting_seller"): to("waiting_seller"),
    ("waiting_buyer", "queued"): back,
    ("waiting_buyer", "resolved"): to("resolved"),
    ("waiting_seller", "assigned"): to("assigned"),
    ("waiting_seller", "waiting_buyer"): to("waiting_buyer"),
    ("waiting_seller", "queued"): back,
    ("waiting_seller", "resolved"): to("resolved"),
    ("resolved", "queued"): written,
}
ALL = [(state, there) for state in TRANSITIONS for there in TRANSITIONS]


def test_every_state_has_its_line_and_its_words() -> None:
    assert set(TRANSITIONS) == set(support.STATE_WORDS) == set(support.STAFF_STATE_WORDS) == {*IN_STATE, "closed"}
    assert set().union(*TRANSITIONS.values()) | {"queued"} == set(TRANSITIONS)


def test_there_is_a_step_for_each_way_but_the_last() -> None:
    table = {(state, there) for state, ways in TRANSITIONS.items() for there in ways}
    assert set(WAYS) == table - {("resolved", "closed")}


@pytest.mark.parametrize(("state", "there"), sorted(WAYS))
def test_a_way_of_the_table_is_gone(state: str, there: str) -> None:
    assert IN_STATE[state].state == state
    assert WAYS[state, there](IN_STATE[state]).state == there


@pytest.mark.parametrize(("state", "there"), ALL)
def test_what_the_table_does_not_know_may_not_be(state: str, there: str) -> None:
    assert support.may_move(state, there) is ((state, there) in WAYS or (state, there) == ("resolved", "closed"))


@pytest.mark.parametrize("state", IN_STATE)
@pytest.mark.parametrize(
    "step", [written, lambda turn: as_chat(turn, NOW, HOURS), lambda turn: as_message(turn, NOW, HOURS)]
)
def test_what_a_buyer_does_goes_no_way_beside_the_table(state: str, step: Step) -> None:
    there = step(IN_STATE[state]).state
    assert there == state or support.may_move(state, there)


@pytest.mark.parametrize("then", support.AFTER_REPLY)
@pytest.mark.parametrize("state", ["queued", "assigned", "waiting_buyer", "waiting_seller"])
def test_an_answer_takes_what_waits_and_then_goes_a_way_of_the_table(state: str, then: str) -> None:
    turn = after_agent(IN_STATE[state], GUS, then, NOW, HOURS)
    held = claimed(IN_STATE[state]).state
    assert turn.state == then
    assert (turn.agent_id, turn.last_agent_id, turn.asked_at, turn.answer_by) == (GUS, GUS, None, None)
    assert held == state or support.may_move(state, held)
    assert held == then or support.may_move(held, then)


@pytest.mark.parametrize(("mode", "seconds"), [("chat", CHAT_ANSWER_SECONDS), ("message", ANSWER_SECONDS)])
def test_a_new_case_promises_in_business_hours(mode: str, seconds: int) -> None:
    late = datetime(2026, 11, 24, 16, 59, tzinfo=UTC)
    turn = first_turn(mode, late, HOURS)
    assert (turn.state, turn.queued_at, turn.asked_at, turn.agent_id) == ("queued", late, late, None)
    assert turn.answer_by == HOURS.after(late, seconds)
    assert turn.resolve_by == HOURS.after(late, RESOLVE_SECONDS)
    assert turn.take_by == (late + TAKE_WITHIN if mode == "chat" else None)
    assert HOURS.seconds_between(late, turn.answer_by) == seconds


@pytest.mark.parametrize("state", ["waiting_buyer", "waiting_seller"])
def test_the_clock_stands_still_while_others_have_to_move(state: str) -> None:
    held = claimed(first_turn("message", NOW, ALL_DAY))
    waits = moved(held, state, NOW + HOUR, ALL_DAY)
    assert (waits.asked_at, waits.answer_by, waits.resolve_by) == (None, None, None)
    assert waits.resolve_left == RESOLVE_SECONDS - 3600
    # Nothing passes meanwhile, and a second step on the way takes nothing off.
    other = moved(waits, "waiting_seller" if state == "waiting_buyer" else "waiting_buyer", NOW + 9 * HOUR, ALL_DAY)
    assert other.resolve_left == waits.resolve_left
    again = after_buyer(other, NOW + 100 * HOUR, ALL_DAY)
    assert (again.state, again.resolve_left) == ("assigned", None)
    assert again.asked_at == NOW + 100 * HOUR
    assert again.answer_by == ALL_DAY.after(NOW + 100 * HOUR, ANSWER_SECONDS)
    assert again.resolve_by == NOW + 100 * HOUR + timedelta(seconds=RESOLVE_SECONDS - 3600)


def test_a_clock_that_had_run_out_is_still_run_out_afterwards() -> None:
    held = claimed(MESSAGE)
    due = held.resolve_by
    assert due
    late = HOURS.after(due, 3600)
    waits = moved(held, "waiting_buyer", late, HOURS)
    assert waits.resolve_left == -3600
    night = datetime(2026, 12, 24, 22, tzinfo=UTC)
    again = after_buyer(waits, night, HOURS)
    assert again.resolve_by
    assert again.resolve_by < night
    assert HOURS.seconds_between(again.resolve_by, night) == 3600


def test_the_buyers_second_message_moves_no_promise() -> None:
    once = after_buyer(claimed(MESSAGE), NOW + HOUR, HOURS)
    assert (once.asked_at, once.answer_by) == (MESSAGE.asked_at, MESSAGE.answer_by)


def test_the_first_answer_stays_the_first() -> None:
    first = after_agent(MESSAGE, GUS, "waiting_buyer", NOW, HOURS)
    again = after_agent(after_buyer(first, NOW + HOUR, HOURS), GUS, "assigned", NOW + 2 * HOUR, HOURS)
    assert again.first_answered_at == NOW


def test_who_is_handed_it_back_keeps_the_place_and_who_waits_anew_does_not() -> None:
    held = claimed(CHAT)
    assert (held.take_by, held.assigned_at) == (None, NOW)
    later = NOW + HOUR
    front, end = handed_back(held, later), handed_back(held, later, to_front=False)
    assert (front.queued_at, end.queued_at) == (NOW, later)
    assert front.agent_id is None
    assert (front.last_agent_id, front.assigned_at, front.take_by) == (GUS, None, later + TAKE_WITHIN)
    assert handed_back(claimed(MESSAGE), later).take_by is None


def test_a_colleague_has_it_from_then_on_and_the_same_agent_had_it_all_along() -> None:
    later = NOW + HOUR
    assert held_by(HELD, GUS, later).assigned_at == NOW
    taken = held_by(IN_STATE["waiting_buyer"], IRIS, later)
    assert (taken.agent_id, taken.assigned_at, taken.state) == (IRIS, later, "waiting_buyer")


def test_what_is_resolved_has_no_clocks_and_comes_back_as_a_message_for_its_agent() -> None:
    done = after(claimed(CHAT), to("resolved"))
    assert (done.asked_at, done.answer_by, done.resolve_by, done.resolve_left, done.take_by) == (None,) * 5
    assert done.resolved_at == NOW
    later = NOW + 24 * HOUR
    again = after_buyer(replace(done, first_answered_at=NOW), later, HOURS)
    assert (again.mode, again.state, again.agent_id, again.last_agent_id) == ("message", "queued", None, GUS)
    assert (again.reopened_at, again.resolved_at, again.first_answered_at) == (later, NOW, NOW)
    assert again.answer_by == HOURS.after(later, ANSWER_SECONDS)
    assert support.is_reopened(again.reopened_at, again.resolved_at)
    assert not support.is_reopened(done.reopened_at, done.resolved_at)


def test_a_chat_that_becomes_a_message_keeps_since_when_one_waits() -> None:
    later = NOW + HOUR
    turn = as_message(CHAT, later, HOURS)
    assert (turn.mode, turn.take_by, turn.asked_at) == ("message", None, NOW)
    assert turn.answer_by == HOURS.after(NOW, ANSWER_SECONDS)
    answered = after_agent(CHAT, GUS, "waiting_buyer", NOW, HOURS)
    assert as_message(answered, later, HOURS).answer_by is None


def test_a_message_that_becomes_a_chat_stands_in_line_from_now() -> None:
    later = NOW + HOUR
    turn = as_chat(MESSAGE, later, HOURS)
    assert (turn.mode, turn.queued_at, turn.take_by) == ("chat", later, later + TAKE_WITHIN)
    assert turn.answer_by == HOURS.after(later, CHAT_ANSWER_SECONDS)
    assert as_chat(turn, later + HOUR, HOURS) == turn
    held = as_chat(claimed(MESSAGE), later, HOURS)
    assert (held.state, held.agent_id, held.take_by) == ("assigned", GUS, None)
    resolved = as_chat(IN_STATE["resolved"], later, HOURS)
    assert (resolved.mode, resolved.state, resolved.queued_at) == ("chat", "queued", later)
