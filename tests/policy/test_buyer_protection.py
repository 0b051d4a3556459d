"""Buyer Protection against the standard return: day 0 to 30, day 31 to 90, one row a day (PRODUCT 4)."""

from datetime import datetime

import pytest

from shop_help.policy.orders import ITEM_CLASSES
from shop_help.policy.reasons import REASONS
from tests.policy.buying import DAY, HOUR, NOON, SECOND, asked, delivered, here, local, on_its_way, purchase, told

NEW_YORK = "America/New_York"
DELIVERED = local("2026-06-01T14:00", NEW_YORK)
DAY_31, DAY_91 = local("2026-07-02T00:00", NEW_YORK), local("2026-08-31T00:00", NEW_YORK)


@pytest.mark.parametrize(
    ("now", "alone", "seller_failed"),
    [
        (DELIVERED, "seller_first", "protect_seller_failed"),
        (local("2026-06-30T12:00", NEW_YORK), "seller_first", "protect_seller_failed"),  # day 29
        (local("2026-07-01T00:00", NEW_YORK), "seller_first", "protect_seller_failed"),  # day 30
        (DAY_31 - SECOND, "seller_first", "protect_seller_failed"),
        (DAY_31, "protect_directly", "protect_directly"),
        (DAY_31 + SECOND, "protect_directly", "protect_directly"),
        (local("2026-08-29T12:00", NEW_YORK), "protect_directly", "protect_directly"),  # day 89
        (local("2026-08-30T00:00", NEW_YORK), "protect_directly", "protect_directly"),  # day 90
        (DAY_91 - SECOND, "protect_directly", "protect_directly"),
        (DAY_91, "protection_over", "protection_over"),
        (DAY_91 + SECOND, "protection_over", "protection_over"),
    ],
)
def test_first_the_seller_then_buyer_protection_then_customer_service(
    now: datetime, alone: str, seller_failed: str
) -> None:
    verdict = asked("protect", purchase(delivered(delivered_at=DELIVERED)), now)
    assert verdict.code == alone
    assert verdict.eligible == (alone == "protect_directly")
    assert verdict.closes_at == DAY_91
    assert verdict.next_action == {"seller_first": "return", "protection_over": "contact"}.get(alone, "")
    assert verdict.opens_at == (DELIVERED if alone == "protection_over" else DAY_31)
    failed = delivered(delivered_at=DELIVERED, seller_failed=True)
    assert asked("protect", purchase(failed), now).code == seller_failed


def test_a_rejection_opens_it_in_the_first_days() -> None:
    line = delivered(rejections=1, rejected_at=NOON - HOUR)
    verdict = asked("protect", purchase(line))
    assert (verdict.code, verdict.opens_at) == ("protect_seller_failed", NOON - HOUR)
    assert asked("protect", purchase(delivered(cancel_rejections=1))).code == "seller_first"


@pytest.mark.parametrize("item_class", ITEM_CLASSES)
@pytest.mark.parametrize("days_ago", [2, 30, 31, 90, 91])
def test_the_class_at_purchase_decides_what_is_left_out(item_class: str, days_ago: int) -> None:
    verdict = asked("protect", purchase(delivered(days_ago, item_class=item_class, seller_failed=True)))
    left_out = item_class in ("pre_owned", "collectible", "final_sale")
    assert (verdict.code == "not_covered") == left_out
    if left_out:
        assert verdict.next_action == ("return" if days_ago <= 30 else "contact")


@pytest.mark.parametrize("reason", REASONS.values(), ids=lambda reason: reason.code)
def test_it_covers_what_is_wrong_and_no_change_of_mind(reason: object) -> None:
    found = REASONS[reason.code]  # type: ignore[attr-defined]
    verdict = asked("protect", purchase(delivered(40)), reason=found.code)
    covered = {"damaged", "defective", "wrong_item", "missing", "not_as_described", "counterfeit", "not_received"}
    assert verdict.eligible == (found.code in covered)
    if not verdict.eligible:
        assert verdict.code == ("fault_needed" if found.is_change_of_mind else "other_reason")


def test_marked_delivered_and_not_received_stays_open_to_the_last_day() -> None:
    for days_ago, is_open in ((31, True), (90, True), (91, False)):
        assert asked("protect", purchase(delivered(days_ago)), reason="not_received").eligible == is_open
    assert asked("refund", purchase(delivered(30)), reason="not_received").eligible


@pytest.mark.parametrize(
    ("facts", "order", "code", "next_action"),
    [
        ({}, {"expected_at": NOON + DAY}, "not_late_yet", "message"),
        ({}, {"expected_at": NOON - SECOND}, "seller_first_late", "refund"),
        ({"seller_failed": True}, {"expected_at": NOON - SECOND}, "protect_never_arrived", ""),
        ({"rejections": 1, "rejected_at": NOON}, {"expected_at": NOON - DAY}, "protect_never_arrived", ""),
        ({"seller_failed": True}, {"expected_at": NOON + SECOND}, "not_late_yet", "message"),
        ({"seller_failed": True}, {"expected_at": None}, "promise_unknown", "contact"),
    ],
)
def test_what_never_arrived_is_covered_once_it_is_late_and_the_seller_failed(
    facts: dict[str, object], order: dict[str, object], code: str, next_action: str
) -> None:
    verdict = asked("protect", purchase(on_its_way(**facts), state="IN_TRANSIT", **order))
    assert told(verdict) == (code, next_action)
    assert verdict.closes_at is None


def test_what_has_not_left_or_is_settled_is_not_covered() -> None:
    assert told(asked("protect", purchase(here(), state="AWAITING_SHIPMENT"))) == ("not_shipped", "cancel")
    assert told(asked("protect", purchase(here(), state="UNPAID"))) == ("not_paid", "cancel")
    for fact, code in (("is_refunded", "refunded"), ("refund_in_flight", "refund_in_flight")):
        assert told(asked("protect", purchase(delivered(40, **{fact: True})))) == (code, "contact")
    assert told(asked("protect", purchase(delivered(40, open_request="return")))) == ("open_request", "message")


def test_two_packages_have_a_clock_each() -> None:
    order = purchase(delivered(20, 1), delivered(40, 2), on_its_way(3), state="IN_TRANSIT", expected_at=NOON - DAY)
    codes = {item: asked("protect", order, items=[item]).code for item in (1, 2, 3)}
    assert codes == {1: "seller_first", 2: "protect_directly", 3: "seller_first_late"}
