"""The business hours of a market, as the rulebook, its calendar and an operator have them."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import delete

from shop_help.extensions import db
from shop_help.models import ServiceHours
from shop_help.policy.markets import MARKETS
from shop_help.service_calendar import holiday_names, holidays_of, hours_in

NEW_YEAR = datetime(2027, 1, 2, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _rulebooks_hours(app: Flask) -> None:
    """Without what the operator of the demo set."""
    db.session.execute(delete(ServiceHours))
    db.session.commit()


@pytest.mark.parametrize("market", MARKETS)
def test_every_market_has_its_own_zone_and_holidays(app: Flask, market: str) -> None:
    hours = hours_in(market, NEW_YEAR)
    assert hours.zone == MARKETS[market].zone
    assert date(2027, 1, 1) in hours.days_off
    assert hours.days_off == holidays_of(market, 2027) == set(holiday_names(market, 2027))


def test_what_was_asked_at_christmas_and_answered_at_new_year_waited_over_its_holidays(app: Flask) -> None:
    asked, answered = datetime(2026, 12, 23, 18, 30, tzinfo=UTC), datetime(2026, 12, 28, 7, 30, tzinfo=UTC)
    # Berlin: half an hour of Wednesday, eleven of Thursday, no Friday or Saturday, half an hour of Monday.
    for now in (answered, NEW_YEAR):
        assert hours_in("DE", now).seconds_between(asked, answered) == 12 * 3600


def test_an_operators_hours_take_the_place_of_the_rulebooks(app: Flask) -> None:
    week = [[["10:00", "11:00"]]] * 7
    db.session.add(ServiceHours(market="UK", week=week, keeps_holidays=False, days_off=["2027-01-02"]))
    db.session.commit()
    hours = hours_in("UK", NEW_YEAR)
    assert hours.days_off == {date(2027, 1, 2)}
    assert hours.week == ((("10:00", "11:00"),),) * 7
    assert hours_in("DE", NEW_YEAR).week != hours.week
