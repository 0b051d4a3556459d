"""Versions of the rules: what was shipped, which one is in force, and what a new one may say (PRODUCT 4)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from shop_help.policy.markets import MARKETS
from shop_help.policy.numbers import JUDGING, NUMBERS, numbers_in, values_in
from shop_help.policy.rulebook import (
    Version,
    begins_at,
    day_fault,
    first_day,
    in_force,
    note_fault,
    shipped_rules,
    values_faults,
)
from tests.policy.buying import SECOND, local

#: PRODUCT 4's table for the default market, word by word.
TABLE = {
    "free_cancel_hours": 1,
    "cancel_answer_hours": 24,
    "return_answer_hours": 48,
    "exchange_answer_hours": 24,
    "change_answer_hours": 24,
    "offer_answer_hours": 48,
    "offer_lapsed_hours": 24,
    "return_days": 30,
    "ship_back_days": 14,
    "inspect_days": 2,
    "inspect_dear_days": 4,
    "dear_amount": 100,
    "dispute_days": 10,
    "most_disputes": 2,
    "protection_days": 90,
    "appeal_days": 21,
    "seller_answer_hours": 24,
    "case_resolved_days": 7,
}


def test_the_table_of_the_product_is_version_one_of_each_market() -> None:
    for market in MARKETS:
        rules = shipped_rules(market)
        assert (rules.version, rules.market) == (1, market)
        assert {name: rules.values[name] for name in TABLE} == TABLE | (
            {"ship_back_days": 5} if market == "ID" else {}
        )
    zones = {market: shipped_rules(market).zone for market in MARKETS}
    assert zones == {
        "US": "America/New_York",
        "UK": "Europe/London",
        "DE": "Europe/Berlin",
        "ID": "Asia/Jakarta",
    }


def test_published_policies_are_cited_where_a_number_comes_from_one() -> None:
    assert "shop.tiktok.com/us/money-back-guarantee" in NUMBERS["protection_days"].source
    assert "Return Guidelines" in NUMBERS["ship_back_days"].source
    assert all(number.source for number in NUMBERS.values())


def test_a_version_sets_what_judges_orders_and_nothing_else() -> None:
    values = values_in("ID", {"return_days": 14, "adult_age": 12, "no_such_number": 1})
    assert values["return_days"] == 14
    assert values["ship_back_days"] == 5
    assert values["adult_age"] == 18
    assert "no_such_number" not in values
    assert numbers_in("US", {"return_days": 14})["return_days"] == "14"
    assert numbers_in("US")["return_days"] == "30"


NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SECOND_VERSION, THIRD = Version(2, NOW, {}), Version(3, NOW + timedelta(days=10), {})


@pytest.mark.parametrize(
    ("at", "version"),
    [
        (NOW - SECOND, None),
        (NOW, 2),
        (NOW + timedelta(days=10) - SECOND, 2),
        (NOW + timedelta(days=10), 3),
        (NOW + timedelta(days=999), 3),
    ],
)
def test_the_version_in_force_is_the_one_that_began_last(at: datetime, version: int | None) -> None:
    for versions in ([SECOND_VERSION, THIRD], [THIRD, SECOND_VERSION]):
        found = in_force(versions, at)
        assert (found.version if found else None) == version


def test_of_two_that_begin_together_the_later_one_holds() -> None:
    again = Version(4, THIRD.valid_from, {})
    assert in_force([again, THIRD], NOW + timedelta(days=11)) is again
    assert in_force([THIRD, again], NOW + timedelta(days=11)) is again


WHOLE: dict[str, int | None] = {name: number.value for name, number in JUDGING.items()}


@pytest.mark.parametrize(
    ("changed", "faulty"),
    [
        ({}, set()),
        ({"return_days": 1}, set()),
        ({"return_days": 0}, {"return_days"}),
        ({"return_days": -5}, {"return_days"}),
        ({"return_days": None, "appeal_days": None}, {"return_days", "appeal_days"}),
        ({"return_days": 731}, {"return_days"}),
        ({"return_days": 90}, set()),
        ({"return_days": 91}, {"protection_days"}),
        ({"inspect_days": 5}, {"inspect_dear_days"}),
        ({"inspect_days": 4}, set()),
        ({"free_cancel_hours": 721}, {"free_cancel_hours"}),
    ],
)
def test_numbers_that_cannot_be_are_named_in_words(changed: dict[str, int | None], faulty: set[str]) -> None:
    faults = values_faults(WHOLE | changed)
    assert set(faults) == faulty
    assert all(fault.sentence % fault.values for fault in faults.values())


def test_a_draft_without_one_of_the_numbers_is_not_whole() -> None:
    assert set(values_faults({})) == set(JUDGING)


@pytest.mark.parametrize(("note", "is_good"), [("", False), ("  ", False), ("Because.", True), ("x" * 501, False)])
def test_a_version_says_why(note: str, is_good: bool) -> None:
    assert (note_fault(note) is None) == is_good


@pytest.mark.parametrize(
    ("day", "is_good"),
    [
        (None, False),
        (date(2026, 11, 23), False),
        (date(2026, 11, 24), False),
        (date(2026, 11, 25), True),
        (date(2031, 12, 31), True),
        (date(2032, 1, 1), False),
    ],
)
def test_publishing_in_the_past_is_refused(day: date | None, is_good: bool) -> None:
    assert (day_fault(day, "US", NOW, None) is None) == is_good


def test_tomorrow_is_the_markets_own() -> None:
    evening = local("2026-11-24T20:00", "America/New_York")
    assert first_day("US", evening, None) == date(2026, 11, 25)
    assert first_day("ID", evening, None) == date(2026, 11, 26)
    assert begins_at(date(2026, 11, 25), "US") == local("2026-11-25T00:00", "America/New_York")
    assert begins_at(date(2026, 11, 25), "US") > evening


def test_a_version_never_begins_before_one_that_is_published() -> None:
    latest = begins_at(date(2026, 12, 1), "US")
    assert day_fault(date(2026, 11, 30), "US", NOW, latest)
    assert day_fault(date(2026, 12, 1), "US", NOW, latest) is None
    over = begins_at(date(2026, 1, 1), "US")
    assert first_day("US", NOW, over) == date(2026, 11, 25)
