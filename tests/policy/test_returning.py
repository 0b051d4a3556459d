"""Refund, return and exchange: day 0 to 30 from delivery, one row a day, both edges (PRODUCT 4)."""

from datetime import UTC, datetime, timedelta

import pytest

from shop_help.policy.orders import ITEM_CLASSES
from shop_help.policy.reasons import REASONS, reasons_for
from shop_help.policy.rulebook import shipped_rules
from tests.policy.buying import DAY, NOON, SECOND, US, asked, delivered, here, local, on_its_way, purchase, told

NEW_YORK = "America/New_York"
AFTER = ("refund", "return", "exchange")
#: Delivered in the last second of June 1st in New York, and in the first.
LATE, EARLY = local("2026-06-01T23:59:59", NEW_YORK), local("2026-06-01T00:00", NEW_YORK)


@pytest.mark.parametrize(
    ("now", "is_open"),
    [
        ("2026-06-01T23:59:59", True),
        ("2026-06-02T12:00", True),
        ("2026-06-30T12:00", True),  # day 29
        ("2026-07-01T00:00", True),  # day 30
        ("2026-07-01T23:59:59", True),
        ("2026-07-01T23:59:59.999999", True),
        ("2026-07-02T00:00", False),  # day 31
        ("2026-07-02T00:00:01", False),
        ("2026-08-30T12:00", False),  # day 90
    ],
)
@pytest.mark.parametrize("action", AFTER)
@pytest.mark.parametrize("delivered_at", [LATE, EARLY])
def test_the_seller_is_asked_until_the_end_of_day_thirty(
    now: str, is_open: bool, action: str, delivered_at: datetime
) -> None:
    verdict = asked(action, purchase(delivered(delivered_at=delivered_at)), local(now, NEW_YORK))
    assert verdict.eligible == is_open
    assert verdict.code == (f"{action}_open" if is_open else "return_over")
    assert verdict.next_action == ("" if is_open else "protect")
    assert verdict.opens_at == delivered_at
    assert verdict.closes_at == local("2026-07-02T00:00", NEW_YORK)


@pytest.mark.parametrize(("days_ago", "next_action"), [(31, "protect"), (90, "protect"), (91, "contact")])
def test_after_the_window_buyer_protection_is_the_way_and_then_customer_service(
    days_ago: int, next_action: str
) -> None:
    assert told(asked("return", purchase(delivered(days_ago)))) == ("return_over", next_action)


def test_what_buyer_protection_leaves_out_goes_to_customer_service_after_the_window() -> None:
    for item_class in ("pre_owned", "collectible", "final_sale"):
        assert told(asked("return", purchase(delivered(40, item_class=item_class)))) == ("return_over", "contact")


def test_the_days_of_a_market_are_those_of_its_zone() -> None:
    delivered_at = datetime(2026, 6, 1, 18, tzinfo=UTC)  # June 2nd in Jakarta
    order = purchase(delivered(delivered_at=delivered_at))
    closes = {m: asked("return", order, rules=shipped_rules(m)).closes_at for m in ("US", "UK", "DE", "ID")}
    assert closes == {
        "US": datetime(2026, 7, 2, 4, tzinfo=UTC),
        "UK": datetime(2026, 7, 1, 23, tzinfo=UTC),
        "DE": datetime(2026, 7, 1, 22, tzinfo=UTC),
        "ID": datetime(2026, 7, 2, 17, tzinfo=UTC),
    }


@pytest.mark.parametrize("item_class", ITEM_CLASSES)
def test_a_change_of_mind_is_not_for_final_sale_and_what_cannot_go_back(item_class: str) -> None:
    order = purchase(delivered(item_class=item_class))
    kept = item_class in ("final_sale", "non_returnable")
    assert asked("return", order).code == ("open_for_faults" if kept else "return_open")
    assert asked("exchange", order).code == ("open_for_faults" if kept else "exchange_open")
    mind = asked("return", order, reason="no_longer_needed")
    assert (mind.eligible, mind.code) == ((False, "class_keeps") if kept else (True, "return_open"))


@pytest.mark.parametrize("item_class", ITEM_CLASSES)
@pytest.mark.parametrize("action", AFTER)
@pytest.mark.parametrize("reason", ["damaged", "defective", "wrong_item", "not_as_described"])
def test_a_fault_is_for_every_class(item_class: str, action: str, reason: str) -> None:
    assert asked(action, purchase(delivered(item_class=item_class)), reason=reason).eligible


def test_money_without_a_return_is_for_faults_alone() -> None:
    for reason in REASONS.values():
        verdict = asked("refund", purchase(delivered()), reason=reason.code)
        assert verdict.eligible == (not reason.is_change_of_mind and "refund" in reason.actions)
    assert told(asked("refund", purchase(delivered()), reason="does_not_fit")) == ("fault_needed", "return")
    assert asked("return", purchase(delivered()), reason="no such reason").code == "other_reason"
    assert asked("exchange", purchase(delivered()), reason="missing").code == "other_reason"


