"""Every clock of the rules on both edges: calendar days, hours in UTC, business days (PRODUCT 4)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from shop_help.policy import deadlines
from shop_help.policy.deadlines import business_days_close_at, closes_at, day_number, last_moment
from shop_help.policy.rulebook import shipped_rules
from tests.policy.buying import HOUR, US, local

NEW_YORK, LONDON, BERLIN, JAKARTA = "America/New_York", "Europe/London", "Europe/Berlin", "Asia/Jakarta"
APIA, HONOLULU, CHATHAM, SANTIAGO, HAVANA = (
    "Pacific/Apia",
    "Pacific/Honolulu",
    "Pacific/Chatham",
    "America/Santiago",
    "America/Havana",
)


@pytest.mark.parametrize(
    ("began", "days", "zone", "closes", "hours"),
    [
        # The whole of day N counts, whether it began with the day or with its last second.
        ("2026-06-01T00:00:00", 30, NEW_YORK, "2026-07-02T00:00", 31 * 24),
        ("2026-06-01T23:59:59", 30, NEW_YORK, "2026-07-02T00:00", None),
        ("2026-06-01T12:00:00", 0, NEW_YORK, "2026-06-02T00:00", 12),
        # Clocks go forward, and back, inside the window.
        ("2026-03-01T00:00:00", 30, NEW_YORK, "2026-04-01T00:00", 31 * 24 - 1),
        ("2026-10-20T00:00:00", 30, NEW_YORK, "2026-11-20T00:00", 31 * 24 + 1),
        ("2026-03-20T00:00:00", 30, BERLIN, "2026-04-20T00:00", 31 * 24 - 1),
        ("2026-10-10T00:00:00", 30, LONDON, "2026-11-10T00:00", 31 * 24 + 1),
        # On the day of the change itself, first and last day of a window.
        ("2026-03-08T00:00:00", 0, NEW_YORK, "2026-03-09T00:00", 23),
        ("2026-11-01T00:00:00", 0, NEW_YORK, "2026-11-02T00:00", 25),
        # Leap day, and the same days a year before.
        ("2028-02-01T00:00:00", 30, NEW_YORK, "2028-03-03T00:00", 31 * 24),
        ("2027-02-01T00:00:00", 30, NEW_YORK, "2027-03-04T00:00", 31 * 24),
        ("2028-02-29T00:00:00", 90, LONDON, "2028-05-30T00:00", 91 * 24 - 1),
        # Year's end.
        ("2026-12-15T00:00:00", 30, NEW_YORK, "2027-01-15T00:00", 31 * 24),
        ("2026-12-31T23:59:59", 0, JAKARTA, "2027-01-01T00:00", None),
        # From Samoa to Hawaii: the same instant is another day 0.
        ("2026-06-01T00:30:00", 90, APIA, "2026-08-31T00:00", None),
        ("2026-06-01T23:30:00", 90, HONOLULU, "2026-08-31T00:00", None),
        ("2026-04-01T00:00:00", 10, CHATHAM, "2026-04-12T00:00", 11 * 24 + 1),
        # Where the clocks skip midnight the day begins at one; where they repeat it, with the first.
        ("2026-08-31T12:00:00", 5, SANTIAGO, "2026-09-06T01:00", None),
        ("2026-10-31T12:00:00", 0, HAVANA, "2026-11-01T00:00", 12),
    ],
)
def test_a_clock_of_calendar_days_closes_with_the_midnight_behind_its_last_day(
    began: str, days: int, zone: str, closes: str, hours: float | None
) -> None:
    began_at = local(began, zone)
    found = closes_at(began_at, days, zone)
    assert found == local(closes, zone)
    assert found.tzinfo is UTC
    if hours is not None:
        assert found - began_at == timedelta(hours=hours)


def test_one_instant_has_another_first_day_in_each_zone() -> None:
    instant = datetime(2026, 6, 1, 10, 30, tzinfo=UTC)
    last_days = {zone: last_moment(closes_at(instant, 30, zone)) for zone in (HONOLULU, NEW_YORK, JAKARTA, APIA)}
    assert day_number(instant, last_days[HONOLULU], HONOLULU) == 30
    assert last_days[HONOLULU] - last_days[APIA] == timedelta(hours=23)
    assert last_days[APIA] < last_days[JAKARTA] < last_days[NEW_YORK] < last_days[HONOLULU]


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2026-06-01T00:00:00", 0),
        ("2026-06-01T23:59:59", 0),
        ("2026-06-02T00:00:00", 1),
        ("2026-07-01T23:59:59", 30),
        ("2026-07-02T00:00:00", 31),
    ],
)
def test_which_day_it_is(now: str, day: int) -> None:
    assert day_number(local("2026-06-01T18:00", NEW_YORK), local(now, NEW_YORK), NEW_YORK) == day


THANKSGIVING = frozenset({date(2026, 11, 26)})
CHRISTMAS = frozenset({date(2026, 12, 25), date(2027, 1, 1)})


@pytest.mark.parametrize(
    ("began", "days", "off", "closes"),
    [
        # Monday: Tuesday and Wednesday count.
        ("2026-06-01T09:00", 2, frozenset(), "2026-06-04T00:00"),
        # Thursday: Friday and Monday. Friday, Saturday and Sunday: Monday and Tuesday.
        ("2026-06-04T09:00", 2, frozenset(), "2026-06-09T00:00"),
        ("2026-06-05T23:59", 2, frozenset(), "2026-06-10T00:00"),
        ("2026-06-06T00:00", 2, frozenset(), "2026-06-10T00:00"),
        ("2026-06-07T12:00", 2, frozenset(), "2026-06-10T00:00"),
        ("2026-06-05T12:00", 4, frozenset(), "2026-06-12T00:00"),
        # A public holiday in between, and one on the day it began.
        ("2026-11-24T12:00", 2, THANKSGIVING, "2026-11-28T00:00"),
        ("2026-11-25T12:00", 2, THANKSGIVING, "2026-12-01T00:00"),
        ("2026-11-26T12:00", 2, THANKSGIVING, "2026-12-01T00:00"),
        # Christmas and the year's end, each on a Friday.
        ("2026-12-23T12:00", 4, CHRISTMAS, "2026-12-31T00:00"),
        ("2026-12-30T12:00", 2, CHRISTMAS, "2027-01-05T00:00"),
        # Over the nights in which the clocks change.
        ("2026-03-06T12:00", 2, frozenset(), "2026-03-11T00:00"),
        ("2026-10-30T12:00", 2, frozenset(), "2026-11-04T00:00"),
        ("2026-06-01T09:00", 0, frozenset(), "2026-06-02T00:00"),
    ],
)
def test_business_days_skip_weekends_and_public_holidays(
    began: str, days: int, off: frozenset[date], closes: str
) -> None:
    assert business_days_close_at(local(began, NEW_YORK), days, NEW_YORK, off) == local(closes, NEW_YORK)


ASKED = local("2026-06-01T12:00", NEW_YORK)


@pytest.mark.parametrize(
    ("kind", "hours"),
    [
        ("cancellation", 24),
        ("address_change", 24),
        ("order_change", 24),
        ("refund", 48),
        ("return", 48),
        ("exchange", 24),
    ],
)
def test_each_kind_of_request_has_its_time_for_an_answer(kind: str, hours: int) -> None:
    assert deadlines.answer_by(kind, ASKED, US) == ASKED + hours * HOUR


@pytest.mark.parametrize(
    ("kind", "ends_with_shipment"),
    [("address_change", True), ("order_change", True), ("cancellation", True), ("refund", False), ("return", False)],
)
def test_what_is_for_the_time_before_shipment_ends_with_it(kind: str, ends_with_shipment: bool) -> None:
    soon, late = ASKED + HOUR, ASKED + 100 * HOUR
    assert (deadlines.answer_by(kind, ASKED, US, soon) == soon) == ends_with_shipment
    assert deadlines.answer_by(kind, ASKED, US, late) == deadlines.answer_by(kind, ASKED, US)


@pytest.mark.parametrize("asked", ["2026-03-07T18:00", "2026-10-31T18:00"])
def test_hours_are_counted_in_utc_over_a_change_of_the_clocks(asked: str) -> None:
    from zoneinfo import ZoneInfo

    asked_at = datetime.fromisoformat(asked).replace(tzinfo=ZoneInfo(NEW_YORK))
    assert deadlines.answer_by("return", asked_at, US) - asked_at.astimezone(UTC) == 48 * HOUR
    assert deadlines.free_until(asked_at, US) - asked_at.astimezone(UTC) == HOUR


def test_the_other_clocks_of_a_request() -> None:
    assert deadlines.offer_until(ASKED, US) == ASKED + 48 * HOUR
    assert deadlines.back_with_seller_until(ASKED, US) == ASKED + 24 * HOUR
    assert deadlines.protection_answer_by(ASKED, US) == ASKED + 48 * HOUR
    assert deadlines.ship_back_until(ASKED, US) == local("2026-06-16T00:00", NEW_YORK)
    assert deadlines.dispute_until(ASKED, US) == local("2026-06-12T00:00", NEW_YORK)
    assert deadlines.appeal_until(ASKED, US) == local("2026-06-23T00:00", NEW_YORK)


def test_indonesia_has_five_days_to_ship_back() -> None:
    asked = local("2026-06-01T12:00", JAKARTA)
    assert deadlines.ship_back_until(asked, shipped_rules("ID")) == local("2026-06-07T00:00", JAKARTA)
    for market, zone in (("UK", LONDON), ("DE", BERLIN)):
        asked = local("2026-06-01T12:00", zone)
        assert deadlines.ship_back_until(asked, shipped_rules(market)) == local("2026-06-16T00:00", zone)


@pytest.mark.parametrize(
    ("worth", "digits", "closes"),
    [
        (10_000, 2, "2026-06-04T00:00"),
        (10_001, 2, "2026-06-06T00:00"),
        (100, 0, "2026-06-04T00:00"),
        (101, 0, "2026-06-06T00:00"),
    ],
)
def test_what_is_worth_over_a_hundred_is_inspected_in_four_business_days(
    worth: int, digits: int, closes: str
) -> None:
    assert deadlines.inspect_until(ASKED, worth, digits, US) == local(closes, NEW_YORK)


def test_public_holidays_of_the_market_give_time_to_inspect() -> None:
    arrived = local("2026-11-25T12:00", NEW_YORK)
    assert deadlines.inspect_until(arrived, 1, 2, US) == local("2026-11-28T00:00", NEW_YORK)
    with_holiday = shipped_rules("US", THANKSGIVING)
    assert deadlines.inspect_until(arrived, 1, 2, with_holiday) == local("2026-12-01T00:00", NEW_YORK)


SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("runs", "before"),
    [
        (2 * HOUR - SECOND, None),
        (2 * HOUR, HOUR),
        (24 * HOUR - 2 * SECOND, 12 * HOUR - SECOND),
        (24 * HOUR, 12 * HOUR),
        (48 * HOUR, 12 * HOUR),
        (4 * DAY, 12 * HOUR),
        (4 * DAY + SECOND, 2 * DAY),
        (14 * DAY, 2 * DAY),
    ],
)
def test_a_reminder_comes_half_way_at_most_twelve_hours_before_or_two_days_before(
    runs: timedelta, before: timedelta | None
) -> None:
    due = ASKED + runs
    assert deadlines.remind_at(ASKED, due) == (due - before if before else None)


@pytest.mark.parametrize(
    ("failed", "seconds"), [(1, 5), (2, 10), (3, 20), (10, 2560), (11, 3600), (12, 3600), (9999, 3600)]
)
def test_what_failed_is_left_alone_for_longer_each_time_up_to_an_hour(failed: int, seconds: int) -> None:
    assert deadlines.retry_after(failed) == timedelta(seconds=seconds)
