"""Is it covered? The answer for each reason of a verdict, and until when, with both edges (PRODUCT 1, 4)."""

from datetime import datetime

import pytest

from shop_help.policy.coverage import answer_of, covered_until, standing_of
from shop_help.policy.verdicts import LineFacts
from tests.policy.buying import DAY, NOON, SECOND, asked, delivered, here, local, on_its_way, purchase

JAKARTA, NEW_YORK = "Asia/Jakarta", "America/New_York"
DELIVERED = local("2026-06-01T14:00", NEW_YORK)
DAY_31, DAY_91 = local("2026-07-02T00:00", NEW_YORK), local("2026-08-31T00:00", NEW_YORK)


@pytest.mark.parametrize(
    ("now", "standing", "until"),
    [
        (DELIVERED, "later", DAY_91),
        (DAY_31 - SECOND, "later", DAY_91),
        (DAY_31, "open", DAY_91),
        (DAY_91 - SECOND, "open", DAY_91),
        (DAY_91, "no", None),
        (DAY_91 + SECOND, "no", None),
    ],
)
def test_covered_and_later_then_open_then_over(now: datetime, standing: str, until: datetime | None) -> None:
    verdict = asked("protect", purchase(delivered(delivered_at=DELIVERED)), now)
    assert (standing_of(verdict), covered_until(verdict)) == (standing, until)


@pytest.mark.parametrize(
    ("line", "order", "standing", "answer"),
    [
        (delivered(2), {}, "later", "Covered: the seller comes first."),
        (delivered(2, seller_failed=True), {}, "open", "Covered: you can open a case."),
        (delivered(2), {"shop_is_suspended": True}, "open", "Covered: you can open a case."),
        (delivered(40, item_class="final_sale"), {}, "no", "Not covered."),
        (delivered(40, item_class="pre_owned"), {}, "no", "Not covered."),
        (delivered(40, item_class="collectible"), {}, "no", "Not covered."),
        (delivered(40, item_class="non_returnable"), {}, "open", "Covered: you can open a case."),
        (delivered(40, delivery_source="estimated"), {}, "open", "Covered: no time limit stands in your way."),
        (delivered(400, delivery_source="missing"), {}, "open", "Covered: no time limit stands in your way."),
        (delivered(40, is_refunded=True), {}, "no", "Your money was given back."),
        (delivered(40, refund_in_flight=True), {}, "later", "Your money is on its way."),
        (delivered(40, in_protection=True), {}, "in_case", "A case is open about it."),
        (delivered(40, open_request="return"), {}, "later", "Covered: your request comes first."),
        (delivered(40, open_dispute=True), {}, "later", "Covered: your dispute comes first."),
        (delivered(40, is_replaced=True), {}, "no", "Not covered."),
        (
            delivered(40),
            {"state": "COMPLETED", "completed_at": NOON - 39 * DAY},
            "open",
            "Covered: you can open a case.",
        ),
        (on_its_way(), {"state": "IN_TRANSIT", "expected_at": NOON + DAY}, "later", "Covered: it is on its way."),
        (
            on_its_way(),
            {"state": "IN_TRANSIT", "expected_at": NOON - DAY},
            "later",
            "Covered: the seller comes first.",
        ),
        (
            on_its_way(seller_failed=True),
            {"state": "IN_TRANSIT", "expected_at": NOON - DAY},
            "open",
            "Covered: you can open a case.",
        ),
        (here(), {"state": "AWAITING_SHIPMENT"}, "later", "Covered once it has left."),
        (here(), {"state": "UNPAID", "paid_at": None}, "later", "Covered once it is paid and has left."),
        (here(), {"state": "CANCELLED"}, "no", "Not covered."),
    ],
)
def test_each_item_has_an_answer_at_a_glance(
    line: LineFacts, order: dict[str, object], standing: str, answer: str
) -> None:
    verdict = asked("protect", purchase(line, **order))  # type: ignore[arg-type]
    assert (standing_of(verdict), answer_of(verdict)) == (standing, answer)
    assert verdict.eligible == (standing == "open")


def test_of_two_packages_each_has_its_own_last_minute() -> None:
    early, late = delivered(40, 1), delivered(3, 2)
    order = purchase(early, late)
    first, second = asked("protect", order, items=[1]), asked("protect", order, items=[2])
    assert (standing_of(first), standing_of(second)) == ("open", "later")
    ends = covered_until(first), covered_until(second)
    assert ends[0]
    assert ends[1]
    assert ends[1] - ends[0] == 37 * DAY
