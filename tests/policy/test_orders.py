"""States, the chips that filter by them, lateness, and which order a buyer means (PRODUCT 1 and 3)."""

from datetime import UTC, datetime, timedelta

import pytest

from shop_help.policy.orders import (
    CHIPS,
    STATES,
    UNDER_WAY,
    OrderGlance,
    by_likelihood,
    chip_called,
    is_late,
)

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)


def test_the_states_are_those_of_the_order_api() -> None:
    assert " ".join(STATES) == (
        "UNPAID ON_HOLD AWAITING_SHIPMENT PARTIALLY_SHIPPING AWAITING_COLLECTION "
        "IN_TRANSIT DELIVERED COMPLETED CANCELLED"
    )


@pytest.mark.parametrize("state", STATES)
def test_each_state_is_shown_by_all_and_by_a_chip_of_its_own(state: str) -> None:
    showing = [chip.slug for chip in CHIPS if state in chip.states]
    assert showing[0] == "all"
    assert len(showing) > 1


@pytest.mark.parametrize(
    ("slug", "shows", "hides"),
    [
        ("unpaid", "UNPAID", "ON_HOLD"),
        ("to-ship", "AWAITING_COLLECTION", "IN_TRANSIT"),
        ("shipped", "IN_TRANSIT", "DELIVERED"),
        ("delivered", "COMPLETED", "IN_TRANSIT"),
        ("cancelled", "CANCELLED", "COMPLETED"),
    ],
)
def test_a_chip_shows_its_states_and_no_other(slug: str, shows: str, hides: str) -> None:
    assert shows in chip_called(slug).states
    assert hides not in chip_called(slug).states


@pytest.mark.parametrize("slug", ["", "nothing", "ALL", "unpaid "])
def test_a_chip_that_nobody_knows_shows_all(slug: str) -> None:
    assert chip_called(slug).slug == "all"


@pytest.mark.parametrize(
    ("expected_at", "late"),
    [(NOW - INSTANT, True), (NOW, False), (NOW + INSTANT, False), (None, False)],
)
def test_an_order_is_late_once_its_promised_instant_has_passed(expected_at: datetime | None, late: bool) -> None:
    assert is_late("IN_TRANSIT", expected_at, NOW) is late


@pytest.mark.parametrize("state", STATES)
def test_only_what_is_under_way_can_be_late(state: str) -> None:
    assert is_late(state, NOW - timedelta(days=1), NOW) is (state in UNDER_WAY)


def glance(number: int, state: str, days_old: float, due_in: float | None = None) -> OrderGlance:
    due = None if due_in is None else NOW + timedelta(days=due_in)
    return OrderGlance(number, state, NOW - timedelta(days=days_old), due)


FRESH = glance(1, "UNPAID", 0.1)
DONE = glance(2, "DELIVERED", 1)
COMING = glance(3, "IN_TRANSIT", 5, due_in=1)
COMING_OLD = glance(4, "PARTIALLY_SHIPPING", 9, due_in=1)
PACKED = glance(5, "AWAITING_COLLECTION", 2, due_in=3)
HELD = glance(6, "ON_HOLD", 20)
LATE = glance(7, "IN_TRANSIT", 30, due_in=-1)
UNPACKED = glance(8, "AWAITING_SHIPMENT", 3, due_in=2)


@pytest.mark.parametrize(
    ("orders", "meant"),
    [
        ([], None),
        ([DONE], DONE),
        # The newest with something wrong, however old,
        ([FRESH, DONE, COMING, LATE], LATE),
        ([FRESH, HELD, LATE], HELD),
        ([LATE, HELD, COMING], HELD),
        # else the newest on its way,
        ([FRESH, DONE, COMING_OLD, COMING], COMING),
        ([COMING, PACKED, FRESH], PACKED),
        # else the newest: what is not shipped yet is not on its way.
        ([DONE, FRESH, UNPACKED], FRESH),
        ([UNPACKED, DONE], DONE),
    ],
)
def test_the_order_that_is_meant(orders: list[OrderGlance], meant: OrderGlance | None) -> None:
    for each in (orders, orders[::-1]):
        found = by_likelihood(each, NOW)
        assert (found[0] if found else None) is meant


def test_the_other_orders_follow_by_how_likely_they_are_meant() -> None:
    orders = [FRESH, DONE, COMING, COMING_OLD, HELD, LATE]
    assert by_likelihood(orders, NOW) == [HELD, LATE, COMING, COMING_OLD, FRESH, DONE]
