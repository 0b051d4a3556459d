"""When customer service of a market is open: an operator's hours, or the rulebook's, without the public holidays.

And what a buyer can expect of it now.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import holidays
from sqlalchemy import Connection, bindparam, select

from shop_help.extensions import db
from shop_help.models import ServiceHours
from shop_help.models.case_queue import agents_on_duty, length_of_line, recent_chat_wait
from shop_help.models.prepared import Prepared
from shop_help.policy.chat_offer import ChatOffer, chat_offer
from shop_help.policy.markets import market_called
from shop_help.policy.service_hours import DEFAULT_WEEK, Hours
from shop_help.policy.support import ANSWER_SECONDS

_HOURS = Prepared(
    select(ServiceHours.week, ServiceHours.keeps_holidays, ServiceHours.days_off).where(
        ServiceHours.market == bindparam("market", "")
    )
)


def hours_in(market: str, now: datetime, connection: Connection | None = None) -> Hours:
    """The business hours of a market around an instant: with the public holidays of years before and behind it."""
    row: Any = _HOURS.one(connection or db.session.connection(), {"market": market})
    zone = market_called(market).zone
    if row is None:
        return Hours(zone, DEFAULT_WEEK, holidays_of(market, now.year))
    off = holidays_of(market, now.year) if row.keeps_holidays else frozenset()
    week = tuple(tuple(tuple(period) for period in day) for day in row.week)
    return Hours(zone, week, off | {date.fromisoformat(day) for day in row.days_off})


def holidays_of(market: str, year: int) -> frozenset[date]:
    """The public holidays of a market in a year, the one before (what was asked at Christmas is answered at New
    Year) and the two after it."""
    return frozenset(holiday_names(market, year))


@lru_cache(maxsize=64)
def holiday_names(market: str, year: int) -> Mapping[date, str]:
    """The same, each with its name."""
    there, years = market_called(market), range(year - 1, year + 3)
    return dict(holidays.country_holidays(there.regions[0], subdiv=there.holidays_of, years=years))


def offer_in(market: str, now: datetime) -> ChatOffer:
    """What a buyer of a market can expect at this click: of a live chat, and of a message."""
    hours = hours_in(market, now)
    message_by = hours.after(now, ANSWER_SECONDS)
    return chat_offer(hours, now, len(agents_on_duty(now)), length_of_line(), recent_chat_wait(now), message_by)
