"""Orders at twelve thousand instants, judged by the rulebook and by an oracle that was written in another way."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop_help.policy.deadlines import business_days_close_at, closes_at
from shop_help.policy.order_requests import verdicts
from shop_help.policy.rulebook import shipped_rules
from shop_help.policy.verdict_codes import CODES
from shop_help.policy.verdicts import Purchase, Rules
from tests.policy.drawing import DRAWN, INSTANTS, WHERES, ZONES, question_of
from tests.policy.oracle import Oracle, end_of_day, local_day, next_day

#: Each is judged beside each of its deadlines and at some other instant: six cases.
ORDERS = 2_000


@dataclass(frozen=True)
class RulesThere(Rules):
    """The numbers of a market in a zone that no market has yet."""

    there: str = "UTC"

    @property
    def zone(self) -> str:
        return self.there


RULES = {zone: RulesThere(1, "US", shipped_rules("US").values, there=zone) for zone in ZONES}


#: Codes that speak of a reason that was chosen; the oracle is asked before one is.
OF_REASONS = {"class_keeps", "fault_needed", "other_reason"}


# Drawing an order takes five times as long as judging it.
@pytest.mark.timeout(300)
@pytest.mark.parametrize("orders", [ORDERS, pytest.param(5 * ORDERS, marks=pytest.mark.slow)])
def test_orders_are_judged_as_the_oracle_judges_them(orders: int) -> None:
    met: set[str] = set()

    @settings(max_examples=orders, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(DRAWN)
    def judged_alike(drawn: dict[str, Any]) -> None:
        for where in WHERES:
            met.update(_judged_alike(*question_of({**drawn, "where": where})))

    judged_alike()
    assert set(CODES) - met == OF_REASONS, "the questions don't reach every answer"


def _judged_alike(order: Purchase, zone: str, now: datetime) -> set[str]:
    """The codes that both of them gave."""
    oracle = Oracle(order, order.lines[0], zone, now)
    found = verdicts(order, RULES[zone], now)
    for verdict in found:
        if verdict.action in ("message", "contact"):
            assert verdict.eligible
            continue
        if verdict.action == "change_address":
            assert verdict.eligible == oracle["change_order"][0]
            continue
        yes, why, end = oracle[verdict.action]
        found_end = verdict.closes_at.timestamp() if verdict.closes_at else None
        assert (verdict.eligible, verdict.code, found_end) == (yes, why, end)
        assert verdict.at_once == (why in ("cancel_unpaid", "cancel_free", "cancel_late"))
        assert verdict.by_agent == (why == "date_unknown")
        assert verdict.eligible or verdict.next_action
        if verdict.next_action not in ("", "message", "contact"):
            assert oracle[verdict.next_action][0], "what is offered instead is open"
    return {verdict.code for verdict in found}


@settings(max_examples=3_000, deadline=None, database=None)
@given(INSTANTS, st.integers(0, 100), st.sampled_from(ZONES))
def test_calendar_days_close_where_one_who_walks_them_arrives(began: datetime, days: int, zone: str) -> None:
    closes = closes_at(began, days, zone)
    assert int(closes.timestamp()) == end_of_day(int(began.timestamp()), days, zone)
    assert local_day(int(closes.timestamp()) - 1, zone) < local_day(int(closes.timestamp()), zone)


@settings(max_examples=1_000, deadline=None, database=None)
@given(INSTANTS, st.integers(0, 8), st.sampled_from(ZONES), st.sets(st.integers(1, 20), max_size=5))
def test_business_days_close_where_one_who_walks_them_arrives(
    began: datetime, days: int, zone: str, off: set[int]
) -> None:
    first = local_day(int(began.timestamp()), zone)
    walked, days_off, day = 0, set(), first
    for number in range(1, 60):
        day = next_day(day)
        if number in off:
            days_off.add(date(*day))
        # Monday is 0: the first of January of the year 1 was one.
        if date(*day).toordinal() % 7 in (6, 0) or number in off:
            continue
        walked += 1
        if walked == days:
            break
    number = 0 if days == 0 else number
    expected = end_of_day(int(began.timestamp()), number, zone)
    found = business_days_close_at(began, days, zone, frozenset(days_off))
    assert int(found.timestamp()) == expected
