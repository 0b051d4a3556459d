"""The business hours that the clocks of a page count by, asked for once a page and market."""

from datetime import datetime

from flask import g

from shop_help.policy.service_hours import Hours
from shop_help.service_calendar import hours_in


def hours_at(market: str, now: datetime) -> Hours:
    """The business hours of a market."""
    known: dict[str, Hours] = g.setdefault("hours_by_market", {})
    if market not in known:
        known[market] = hours_in(market, now)
    return known[market]
