"""A holiday is whole days of the shop's own zone, at most sixty, and never made up afterwards."""

from datetime import UTC, date, datetime, timedelta

import pytest

from shop_help.policy.holidays import LONGEST_HOLIDAY_DAYS, days_of, holiday_faults, holiday_of, latest_last_day

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("first", "last", "zone", "begin", "end"),
    [
        (date(2026, 12, 24), date(2026, 12, 24), "America/New_York", "2026-12-24T05:00", "2026-12-25T05:00"),
        (date(2026, 12, 24), date(2027, 1, 1), "Europe/Berlin", "2026-12-23T23:00", "2027-01-01T23:00"),
        (date(2026, 3, 8), date(2026, 3, 8), "America/New_York", "2026-03-08T05:00", "2026-03-09T04:00"),  # 23 h
        (
            date(2026, 11, 1),
            date(2026, 11, 1),
            "America/New_York",
            "2026-11-01T04:00",
            "2026-11-02T05:00",
        ),  # 25 h
        (date(2028, 2, 28), date(2028, 2, 29), "Asia/Jakarta", "2028-02-27T17:00", "2028-02-29T17:00"),  # leap day
    ],
)
def test_a_holiday_begins_and_ends_with_a_local_midnight(
    first: date, last: date, zone: str, begin: str, end: str
) -> None:
    found = holiday_of(first, last, zone)
    assert tuple(instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M") for instant in found) == (begin, end)
    assert days_of(*found, zone) == (first, last)


def test_a_holiday_that_was_ended_at_noon_touched_that_day() -> None:
    begin, _ = holiday_of(TODAY, TODAY + DAY, "Europe/London")
    assert days_of(begin, datetime(2026, 11, 24, 12, tzinfo=UTC), "Europe/London") == (TODAY, TODAY + DAY)


@pytest.mark.parametrize(
    ("first", "last", "at_fault"),
    [
        (None, TODAY, {"from"}),
        (TODAY, None, {"until"}),
        (None, None, {"from", "until"}),
        (TODAY - DAY, TODAY, {"from"}),
        (TODAY, TODAY - DAY, {"until"}),
        (TODAY, TODAY, set()),
        (TODAY + DAY, TODAY, {"until"}),
        (TODAY + DAY, TODAY + DAY, set()),
        (TODAY, TODAY + 58 * DAY, set()),
        (TODAY, TODAY + 59 * DAY, set()),  # the sixtieth day
        (TODAY, TODAY + 60 * DAY, {"until"}),
        (date(9999, 12, 30), date(9999, 12, 30), set()),
        (date(9999, 12, 31), date(9999, 12, 31), {"until"}),  # there is no midnight behind it
    ],
)
def test_a_holiday_has_both_its_edges(first: date | None, last: date | None, at_fault: set[str]) -> None:
    assert set(holiday_faults(first, last, TODAY, None)) == at_fault


@pytest.mark.parametrize(
    ("first", "last", "at_fault"),
    [
        (TODAY - 5 * DAY, TODAY + DAY, set()),  # the one that runs, made longer
        (TODAY - 5 * DAY, TODAY, set()),
        (TODAY - 5 * DAY, TODAY - DAY, {"until"}),
        (TODAY - 5 * DAY, TODAY + 54 * DAY, set()),
        (TODAY - 5 * DAY, TODAY + 55 * DAY, {"until"}),
        (TODAY - 6 * DAY, TODAY + DAY, {"from"}),
        (TODAY - 4 * DAY, TODAY + DAY, {"from"}),
    ],
)
def test_a_running_holiday_keeps_its_first_day(first: date, last: date, at_fault: set[str]) -> None:
    assert set(holiday_faults(first, last, TODAY, TODAY - 5 * DAY)) == at_fault


def test_the_longest_holiday_counts_its_first_and_last_day() -> None:
    assert (latest_last_day(TODAY) - TODAY).days + 1 == LONGEST_HOLIDAY_DAYS
