"""Cancelling and changing what hasn't left (PRODUCT 4): at once, by a request, or no more."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from shop_help.policy.order_requests import verdict_change_address
from shop_help.policy.orders import STATES
from tests.policy.buying import DAY, HOUR, NOON, SECOND, US, asked, delivered, here, on_its_way, purchase, told


def paid(ago: timedelta, state: str = "AWAITING_SHIPMENT", **more: Any) -> Any:
    return purchase(here(), state=state, created_at=NOON - ago - HOUR, paid_at=NOON - ago, **more)


@pytest.mark.parametrize(
    ("ago", "code", "at_once"),
    [
        (0 * HOUR, "cancel_free", True),
        (HOUR - SECOND, "cancel_free", True),
        (HOUR, "cancel_by_request", False),
        (HOUR + SECOND, "cancel_by_request", False),
    ],
)
@pytest.mark.parametrize("state", ["ON_HOLD", "AWAITING_SHIPMENT", "AWAITING_COLLECTION", "PARTIALLY_SHIPPING"])
def test_cancelling_is_at_once_in_the_first_hour_after_paying(
    ago: timedelta, code: str, at_once: bool, state: str
) -> None:
    verdict = asked("cancel", paid(ago, state))
    assert (verdict.code, verdict.eligible, verdict.at_once) == (code, True, at_once)
    if at_once:
        assert verdict.closes_at == NOON - ago + HOUR
        assert verdict.opens_at == NOON - ago


def test_what_is_paid_at_the_door_has_its_free_hour_from_the_order() -> None:
    for ago, code in ((HOUR - SECOND, "cancel_free"), (HOUR, "cancel_by_request")):
        order = purchase(here(), state="AWAITING_SHIPMENT", created_at=NOON - ago, paid_at=None)
        assert asked("cancel", order).code == code


def test_what_is_unpaid_is_cancelled_at_once_however_old() -> None:
    verdict = asked("cancel", purchase(here(), state="UNPAID", paid_at=None))
    assert (verdict.code, verdict.at_once, verdict.closes_at) == ("cancel_unpaid", True, None)


@pytest.mark.parametrize(
    ("expected_at", "code"),
    [
        (None, "cancel_by_request"),
        (NOON + SECOND, "cancel_by_request"),
        (NOON, "cancel_by_request"),
        (NOON - SECOND, "cancel_late"),
    ],
)
@pytest.mark.parametrize("state", ["ON_HOLD", "AWAITING_SHIPMENT", "AWAITING_COLLECTION"])
def test_what_is_late_and_here_is_cancelled_at_once(expected_at: datetime | None, code: str, state: str) -> None:
    verdict = asked("cancel", paid(2 * DAY, state, expected_at=expected_at))
    assert (verdict.code, verdict.at_once) == (code, code == "cancel_late")


def test_what_is_late_and_has_left_is_not_cancelled() -> None:
    order = purchase(on_its_way(), state="IN_TRANSIT", expected_at=NOON - DAY)
    assert told(asked("cancel", order)) == ("shipped", "refund")


@pytest.mark.parametrize("state", STATES)
def test_cancelling_ends_with_shipment(state: str) -> None:
    before = ("UNPAID", "ON_HOLD", "AWAITING_SHIPMENT", "AWAITING_COLLECTION", "PARTIALLY_SHIPPING")
    assert asked("cancel", purchase(here(), state=state)).eligible == (state in before)


def test_of_an_order_that_left_in_part_the_rest_can_be_cancelled() -> None:
    order = purchase(here(1), on_its_way(2), state="PARTIALLY_SHIPPING")
    assert asked("cancel", order, items=[1]).eligible
    assert told(asked("cancel", order, items=[2])) == ("shipped", "message")
    both = asked("cancel", order)
    assert (both.eligible, both.code, both.lines) == (False, "shipped", (2,))


def test_what_was_delivered_is_returned_rather_than_cancelled() -> None:
    assert told(asked("cancel", purchase(delivered(2)))) == ("shipped", "return")
    assert told(asked("cancel", purchase(delivered(40)))) == ("shipped", "protect")


@pytest.mark.parametrize(
    ("rejections", "code", "next_action"),
    [(0, "cancel_by_request", ""), (1, "cancel_again", "dispute"), (2, "asked_twice", "dispute")],
)
def test_a_cancellation_can_be_asked_for_once_more(rejections: int, code: str, next_action: str) -> None:
    line = here(cancel_rejections=rejections, rejected_at=NOON - HOUR if rejections else None)
    assert told(asked("cancel", purchase(line, state="AWAITING_SHIPMENT"))) == (code, next_action)


def test_rejected_cancellations_and_rejected_returns_are_counted_apart() -> None:
    assert asked("return", purchase(delivered(cancel_rejections=2))).code == "return_open"
    assert asked("cancel", purchase(here(rejections=2), state="ON_HOLD")).code == "cancel_by_request"


@pytest.mark.parametrize("change", ["change_address", "change_order"])
@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("UNPAID", ""),
        ("ON_HOLD", ""),
        ("AWAITING_SHIPMENT", ""),
        ("PARTIALLY_SHIPPING", ""),
        ("AWAITING_COLLECTION", "packed"),
        ("IN_TRANSIT", "shipped"),
        ("DELIVERED", "shipped"),
        ("COMPLETED", "shipped"),
        ("CANCELLED", "order_cancelled"),
    ],
)
def test_changes_are_asked_for_until_it_is_packed(change: str, state: str, code: str) -> None:
    verdict = asked(change, purchase(here(), state=state))
    assert (verdict.code, verdict.eligible) == (code or change, not code)
    assert not verdict.at_once


def test_what_is_packed_can_still_be_cancelled_instead_of_changed() -> None:
    assert told(asked("change_order", purchase(here(), state="AWAITING_COLLECTION"))) == ("packed", "cancel")
    line = here(packed_at=NOON - HOUR)
    assert told(asked("change_order", purchase(line, state="PARTIALLY_SHIPPING"))) == ("packed", "cancel")


def test_another_address_is_for_the_items_that_are_not_packed() -> None:
    order = purchase(on_its_way(1), here(2), here(3, packed_at=NOON), here(4), state="PARTIALLY_SHIPPING")
    verdict = verdict_change_address(order, US, NOON)
    assert (verdict.eligible, verdict.lines) == (True, (2, 4))
    order = purchase(on_its_way(1), here(3, packed_at=NOON), state="PARTIALLY_SHIPPING")
    verdict = verdict_change_address(order, US, NOON)
    assert (verdict.eligible, verdict.lines) == (False, (1, 3))
