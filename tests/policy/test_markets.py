"""An order's market is found by its region; each market has its zone, its currency and its own day (PRODUCT 4)."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from shop_help.policy.markets import DEFAULT_MARKET, MARKETS, market_called, market_of_region
from shop_help.policy.purchase import day_in


@pytest.mark.parametrize(
    ("region", "code"),
    [
        ("US", "US"),
        ("us", "US"),
        ("GB", "UK"),
        ("UK", "UK"),
        ("gb", "UK"),
        ("DE", "DE"),
        ("ID", "ID"),
        ("FR", None),
        ("", None),
        ("USA", None),
    ],
)
def test_a_region_code_names_its_market_or_none(region: str, code: str | None) -> None:
    found = market_of_region(region)
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("code", "zone", "currency"),
    [
        ("US", "America/New_York", "USD"),
        ("UK", "Europe/London", "GBP"),
        ("DE", "Europe/Berlin", "EUR"),
        ("ID", "Asia/Jakarta", "IDR"),
    ],
)
def test_each_market_has_the_zone_and_currency_of_the_product(code: str, zone: str, currency: str) -> None:
    market = MARKETS[code]
    assert (market.zone, market.currency) == (zone, currency)
    assert ZoneInfo(market.zone).key == zone


def test_no_other_market_is_there_and_no_region_has_two() -> None:
    assert set(MARKETS) == {"US", "UK", "DE", "ID"}
    regions = [region for market in MARKETS.values() for region in market.regions]
    assert len(regions) == len(set(regions))


def test_an_unknown_code_falls_back_to_the_default_market() -> None:
    assert market_called("UK").code == "UK"
    assert market_called("XX") is DEFAULT_MARKET is MARKETS["US"]


@pytest.mark.parametrize(
    ("code", "now", "day"),
    [
        ("US", datetime(2026, 11, 23, 4, 59, tzinfo=UTC), date(2026, 11, 22)),
        ("US", datetime(2026, 11, 23, 5, 0, tzinfo=UTC), date(2026, 11, 23)),
        # In summer New York is an hour nearer.
        ("US", datetime(2026, 7, 1, 3, 59, tzinfo=UTC), date(2026, 6, 30)),
        ("US", datetime(2026, 7, 1, 4, 0, tzinfo=UTC), date(2026, 7, 1)),
        ("UK", datetime(2026, 12, 31, 23, 59, tzinfo=UTC), date(2026, 12, 31)),
        ("DE", datetime(2026, 12, 31, 22, 59, tzinfo=UTC), date(2026, 12, 31)),
        ("DE", datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
        ("ID", datetime(2028, 2, 28, 16, 59, tzinfo=UTC), date(2028, 2, 28)),
        ("ID", datetime(2028, 2, 28, 17, 0, tzinfo=UTC), date(2028, 2, 29)),
    ],
)
def test_a_day_begins_at_the_markets_own_midnight(code: str, now: datetime, day: date) -> None:
    assert day_in(MARKETS[code], now) == day
