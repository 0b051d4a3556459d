"""A refund is sent again with longer and longer waits, and has failed after three days of it."""

from datetime import UTC, datetime, timedelta

import pytest

from shop_help.policy.refund_states import may_mark_done, may_try_again
from shop_help.policy.refund_tries import ASK_AGAIN_AFTER, FEWEST_TRIES, PATIENCE, next_try

NOW = datetime(2026, 6, 15, 16, tzinfo=UTC)
JUST_BEFORE = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("tries", "seconds"), [(1, 15), (2, 30), (3, 60), (4, 120), (8, 1_920), (9, 3_600), (10, 3_600), (5_000, 3_600)]
)
def test_each_wait_is_twice_as_long_up_to_an_hour(tries: int, seconds: int) -> None:
    assert next_try(tries, NOW, NOW) == NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("since", "tries", "gives_up"),
    [
        (NOW - PATIENCE + JUST_BEFORE, 500, False),
        (NOW - PATIENCE, FEWEST_TRIES, True),
        (NOW - PATIENCE, FEWEST_TRIES - 1, False),
        (NOW - 3 * PATIENCE, 1, False),
    ],
)
def test_it_fails_after_three_days_in_which_it_was_really_tried(since: datetime, tries: int, gives_up: bool) -> None:
    assert (next_try(tries, since, NOW) is None) is gives_up


def test_three_days_of_waits_are_more_than_the_fewest_tries() -> None:
    at, tries = NOW, 0
    while at - NOW < PATIENCE:
        tries += 1
        at = next_try(tries, NOW, at) or at
    assert tries > FEWEST_TRIES


@pytest.mark.parametrize(
    ("state", "adapter", "may"),
    [("failed", "webhook", True), ("pending", "webhook", False), ("pending", "demo", True), ("done", "demo", False)],
)
def test_what_failed_or_waits_for_nobody_is_tried_again(state: str, adapter: str, may: bool) -> None:
    assert may_try_again(state, adapter, "webhook") is may


@pytest.mark.parametrize(
    ("state", "adapter", "age", "may"),
    [
        ("failed", "webhook", timedelta(), True),
        ("pending", "webhook", ASK_AGAIN_AFTER - JUST_BEFORE, False),
        ("pending", "webhook", ASK_AGAIN_AFTER, True),
        ("pending", "by_hand", timedelta(), True),
        ("pending", "demo", timedelta(), True),
        ("done", "webhook", ASK_AGAIN_AFTER, False),
    ],
)
def test_nobody_marks_by_hand_what_was_just_sent(state: str, adapter: str, age: timedelta, may: bool) -> None:
    assert may_mark_done(state, adapter, "webhook", NOW - age, NOW) is may
