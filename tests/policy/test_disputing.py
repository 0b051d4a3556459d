"""Disputing the seller's no, and asking again (PRODUCT 4)."""

from datetime import timedelta

import pytest

from tests.policy.buying import DAY, HOUR, NOON, US, asked, delivered, here, local, purchase, told

NEW_YORK = "America/New_York"
REJECTED = local("2026-06-01T15:00", NEW_YORK)


@pytest.mark.parametrize(
    ("now", "code", "next_action"),
    [
        ("2026-06-01T15:00", "dispute_open", ""),
        ("2026-06-10T12:00", "dispute_open", ""),  # day 9
        ("2026-06-11T00:00", "dispute_open", ""),  # day 10
        ("2026-06-11T23:59:59", "dispute_open", ""),
        ("2026-06-12T00:00", "dispute_over", "protect"),  # day 11
        ("2026-06-13T12:00", "dispute_over", "protect"),
    ],
)
def test_a_rejection_is_disputed_until_the_end_of_day_ten(now: str, code: str, next_action: str) -> None:
    line = delivered(delivered_at=REJECTED - 5 * DAY, rejected_at=REJECTED, rejections=1)
    verdict = asked("dispute", purchase(line), local(now, NEW_YORK))
    assert told(verdict) == (code, next_action)
    assert (verdict.opens_at, verdict.closes_at) == (REJECTED, local("2026-06-12T00:00", NEW_YORK))


@pytest.mark.parametrize(
    ("disputes", "code", "next_action"),
    [
        (0, "dispute_open", ""),
        (1, "dispute_open", ""),
        (2, "disputes_used", "protect"),
        (3, "disputes_used", "protect"),
    ],
)
def test_an_item_has_two_disputes_at_most(disputes: int, code: str, next_action: str) -> None:
    line = delivered(rejected_at=NOON - DAY, rejections=1, disputes=disputes)
    assert told(asked("dispute", purchase(line))) == (code, next_action)


def test_where_nothing_was_rejected_nothing_is_disputed() -> None:
    assert told(asked("dispute", purchase(delivered()))) == ("nothing_rejected", "return")
    assert told(asked("dispute", purchase(here(), state="ON_HOLD"))) == ("nothing_rejected", "cancel")
    assert told(asked("dispute", purchase(delivered(95)))) == ("nothing_rejected", "message")


def test_a_rejected_cancellation_is_disputed_too() -> None:
    line = here(cancel_rejections=1, rejected_at=NOON - HOUR)
    assert asked("dispute", purchase(line, state="AWAITING_SHIPMENT")).code == "dispute_open"


@pytest.mark.parametrize(
    ("fact", "code"),
    [
        ({"open_request": "return"}, "open_request"),
        ({"open_dispute": True}, "in_dispute"),
        ({"in_protection": True}, "in_protection"),
        ({"is_refunded": True}, "refunded"),
    ],
)
def test_what_runs_already_is_not_disputed(fact: dict[str, object], code: str) -> None:
    line = delivered(rejected_at=NOON - DAY, rejections=1, **fact)
    assert asked("dispute", purchase(line)).code == code


@pytest.mark.parametrize("action", ["refund", "return", "exchange"])
def test_after_a_rejection_one_asks_once_more_then_disputes_then_goes_to_protection(action: str) -> None:
    def after(rejections: int, days: float = 1, disputes: int = 0) -> tuple[str, str]:
        line = delivered(20, rejections=rejections, rejected_at=NOON - days * DAY, disputes=disputes)
        return told(asked(action, purchase(line)))

    assert after(1) == ("asking_again", "dispute")
    assert after(1, days=15) == ("asking_again", "")
    assert after(2) == ("asked_twice", "dispute")
    assert after(2, days=15) == ("asked_twice", "protect")
    assert after(2, disputes=2) == ("asked_twice", "protect")
    assert after(3) == ("asked_twice", "dispute")


def test_asking_again_ends_with_the_window() -> None:
    line = delivered(30, rejections=1, rejected_at=NOON - DAY)
    assert asked("return", purchase(line)).code == "asking_again"
    assert asked("return", purchase(line), NOON + DAY).code == "return_over"


def test_a_dispute_outlives_the_window_of_returns() -> None:
    line = delivered(30, rejections=1, rejected_at=NOON)
    for days in (0, 1, 10):
        assert asked("dispute", purchase(line), NOON + timedelta(days=days)).code == "dispute_open"
    assert US.days("return_days") < 30 + 10
