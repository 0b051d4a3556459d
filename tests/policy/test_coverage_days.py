"""Buyer Protection day by day in every market: the last minute of the market's own midnight, and the first of the
next day (PRODUCT 4)."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from shop_help.policy.markets import MARKETS
from shop_help.policy.rulebook import shipped_rules
from tests.policy.buying import DAY, HOUR, NOON, asked, delivered, local, on_its_way, purchase

#: Of each market a delivery shortly before local midnight, before a change of the clocks, and one in a leap year.
DELIVERIES = [
    (market, local(f"{day}T23:30", MARKETS[market].zone))
    for market in MARKETS
    for day in ("2026-06-01", "2026-01-15", "2026-09-01", "2027-12-01")
]
#: (day, is it the first or the last moment of it, alone, where the seller failed)
DAYS = [
    (0, "last", "seller_first", "protect_seller_failed"),
    (29, "first", "seller_first", "protect_seller_failed"),
    (29, "last", "seller_first", "protect_seller_failed"),
    (30, "first", "seller_first", "protect_seller_failed"),
    (30, "last", "seller_first", "protect_seller_failed"),
    (31, "first", "protect_directly", "protect_directly"),
    (31, "last", "protect_directly", "protect_directly"),
    (89, "first", "protect_directly", "protect_directly"),
    (90, "first", "protect_directly", "protect_directly"),
    (90, "last", "protect_directly", "protect_directly"),
    (91, "first", "protection_over", "protection_over"),
    (91, "last", "protection_over", "protection_over"),
]
MOMENT = timedelta(microseconds=1)


def moment(began_at: datetime, day: int, which: str, zone: str) -> datetime:
    """The first or the last moment of a day, counted from the local date of the delivery."""
    there = ZoneInfo(zone)
    of_day: date = began_at.astimezone(there).date() + timedelta(days=day + (which == "last"))
    midnight = datetime.combine(of_day, datetime.min.time(), there).astimezone(began_at.tzinfo)
    return midnight - MOMENT if which == "last" else midnight


@pytest.mark.parametrize(("market", "began_at"), DELIVERIES, ids=lambda value: str(value)[:10])
@pytest.mark.parametrize(("day", "which", "alone", "failed"), DAYS)
def test_each_day_counts_whole_in_the_market_of_the_order(
    market: str, began_at: datetime, day: int, which: str, alone: str, failed: str
) -> None:
    rules = shipped_rules(market)
    now = moment(began_at, day, which, rules.zone)
    for seller_failed, code in ((False, alone), (True, failed)):
        line = delivered(delivered_at=began_at, seller_failed=seller_failed)
        verdict = asked("protect", replace(purchase(line), market=market), now, rules)
        assert verdict.code == code
        assert verdict.closes_at == moment(began_at, 91, "first", rules.zone)


def test_at_one_instant_it_is_over_in_jakarta_and_open_in_new_york() -> None:
    noon = local("2026-06-01T12:00", "America/New_York")
    codes = {}
    for market in ("ID", "US"):
        rules = shipped_rules(market)
        ends = moment(noon, 91, "first", "Asia/Jakarta")
        codes[market] = asked(
            "protect", replace(purchase(delivered(delivered_at=noon)), market=market), ends, rules
        ).code
    assert codes == {"ID": "protection_over", "US": "protect_directly"}


@pytest.mark.parametrize(
    ("facts", "order", "code"),
    [
        ({"is_refunded": True}, {}, "refunded"),
        ({"refund_in_flight": True}, {}, "refund_in_flight"),
        ({"in_protection": True}, {}, "in_protection"),
        ({"protection_decided": True}, {}, "protection_decided"),
        ({"protection_decided": True, "in_protection": True}, {}, "in_protection"),
        ({"open_dispute": True}, {}, "in_dispute"),
        ({"item_class": "pre_owned"}, {}, "not_covered"),
        ({"item_class": "collectible"}, {}, "not_covered"),
        ({"item_class": "final_sale"}, {}, "not_covered"),
        ({"item_class": "non_returnable"}, {}, "protect_directly"),
        ({"item_class": "standard"}, {}, "protect_directly"),
        ({"delivery_source": "estimated"}, {}, "date_unknown"),
        ({"delivery_source": "missing", "delivered_at": None}, {}, "date_unknown"),
        ({"delivery_source": "shop"}, {}, "protect_directly"),
        ({}, {"state": "COMPLETED", "completed_at": NOON - 39 * DAY}, "protect_directly"),
        ({}, {"state": "CANCELLED"}, "order_cancelled"),
        ({}, {"shop_is_suspended": True}, "protect_directly"),
    ],
)
def test_what_else_decides_on_day_40(facts: dict[str, Any], order: dict[str, Any], code: str) -> None:
    verdict = asked("protect", purchase(delivered(40, **facts), **order))
    assert verdict.code == code
    assert verdict.eligible == (code in ("protect_directly", "date_unknown"))
    assert verdict.eligible or verdict.next_action in ("contact", "message", "return")


def test_completing_an_order_early_shortens_nothing() -> None:
    for days_ago, code in (
        (30, "seller_first"),
        (31, "protect_directly"),
        (90, "protect_directly"),
        (91, "protection_over"),
    ):
        early = purchase(delivered(days_ago), state="COMPLETED", completed_at=NOON - days_ago * DAY + HOUR)
        assert asked("protect", early).code == code


def test_each_parcel_has_days_of_its_own_and_a_claim_of_two_is_as_strict_as_the_stricter() -> None:
    order = purchase(
        delivered(30, 1),
        delivered(31, 2),
        delivered(91, 3),
        on_its_way(4),
        state="IN_TRANSIT",
        expected_at=NOON - DAY,
    )
    codes = [asked("protect", order, items=[item]).code for item in (1, 2, 3, 4)]
    assert codes == ["seller_first", "protect_directly", "protection_over", "seller_first_late"]
    assert not asked("protect", order, items=[1, 2]).eligible
    both = purchase(delivered(40, 1), delivered(60, 2))
    assert asked("protect", both).closes_at == asked("protect", both, items=[2]).closes_at


@pytest.mark.parametrize(
    ("days_ago", "code"), [(31, "protect_directly"), (90, "protect_directly"), (91, "protection_over")]
)
def test_marked_delivered_and_not_received_is_covered_like_the_rest(days_ago: int, code: str) -> None:
    assert asked("protect", purchase(delivered(days_ago)), reason="not_received").code == code
