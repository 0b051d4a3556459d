"""A case's clock: who has to move until when, and how near that is, with both edges of each step."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shop_help.policy.case_clock import clock_of, wait_level
from shop_help.policy.case_turns import Turn, after_agent, first_turn, held_by, moved
from shop_help.policy.service_hours import ALWAYS, DEFAULT_WEEK, Hours
from shop_help.policy.support import (
    ANSWER_SECONDS,
    CHAT_ANSWER_SECONDS,
    RESOLVE_SECONDS,
    RESOLVED_FOR,
    TAKE_WITHIN,
)

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
OPEN = Hours("UTC", (ALWAYS,) * 7)
SECOND = timedelta(seconds=1)


def turn(mode: str = "message", state: str = "queued") -> Turn:
    begun = first_turn(mode, NOW, OPEN)
    if state == "queued":
        return begun
    held = held_by(begun, 7, NOW)
    return held if state == "assigned" else moved(held, state, NOW, OPEN)


@pytest.mark.parametrize(
    ("mode", "state", "what", "after"),
    [
        ("chat", "queued", "take", TAKE_WITHIN),
        ("message", "queued", "answer", timedelta(seconds=ANSWER_SECONDS)),
        ("message", "assigned", "answer", timedelta(seconds=ANSWER_SECONDS)),
        ("chat", "assigned", "answer", timedelta(seconds=CHAT_ANSWER_SECONDS)),
        ("message", "waiting_buyer", "buyer", None),
        ("message", "waiting_seller", "seller", None),
        ("message", "resolved", "reopen", RESOLVED_FOR),
    ],
)
def test_a_clock_says_who_has_to_move_until_when(mode: str, state: str, what: str, after: timedelta | None) -> None:
    clock = clock_of(turn(mode, state), NOW, OPEN)
    assert clock
    assert (clock.what, clock.until) == (what, NOW + after if after else None)
    assert clock.level == "calm"


def test_who_was_answered_and_stays_with_us_waits_for_the_resolution() -> None:
    answered = after_agent(turn("message", "assigned"), 7, "assigned", NOW, OPEN)
    due = NOW + timedelta(seconds=RESOLVE_SECONDS)
    clock = clock_of(answered, due, OPEN)
    assert clock
    assert (clock.what, clock.until, clock.level) == ("resolve", due, "calm")
    late = clock_of(answered, due + SECOND, OPEN)
    assert late
    assert late.level == "bad"


def test_what_is_closed_has_no_clock() -> None:
    assert clock_of(replace(turn("message", "resolved"), state="closed"), NOW, OPEN) is None


@pytest.mark.parametrize(
    ("mode", "seconds"), [("chat", CHAT_ANSWER_SECONDS), ("message", ANSWER_SECONDS)], ids=["chat", "message"]
)
def test_a_wait_is_pressing_from_half_of_its_time_and_bad_once_it_is_late(mode: str, seconds: int) -> None:
    due = NOW + timedelta(seconds=seconds)
    half = NOW + timedelta(seconds=seconds / 2)
    for at, level in ((NOW, "calm"), (half - SECOND, "calm"), (half, "warn"), (due, "warn"), (due + SECOND, "bad")):
        assert wait_level(mode, due, at, OPEN) == level, at


def test_a_night_presses_nobody() -> None:
    # Asked at 19:00 on a Tuesday: one hour that evening, seven on Wednesday.
    hours = Hours("UTC", DEFAULT_WEEK)
    asked = datetime(2026, 11, 24, 19, tzinfo=UTC)
    due = hours.after(asked, ANSWER_SECONDS)
    assert wait_level("message", due, datetime(2026, 11, 25, 7, 59, tzinfo=UTC), hours) == "calm"
    assert wait_level("message", due, datetime(2026, 11, 25, 10, 59, tzinfo=UTC), hours) == "calm"
    assert wait_level("message", due, datetime(2026, 11, 25, 11, tzinfo=UTC), hours) == "warn"


def test_nobody_waits_where_nothing_is_promised() -> None:
    assert wait_level("chat", None, NOW, OPEN) == "calm"