@pytest.mark.parametrize(
    ("expected_at", "code", "next_action"),
    [
        (NOON - SECOND, "refund_never_arrived", ""),
        (NOON, "not_late_yet", "message"),
        (NOON + 2 * DAY, "not_late_yet", "message"),
        (None, "promise_unknown", "contact"),
    ],
)
def test_a_parcel_that_is_late_and_never_arrived_is_refunded(
    expected_at: datetime | None, code: str, next_action: str
) -> None:
    order = purchase(on_its_way(), state="IN_TRANSIT", expected_at=expected_at)
    verdict = asked("refund", order)
    assert told(verdict) == (code, next_action)
    assert verdict.opens_at == expected_at
    assert verdict.closes_at is None


def test_what_never_arrived_is_not_damaged_and_is_for_every_class() -> None:
    for item_class in ITEM_CLASSES:
        line = on_its_way(item_class=item_class)
        order = purchase(line, state="IN_TRANSIT", expected_at=NOON - DAY)
        assert asked("refund", order, reason="not_received").eligible
        assert asked("refund", order, reason="damaged").code == "other_reason"


@pytest.mark.parametrize("action", ["return", "exchange"])
def test_what_is_on_its_way_cannot_go_back_yet(action: str) -> None:
    on_time = purchase(on_its_way(), state="IN_TRANSIT", expected_at=NOON + DAY)
    assert told(asked(action, on_time)) == ("under_way", "message")
    late = purchase(on_its_way(), state="IN_TRANSIT", expected_at=NOON - DAY)
    assert told(asked(action, late)) == ("under_way", "refund")


@pytest.mark.parametrize("action", AFTER)
def test_what_has_not_left_is_cancelled_instead(action: str) -> None:
    assert told(asked(action, purchase(here(), state="AWAITING_SHIPMENT"))) == ("not_shipped", "cancel")
    assert told(asked(action, purchase(here(), state="UNPAID"))) == ("not_paid", "cancel")


@pytest.mark.parametrize("action", AFTER)
@pytest.mark.parametrize(
    ("fact", "code", "next_action"),
    [
        ({"is_refunded": True}, "refunded", "contact"),
        ({"refund_in_flight": True}, "refund_in_flight", "contact"),
        ({"is_replaced": True}, "replaced", "contact"),
        ({"in_protection": True}, "in_protection", "contact"),
        ({"open_dispute": True}, "in_dispute", "contact"),
        ({"open_request": "exchange"}, "open_request", "message"),
    ],
)
def test_what_is_settled_or_asked_already_says_so(
    action: str, fact: dict[str, object], code: str, next_action: str
) -> None:
    for days_ago in (2, 30, 31, 91):
        verdict = asked(action, purchase(delivered(days_ago, **fact)))
        assert (told(verdict), verdict.eligible) == ((code, next_action), False)


def test_the_form_lists_the_reasons_that_hold_for_all_chosen_items() -> None:
    codes = {reason.code for reason in reasons_for("return", ["standard"])}
    assert {"damaged", "does_not_fit", "no_longer_needed"} <= codes
    assert "not_received" not in codes
    faults = {reason.code for reason in reasons_for("return", ["standard", "final_sale"])}
    assert faults == codes - {"does_not_fit", "no_longer_needed", "by_mistake", "better_price"}
    assert [reason.code for reason in reasons_for("refund", ["standard"], is_delivered=False)] == ["not_received"]
    assert reasons_for("protect", ["collectible"]) == []
    assert {reason.code for reason in reasons_for("cancel", ITEM_CLASSES)} >= {"too_slow", "by_mistake"}


@pytest.mark.parametrize("reason", REASONS.values(), ids=lambda reason: reason.code)
def test_every_reason_says_whose_fault_it_is_and_what_it_takes(reason: object) -> None:
    found = REASONS[reason.code]  # type: ignore[attr-defined]
    assert found.words
    assert found.pays_return_shipping == ("buyer" if found.is_change_of_mind else "seller")
    assert not (found.is_change_of_mind and ({"refund", "protect"} & set(found.actions) or found.needs_photos))


def test_what_can_be_seen_needs_a_photo_and_what_is_not_there_does_not() -> None:
    needing = {reason.code for reason in REASONS.values() if reason.needs_photos}
    assert needing == {"damaged", "defective", "wrong_item", "missing", "not_as_described", "counterfeit"}


def test_several_items_are_judged_by_the_strictest() -> None:
    order = purchase(delivered(2, 1), delivered(20, 2), delivered(10, 3, item_class="final_sale"))
    verdict = asked("return", order)
    assert (verdict.eligible, verdict.lines) == (True, (1, 2, 3))
    assert verdict.closes_at == asked("return", order, items=[2]).closes_at
    assert asked("return", order, NOON + timedelta(days=25)).lines == (2,)


def test_items_of_another_order_are_no_question() -> None:
    with pytest.raises(LookupError):
        asked("return", purchase(delivered()), items=[1, 77])
    assert US.version == 1
