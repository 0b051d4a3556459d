"""Business hours: both edges of every period, through daylight saving, days off, and weeks that never open."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from shop_help.policy.service_hours import ALWAYS, DEFAULT_WEEK, Hours

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
NEVER = ((),) * 7
TWO = (("08:00", "12:00"), ("13:00", "20:00"))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def all_week(*periods: tuple[str, str]) -> tuple[tuple[tuple[str, str], ...], ...]:
    return (periods,) * 7


def edges_of(hours: Hours, begin: str, end: str) -> list[tuple[str, str]]:
    """The stretches in which it is open between two instants, found by asking at each minute."""
    at, until, found = utc(begin), utc(end), []
    asked = [(at + i * MINUTE, hours.is_open(at + i * MINUTE)) for i in range(round((until - at) / MINUTE) + 1)]
    opened = [asked[0][0]] if asked[0][1] else []
    for (_, was), (now, is_open) in pairwise(asked):
        if is_open and not was:
            opened.append(now)
        if was and not is_open:
            found.append((opened.pop().isoformat()[:16], now.isoformat()[:16]))
    return found + [(each.isoformat()[:16], "…") for each in opened]


#: A Tuesday of winter in New York (five hours behind), two periods.
@pytest.mark.parametrize(
    ("at", "is_open", "opens", "closes"),
    [
        ("2026-11-24T12:59", False, "2026-11-24T13:00", None),  # a minute before opening
        ("2026-11-24T13:00", True, "2026-11-24T13:00", "2026-11-24T17:00"),
        ("2026-11-24T16:59", True, "2026-11-24T16:59", "2026-11-24T17:00"),
        ("2026-11-24T17:00", False, "2026-11-24T18:00", None),  # noon: the break begins
        ("2026-11-24T17:59", False, "2026-11-24T18:00", None),
        ("2026-11-24T18:00", True, "2026-11-24T18:00", "2026-11-25T01:00"),
        ("2026-11-25T00:59", True, "2026-11-25T00:59", "2026-11-25T01:00"),
        ("2026-11-25T01:00", False, "2026-11-25T13:00", None),  # closed for the night
        # Saturday has one short period, Sunday none: Monday is next.
        ("2026-11-28T18:59", True, "2026-11-28T18:59", "2026-11-28T19:00"),
        ("2026-11-28T19:00", False, "2026-11-30T13:00", None),
    ],
)
def test_a_day_has_both_edges_of_each_period(at: str, is_open: bool, opens: str, closes: str | None) -> None:
    hours = Hours("America/New_York", DEFAULT_WEEK)
    assert hours.is_open(utc(at)) is is_open
    assert hours.opens_next(utc(at)) == utc(opens)
    assert hours.closes_next(utc(at)) == (utc(closes) if closes else None)


@pytest.mark.parametrize(
    ("week", "at", "closes"),
    [
        (all_week(("18:00", "24:00")), "2026-11-25T04:59", "2026-11-25T05:00"),
        # Past midnight it stays open: the next day's period begins as this one ends.
        (all_week(("00:00", "02:00"), ("18:00", "24:00")), "2026-11-25T04:59", "2026-11-25T07:00"),
        (all_week(("08:00", "12:00"), ("12:00", "16:00")), "2026-11-24T16:59", "2026-11-24T21:00"),
        (all_week(*ALWAYS), "2026-11-25T04:59", None),
    ],
)
def test_midnight_ends_a_day_and_periods_that_meet_are_one(week: object, at: str, closes: str | None) -> None:
    hours = Hours("America/New_York", week)  # type: ignore[arg-type]
    assert hours.is_open(utc(at))
    assert hours.closes_next(utc(at)) == (utc(closes) if closes else None)


def test_midnight_itself_belongs_to_the_day_that_begins() -> None:
    late = Hours("Europe/London", (*NEVER[:2], (("18:00", "24:00"),), *NEVER[3:]))  # Wednesday alone
    assert late.is_open(utc("2026-11-25T23:59"))
    assert not late.is_open(utc("2026-11-26T00:00"))
    assert late.seconds_between(utc("2026-11-25T23:00"), utc("2026-11-26T09:00")) == 3600


#: Springing forward, a reading that is skipped means the moment of the jump; falling back, the first one counts.
CHANGES = [
    # New York, March 8: 02:00 EST becomes 03:00 EDT at 07:00 UTC.
    ("America/New_York", ("01:00", "02:30"), "2026-03-08T05:00", [("2026-03-08T06:00", "2026-03-08T07:00")]),
    ("America/New_York", ("02:30", "04:00"), "2026-03-08T05:00", [("2026-03-08T07:00", "2026-03-08T08:00")]),
    ("America/New_York", ("02:10", "02:50"), "2026-03-08T05:00", []),
    ("America/New_York", ("00:00", "04:00"), "2026-03-08T04:59", [("2026-03-08T05:00", "2026-03-08T08:00")]),
    # November 1: 02:00 EDT becomes 01:00 EST at 06:00 UTC; the hour from 05:00 UTC comes twice.
    ("America/New_York", ("01:00", "02:00"), "2026-11-01T04:00", [("2026-11-01T05:00", "2026-11-01T07:00")]),
    ("America/New_York", ("00:00", "01:30"), "2026-11-01T03:59", [("2026-11-01T04:00", "2026-11-01T05:30")]),
    ("America/New_York", ("01:30", "03:00"), "2026-11-01T04:00", [("2026-11-01T05:30", "2026-11-01T08:00")]),
    # Berlin, March 29: 02:00 CET becomes 03:00 CEST at 01:00 UTC; October 25 back again at 01:00 UTC.
    ("Europe/Berlin", ("01:00", "02:30"), "2026-03-28T23:30", [("2026-03-29T00:00", "2026-03-29T01:00")]),
    ("Europe/Berlin", ("02:30", "04:00"), "2026-03-28T23:30", [("2026-03-29T01:00", "2026-03-29T02:00")]),
    ("Europe/Berlin", ("02:00", "03:00"), "2026-10-24T23:00", [("2026-10-25T00:00", "2026-10-25T02:00")]),
    ("Europe/Berlin", ("02:30", "04:00"), "2026-10-24T23:00", [("2026-10-25T00:30", "2026-10-25T03:00")]),
    # London on the same nights: 01:00 GMT becomes 02:00 BST, and 02:00 BST becomes 01:00 GMT.
    ("Europe/London", ("00:30", "01:30"), "2026-03-29T00:00", [("2026-03-29T00:30", "2026-03-29T01:00")]),
    ("Europe/London", ("01:30", "03:00"), "2026-03-29T00:00", [("2026-03-29T01:00", "2026-03-29T02:00")]),
    ("Europe/London", ("01:00", "02:00"), "2026-10-24T23:00", [("2026-10-25T00:00", "2026-10-25T02:00")]),
    ("Europe/London", ("01:30", "02:30"), "2026-10-24T23:00", [("2026-10-25T00:30", "2026-10-25T02:30")]),
]


@pytest.mark.parametrize(("zone", "period", "begin", "stretches"), CHANGES)
def test_a_period_over_the_change_of_the_clock(
    zone: str, period: tuple[str, str], begin: str, stretches: list[tuple[str, str]]
) -> None:
    hours = Hours(zone, all_week(period))
    end = (utc(begin) + timedelta(hours=6)).isoformat()[:16]
    assert edges_of(hours, begin, end) == stretches
    open_for = sum((utc(until) - utc(since)).total_seconds() for since, until in stretches)
    assert hours.seconds_between(utc(begin), utc(end)) == open_for


def test_two_periods_of_which_one_was_skipped_count_no_minute_twice() -> None:
    hours = Hours("America/New_York", all_week(("02:00", "02:45"), ("03:00", "04:00")))
    assert hours.seconds_between(utc("2026-03-08T05:00"), utc("2026-03-08T12:00")) == 3600
    assert hours.after(utc("2026-03-08T05:00"), 3600) == utc("2026-03-08T08:00")


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        ("2026-11-26T04:59", True),  # Wednesday 23:59
        ("2026-11-26T05:00", False),  # Thanksgiving, off as a whole
        ("2026-11-27T04:59", False),
        ("2026-11-27T05:00", True),
    ],
)
def test_a_day_off_goes_from_midnight_to_midnight(at: str, is_open: bool) -> None:
    off = frozenset({date(2026, 11, 26)})
    assert Hours("America/New_York", all_week(*ALWAYS), off).is_open(utc(at)) is is_open


def test_a_day_off_moves_what_is_due() -> None:
    friday = utc("2026-12-24T22:00")
    hours = Hours("Europe/Berlin", DEFAULT_WEEK, frozenset({date(2026, 12, 25), date(2026, 12, 26)}))
    assert hours.opens_next(friday) == utc("2026-12-28T07:00")
    assert hours.after(friday, 60) == utc("2026-12-28T07:01")


def test_a_week_that_never_opens_promises_by_the_clock_on_the_wall() -> None:
    hours = Hours("Asia/Jakarta", NEVER)
    at = utc("2026-11-24T13:00")
    assert not hours.is_open(at)
    assert hours.opens_next(at) is None
    assert hours.closes_next(at) is None
    assert hours.after(at, 7200) == at + timedelta(hours=2)
    assert hours.after(at, -7200) == at - timedelta(hours=2)
    assert hours.seconds_between(at, at + timedelta(days=9)) == 0


def test_what_is_overdue_stays_overdue_by_as_much() -> None:
    """A clock that stood still and had run out goes on from where it was, however late in the night it is."""
    hours = Hours("Europe/London", all_week(*TWO))
    night = utc("2026-11-24T23:00")
    assert hours.after(night, -3600) == utc("2026-11-24T19:00")
    assert hours.after(night, -8 * 3600) == utc("2026-11-24T11:00")
    assert hours.seconds_between(night, hours.after(night, -8 * 3600)) == -8 * 3600


def test_an_instant_of_another_zone_is_the_same_instant() -> None:
    from zoneinfo import ZoneInfo

    hours = Hours("America/New_York", all_week(*ALWAYS))
    start, end = utc("2026-10-31T12:00"), utc("2026-11-02T12:00")
    there = ZoneInfo("America/New_York")
    assert hours.after(start.astimezone(there), 48 * 3600) == end
    assert hours.after(start.astimezone(there), 48 * 3600).tzinfo == UTC
    assert hours.seconds_between(start.astimezone(there), end.astimezone(there)) == 48 * 3600


def test_a_last_second_of_a_period_is_open_and_the_next_is_not() -> None:
    hours = Hours("Asia/Jakarta", all_week(("09:00", "17:00")))
    closing = utc("2026-11-24T10:00")
    assert hours.is_open(closing - SECOND)
    assert not hours.is_open(closing)
    assert hours.seconds_between(closing - SECOND, closing + SECOND) == 1
