"""The clock of an answer: 24 hours from the first unanswered message, without the shop's holiday."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_help.policy.answer_clock import answer_by, is_late, service_from, wait_level
from shop_help.policy.answering import ANSWER_WITHIN, counted_seconds

ASKED = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DUE = ASKED + 24 * HOUR
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("holiday", "due"),
    [
        (None, DUE),
        ((ASKED - 48 * HOUR, ASKED), DUE),  # ended as it was asked
        ((ASKED - 48 * HOUR, ASKED + SECOND), DUE + SECOND),
        ((ASKED - HOUR, ASKED + HOUR), DUE + HOUR),  # asked on holiday: only what is left of it counts
        ((ASKED, ASKED + HOUR), DUE + HOUR),
        ((ASKED + 2 * HOUR, ASKED + 50 * HOUR), DUE + 48 * HOUR),
        ((DUE - SECOND, DUE + HOUR), DUE + HOUR + SECOND),
        ((DUE, DUE + HOUR), DUE),  # begins when the time is over
        ((DUE + HOUR, DUE + 2 * HOUR), DUE),
    ],
)
def test_a_holiday_moves_the_last_minute_by_what_it_covers(
    holiday: tuple[datetime, datetime] | None, due: datetime
) -> None:
    assert answer_by(ASKED, *(holiday or (None, None))) == due


INSTANTS = st.integers(-4_000_000, 4_000_000).map(lambda seconds: ASKED + timedelta(seconds=seconds))


@given(INSTANTS, INSTANTS)
def test_an_answer_in_the_last_second_counts_exactly_the_whole_time(one: datetime, other: datetime) -> None:
    begin, end = sorted((one, other))
    due = answer_by(ASKED, begin, end)
    assert counted_seconds(ASKED, due, begin, end) == ANSWER_WITHIN.total_seconds()
    # A second later is late, wherever the holiday stands; within it, no second counts.
    later = counted_seconds(ASKED, max(due, end) + SECOND, begin, end)
    assert later > ANSWER_WITHIN.total_seconds() or begin >= due


@pytest.mark.parametrize(
    ("hours", "level"),
    [(0, "calm"), (11.99, "calm"), (12, "warn"), (23.99, "warn"), (24, "warn"), (24.01, "bad"), (400, "bad")],
)
def test_a_wait_presses_from_half_the_time_and_is_bad_once_late(hours: float, level: str) -> None:
    assert wait_level(hours * 3600) == level


@given(INSTANTS, INSTANTS)
def test_customer_service_is_offered_the_instant_the_sellers_clock_runs_out(one: datetime, other: datetime) -> None:
    holiday = sorted((one, other))
    assert service_from(ASKED, False, *holiday) == answer_by(ASKED, *holiday)
    assert service_from(ASKED, True, *holiday) == ASKED, "of a suspended shop at once"


@pytest.mark.parametrize(("after", "late"), [(-SECOND, False), (0 * SECOND, True), (SECOND, True)])
def test_a_wait_is_late_from_its_last_instant_on(after: timedelta, late: bool) -> None:
    assert is_late(ASKED, DUE + after) is late
    assert not is_late(None, DUE + after)
