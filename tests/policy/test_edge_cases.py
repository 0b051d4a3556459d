"""Each edge case that PRODUCT 4 lists has an answer here, by its name."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from shop_help.policy.deadlines import answer_by
from shop_help.policy.numbers import values_in
from shop_help.policy.order_requests import as_opened, sent_late, verdict_contact, verdict_message, verdicts
from shop_help.policy.orders import STATES
from shop_help.policy.rulebook import Version, in_force, shipped_rules
from shop_help.policy.verdicts import ACTIONS, Rules
from tests.policy.buying import DAY, HOUR, NOON, SECOND, US, asked, delivered, here, local, on_its_way, purchase, told

NEW_YORK = "America/New_York"
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(("delivered_on", "hours"), [("2026-03-01T12:00", -1), ("2026-10-25T12:00", 1)])
def test_daylight_saving_inside_a_window(delivered_on: str, hours: int) -> None:
    order = purchase(delivered(delivered_at=local(delivered_on, NEW_YORK)))
    closes = asked("return", order, local(delivered_on, NEW_YORK)).closes_at
    assert closes is not None
    assert closes - local(delivered_on, NEW_YORK) == 30 * DAY + timedelta(hours=12 + hours)
    assert asked("return", order, closes - SECOND).eligible
    assert not asked("return", order, closes).eligible


def test_leap_day() -> None:
    order = purchase(delivered(delivered_at=local("2028-01-30T12:00", NEW_YORK)))
    assert asked("return", order, local("2028-02-29T23:59:59", NEW_YORK)).eligible
    assert not asked("return", order, local("2028-03-01T00:00", NEW_YORK)).eligible
    born_on_it = purchase(delivered(delivered_at=local("2028-02-29T12:00", NEW_YORK)))
    assert asked("return", born_on_it, local("2028-03-30T23:59:59", NEW_YORK)).eligible
    assert not asked("return", born_on_it, local("2028-03-31T00:00", NEW_YORK)).eligible


def test_years_end() -> None:
    order = purchase(delivered(delivered_at=local("2026-12-02T12:00", NEW_YORK)))
    assert asked("return", order, local("2027-01-01T23:59:59", NEW_YORK)).eligible
    assert not asked("return", order, local("2027-01-02T00:00", NEW_YORK)).eligible


def test_a_buyer_in_another_zone_is_judged_by_the_market_of_the_order() -> None:
    # Midnight in New York is five in the morning for a buyer in London, and six in the evening in Honolulu.
    order = purchase(delivered(delivered_at=local("2026-06-01T12:00", NEW_YORK)))
    assert asked("return", order, local("2026-07-02T04:59:59", "Europe/London")).eligible
    assert not asked("return", order, local("2026-07-02T05:00", "Europe/London")).eligible
    assert asked("return", order, local("2026-07-01T17:59:59", "Pacific/Honolulu")).eligible
    assert not asked("return", order, local("2026-07-01T18:00", "Pacific/Honolulu")).eligible
    assert asked("return", order).basis.zone == NEW_YORK


def test_delivered_then_in_transit_then_delivered_counts_from_the_latest() -> None:
    gone_on = purchase(on_its_way(), state="IN_TRANSIT", expected_at=NOON + DAY)
    assert asked("return", gone_on).code == "under_way"
    again = purchase(delivered(1))
    assert asked("return", again, NOON + 29 * DAY).eligible
    assert not asked("return", again, NOON + 30 * DAY).eligible


def test_several_packages_have_a_clock_each() -> None:
    order = purchase(delivered(31, 1), delivered(3, 2), on_its_way(3), state="IN_TRANSIT", expected_at=NOON - DAY)
    codes = {item: asked("return", order, items=[item]).code for item in (1, 2, 3)}
    assert codes == {1: "return_over", 2: "return_open", 3: "under_way"}
    assert asked("refund", order, items=[3]).code == "refund_never_arrived"


def test_one_line_of_three_refunded_already() -> None:
    order = purchase(delivered(3, 1), delivered(3, 2, is_refunded=True), delivered(3, 3))
    found = {verdict.code: verdict.lines for verdict in verdicts(order, US, NOON) if verdict.action == "return"}
    assert found == {"return_open": (1, 3), "refunded": (2,)}
    assert asked("return", order).lines == (2,)
    assert not asked("return", order).eligible


def test_refund_in_flight() -> None:
    order = purchase(delivered(3, refund_in_flight=True))
    for action in ("cancel", "refund", "return", "exchange", "dispute", "protect"):
        assert told(asked(action, order)) == ("refund_in_flight", "contact")


def test_cancellation_pending_while_the_seller_ships() -> None:
    # The request ends with shipment: what was due later is due then, and the parcel can only come back.
    assert answer_by("cancellation", NOON, US, shipped_at=NOON + HOUR) == NOON + HOUR
    pending = here(open_request="cancellation")
    assert told(asked("cancel", purchase(pending, state="AWAITING_SHIPMENT"))) == ("open_request", "message")
    superseded = purchase(on_its_way(), state="IN_TRANSIT", expected_at=NOON + DAY)
    assert told(asked("cancel", superseded)) == ("shipped", "message")


def test_a_second_request_after_a_rejection() -> None:
    once, twice = (delivered(10, rejections=times, rejected_at=NOON - DAY) for times in (1, 2))
    assert told(asked("return", purchase(once))) == ("asking_again", "dispute")
    assert told(asked("return", purchase(twice))) == ("asked_twice", "dispute")


def test_a_replacement_order_has_its_own_clock() -> None:
    original = purchase(delivered(40, is_replaced=True))
    assert told(asked("return", original)) == ("replaced", "contact")
    replacement = purchase(delivered(10), paid_at=None)
    assert asked("return", replacement).eligible
    assert asked("return", replacement).closes_at == local("2026-07-06T00:00", NEW_YORK)


def test_an_order_completed_early_by_the_buyer_keeps_its_clocks() -> None:
    for days_ago in (2, 30, 31, 90, 91):
        early = purchase(delivered(days_ago), state="COMPLETED", completed_at=NOON - days_ago * DAY)
        late = purchase(delivered(days_ago))
        for action in ("refund", "return", "exchange", "protect"):
            assert replace(asked(action, early), order="") == replace(asked(action, late), order="")


def test_the_policy_changed_after_purchase() -> None:
    shorter = Version(2, NOON - DAY, values_in("US") | {"return_days": 14})
    assert in_force([shorter], NOON - DAY - SECOND) is None
    assert in_force([shorter], NOON - DAY) is shorter
    order = purchase(delivered(20))
    assert asked("return", order, rules=US).code == "return_open"
    later = Rules(2, "US", shorter.values)
    assert asked("return", order, rules=later).code == "return_over"
    assert asked("return", order, rules=later).basis.version == 2


@pytest.mark.parametrize(
    ("opened", "sent", "taken"),
    [
        (-MINUTE, -SECOND, False),  # in time: nothing to be lenient about
        (-MINUTE, 0 * MINUTE, True),
        (-MINUTE, 29 * MINUTE, True),
        (-MINUTE, 30 * MINUTE, True),
        (-MINUTE, 30 * MINUTE + SECOND, False),
        (-SECOND, 5 * MINUTE, True),
        (0 * MINUTE, 5 * MINUTE, False),
        (MINUTE, 5 * MINUTE, False),
        (-3 * DAY, 5 * MINUTE, True),
    ],
)
def test_a_form_opened_before_the_deadline_and_sent_up_to_thirty_minutes_after(
    opened: timedelta, sent: timedelta, taken: bool
) -> None:
    order = purchase(delivered(20))
    closes = asked("return", order).closes_at
    assert closes is not None
    times = (closes + opened, closes + sent)
    verdict, late = as_opened("return", order, US, times, [1])
    assert late == taken
    assert verdict.eligible == (taken or sent < 0 * MINUTE)
    assert sent_late(asked("return", order, closes + sent), *times) == taken


def test_a_form_of_the_free_hour_sent_a_little_late_still_cancels_at_once() -> None:
    order = purchase(here(), state="AWAITING_SHIPMENT", paid_at=NOON - HOUR)
    verdict, late = as_opened("cancel", order, US, (NOON - MINUTE, NOON + MINUTE), [1])
    assert (verdict.code, verdict.at_once, late) == ("cancel_free", True, True)
    verdict, late = as_opened("cancel", order, US, (NOON - MINUTE, NOON + 31 * MINUTE), [1])
    assert (verdict.code, verdict.at_once, late) == ("cancel_by_request", False, False)


def test_a_late_form_is_not_taken_for_what_has_happened_meanwhile() -> None:
    line = delivered(20, is_refunded=True)
    closes = asked("return", purchase(delivered(20))).closes_at
    assert closes is not None
    verdict, late = as_opened("return", purchase(line), US, (closes - MINUTE, closes + MINUTE), [1])
    assert (verdict.code, late) == ("refunded", False)


def test_two_tabs_the_second_finds_the_request_of_the_first() -> None:
    assert asked("return", purchase(delivered())).eligible
    for action in ("refund", "return", "exchange"):
        assert told(asked(action, purchase(delivered(open_request="return")))) == ("open_request", "message")


def test_the_job_catching_up_judges_by_what_was_due() -> None:
    # The clock is the same instant whenever it is asked for, and an answer a millisecond before it is in time.
    by = answer_by("return", NOON, US)
    assert by == NOON + 48 * HOUR
    week_later = purchase(delivered(delivered_at=NOON))
    for now in (NOON, NOON + 7 * DAY, NOON + 300 * DAY):
        assert asked("return", week_later, now).closes_at == asked("return", week_later, NOON).closes_at


def test_a_suspended_shop_goes_straight_to_customer_service() -> None:
    for action in ("refund", "return", "exchange"):
        order = purchase(delivered(), shop_is_suspended=True)
        assert told(asked(action, order)) == ("shop_suspended", "contact")
    waiting = purchase(here(), state="AWAITING_SHIPMENT", shop_is_suspended=True)
    for action in ("cancel", "change_address", "change_order"):
        assert told(asked(action, waiting)) == ("shop_suspended", "contact")
    # What needs no seller goes on: cancelling at once, and Buyer Protection without asking them first.
    free = purchase(here(), state="AWAITING_SHIPMENT", paid_at=NOON, shop_is_suspended=True)
    assert asked("cancel", free).code == "cancel_free"
    assert asked("protect", purchase(delivered(), shop_is_suspended=True)).code == "protect_suspended"
    assert asked("protect", purchase(delivered(91), shop_is_suspended=True)).code == "protection_over"


@pytest.mark.parametrize(
    ("source", "delivered_at"),
    [("estimated", NOON - 3 * DAY), ("estimated", NOON - 400 * DAY), ("missing", None)],
)
@pytest.mark.parametrize("action", ["refund", "return", "exchange", "protect"])
def test_an_estimated_or_missing_delivery_date_never_refuses_anyone(
    source: str, delivered_at: datetime | None, action: str
) -> None:
    line = delivered(delivered_at=delivered_at, delivery_source=source)
    for state in ("DELIVERED", "COMPLETED"):
        verdict = asked(action, purchase(line, state=state))
        assert told(verdict) == ("date_unknown", "contact")
        assert (verdict.eligible, verdict.by_agent, verdict.closes_at) == (True, True, None)
        assert (verdict.basis.source, verdict.basis.delivered_at) == (source, delivered_at)
    known = asked(action, purchase(delivered(40 if action == "protect" else 3)))
    assert (known.eligible, known.by_agent) == (True, False)


@pytest.mark.parametrize("state", STATES)
def test_messaging_the_seller_and_contacting_customer_service_are_never_refused(state: str) -> None:
    for line in (here(), delivered(500, is_refunded=True, in_protection=True, disputes=9, rejections=9)):
        for suspended in (False, True):
            order = purchase(line, state=state, shop_is_suspended=suspended)
            assert verdict_message(order, US, NOON).eligible
            assert verdict_contact(order, US, NOON).eligible
    assert verdict_contact(purchase(state=state), US, NOON).lines == ()


@pytest.mark.parametrize("state", STATES)
def test_every_action_has_a_verdict_and_no_verdict_is_a_bare_no(state: str) -> None:
    order = purchase(delivered(1, 1), here(2), on_its_way(3), state=state, expected_at=NOON - DAY)
    found = verdicts(order, US, NOON)
    assert [verdict.action for verdict in found] == sorted((v.action for v in found), key=ACTIONS.index)
    assert {verdict.action for verdict in found} == set(ACTIONS)
    for action in ("cancel", "return", "protect"):
        lines = sorted(line for verdict in found if verdict.action == action for line in verdict.lines)
        assert lines == [1, 2, 3]
    for verdict in found:
        assert verdict.eligible or verdict.next_action, verdict
        assert verdict.next_action != verdict.action
        assert verdict.sentence
        assert verdict.basis.version == 1


def test_a_holiday_of_the_market_is_a_day_off_for_inspecting() -> None:
    rules = shipped_rules("US", frozenset({date(2026, 11, 26)}))
    assert rules.days_off == {date(2026, 11, 26)}
