"""The clock of a request in a list: how near its end is, and in each state what happens there."""

from datetime import UTC, datetime, timedelta

import pytest

from shop_help.policy.numbers import JUDGING
from shop_help.policy.request_clock import DUE, end_of, level_of
from shop_help.policy.request_deadlines import clock_after
from shop_help.policy.request_states import KINDS, TABLE
from shop_help.policy.verdicts import Rules

NOON = datetime(2026, 11, 2, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("passed", "level"),
    [(0, "calm"), (23.99, "calm"), (24, "warn"), (43.19, "warn"), (43.2, "bad"), (48, "bad"), (60, "bad")],
)
def test_from_half_the_time_on_a_clock_presses(passed: float, level: str) -> None:
    assert level_of(NOON, NOON + timedelta(hours=48), NOON + timedelta(hours=passed)) == level


def test_a_clock_that_never_ran_is_over() -> None:
    assert level_of(NOON, NOON, NOON) == "bad"


def test_in_each_state_with_a_clock_a_list_says_what_happens_at_its_end() -> None:
    rules = Rules(1, "US", {name: number.value for name, number in JUDGING.items()})
    reached = [(kind, "asked", "pending") for kind in KINDS]
    reached += [(kind, step.event, step.to) for step in TABLE for kind in step.kinds]
    silent = [
        (kind, state)
        for kind, event, state in reached
        if clock_after(event, kind, state, NOON, rules) and end_of(kind, state) == DUE
    ]
    assert silent == []
