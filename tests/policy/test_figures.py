"""What a report counts: whole days of a zone, and medians and shares that say what they are."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop_help.policy.figures import (
    LONGEST_DAYS,
    MOST_SINGLE_DAYS,
    Span,
    last_days,
    nearest_rank,
    share_of,
    span_of,
)

TODAY = date(2026, 11, 25)
NEW_YORK = "America/New_York"
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("span", "begin", "end"),
    [
        (last_days(1, TODAY, NEW_YORK), "2026-11-25T05:00", "2026-11-26T05:00"),
        (last_days(7, TODAY, NEW_YORK), "2026-11-19T05:00", "2026-11-26T05:00"),
        # Over the change of the clock, 25 hours and 23.
        (Span(date(2026, 11, 1), date(2026, 11, 1), NEW_YORK), "2026-11-01T04:00", "2026-11-02T05:00"),
        (Span(date(2026, 3, 29), date(2026, 3, 29), "Europe/Berlin"), "2026-03-28T23:00", "2026-03-29T22:00"),
        (Span(date(2028, 2, 29), date(2028, 2, 29), "Asia/Jakarta"), "2028-02-28T17:00", "2028-02-29T17:00"),
    ],
)
def test_a_span_goes_from_local_midnight_to_local_midnight(span: Span, begin: str, end: str) -> None:
    found = [instant.astimezone(UTC).isoformat()[:16] for instant in (span.begin, span.end)]
    assert found == [begin, end]


@pytest.mark.parametrize(
    ("instant", "part"),
    [
        ("2026-11-24T04:59:59", None),  # a second before the first day
        ("2026-11-24T05:00", 0),
        ("2026-11-25T04:59:59", 0),
        ("2026-11-25T05:00", 1),
        ("2026-11-26T04:59:59", 1),
        ("2026-11-26T05:00", None),
    ],
)
def test_an_instant_belongs_to_the_day_of_the_zone(instant: str, part: int | None) -> None:
    span = last_days(2, TODAY, NEW_YORK)
    assert span.part_of(datetime.fromisoformat(instant).replace(tzinfo=UTC)) == part


def test_many_days_are_drawn_by_the_week() -> None:
    assert len(last_days(MOST_SINGLE_DAYS, TODAY, NEW_YORK).parts()) == MOST_SINGLE_DAYS
    weeks = last_days(MOST_SINGLE_DAYS + 1, TODAY, NEW_YORK).parts()
    assert len(weeks) == 6
    assert weeks[0] == (TODAY - 35 * DAY, TODAY - 29 * DAY)
    assert weeks[-1] == (TODAY, TODAY), "a short one"


@settings(deadline=None)
@given(st.integers(1, 200), st.integers(0, 400 * 24))
def test_every_instant_of_a_span_lies_in_one_of_its_parts(days: int, hours: int) -> None:
    span = last_days(days, TODAY, "Europe/London")
    at = span.begin.astimezone(UTC) + timedelta(hours=hours)
    part, parts = span.part_of(at), span.parts()
    if at < span.end:
        assert part is not None
        begin, end = parts[part]
        assert begin <= at.astimezone(span.begin.tzinfo).date() <= end
    else:
        assert part is None
    assert parts[0][0] == span.first
    assert parts[-1][1] == span.last
    assert all(one[1] + DAY == other[0] for one, other in pairwise(parts))


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (None, TODAY, "Choose both days."),
        (TODAY, None, "Choose both days."),
        (TODAY, TODAY - DAY, "The last day can't be before the first."),
        (TODAY, TODAY, ""),
        (TODAY - (LONGEST_DAYS - 1) * DAY, TODAY, ""),
        (TODAY - LONGEST_DAYS * DAY, TODAY, "A report goes over at most %(days)s days."),
    ],
)
def test_days_that_cannot_be_are_said_instead_of_shown(first: date | None, last: date | None, said: str) -> None:
    span, fault = span_of(first, last, TODAY, NEW_YORK)
    assert (fault.sentence if fault else "") == said
    assert (span.first, span.last) == ((first, last) if not said else (TODAY - 29 * DAY, TODAY))


@pytest.mark.parametrize(
    ("values", "median", "slowest"),
    [
        ([], None, None),
        ([7], 7, 7),
        ([1, 9], 1, 9),
        ([1, 2, 9], 2, 9),
        (list(range(1, 11)), 5, 9),
        (list(range(1, 101)), 50, 90),
        (list(range(1, 102)), 51, 91),
    ],
)
def test_a_percentile_is_a_time_that_there_was(values: list[int], median: int | None, slowest: int | None) -> None:
    assert (nearest_rank(values, 0.5), nearest_rank(values, 0.9)) == (median, slowest)


@settings(deadline=None)
@given(st.lists(st.integers(0, 50), min_size=1), st.sampled_from([0.5, 0.9, 1.0]))
def test_at_least_so_many_were_as_quick_and_with_one_less_fewer_were(values: list[int], share: float) -> None:
    found = nearest_rank(sorted(values), share)
    assert found in values
    as_quick = sum(value <= found for value in values)
    quicker = sum(value < found for value in values)
    assert as_quick >= share * len(values) - 1e-9
    assert quicker < share * len(values)


def test_of_nothing_there_is_no_share() -> None:
    assert share_of(0, 0) is None
    assert share_of(0, 3) == 0
    assert share_of(3, 4) == 0.75
