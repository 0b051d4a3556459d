"""When a sign-in ends, with both edges."""

from datetime import UTC, datetime, timedelta

import pytest

from shop_help.policy.sign_in_times import Limits

BEGUN = datetime(2026, 11, 24, 8, tzinfo=UTC)
STAFF = Limits(timedelta(minutes=120), timedelta(hours=14))
MINUTE, HOUR, SECOND = timedelta(minutes=1), timedelta(hours=1), timedelta(seconds=1)


@pytest.mark.parametrize(
    ("used", "end"),
    [
        (timedelta(0), 2 * HOUR),
        (HOUR, 3 * HOUR),
        (12 * HOUR - SECOND, 14 * HOUR - SECOND),
        (12 * HOUR, 14 * HOUR),
        (12 * HOUR + SECOND, 14 * HOUR),
        (14 * HOUR - SECOND, 14 * HOUR),
    ],
)
def test_each_use_moves_the_end_until_the_whole_time_is_over(used: timedelta, end: timedelta) -> None:
    assert STAFF.end(BEGUN, BEGUN + used) == BEGUN + end


@pytest.mark.parametrize(
    ("kept", "end", "noted"),
    [
        (None, HOUR, True),
        (HOUR, HOUR, False),
        (HOUR, HOUR + 5 * MINUTE - SECOND, False),
        (HOUR, HOUR + 5 * MINUTE, True),
        # Less time than was kept: they work here by now, or the setting is another one.
        (HOUR, HOUR - SECOND, True),
    ],
)
def test_an_end_is_noted_when_it_moves_by_a_24th_of_the_idle_time_or_comes_sooner(
    kept: timedelta | None, end: timedelta, noted: bool
) -> None:
    before = None if kept is None else BEGUN + kept
    assert STAFF.is_worth_noting(before, BEGUN + end) is noted
