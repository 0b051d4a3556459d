"""Markets: where an order was bought decides its zone, its currency and its age rule (PRODUCT 4)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Market:
    """One market: a code of ours, the region codes of the Order API that mean it, and an IANA zone."""

    code: str
    name: str
    zone: str
    currency: str
    regions: tuple[str, ...]


MARKETS = {
    market.code: market
    for market in (
        Market("US", "United States", "America/New_York", "USD", ("US",)),
        Market("UK", "United Kingdom", "Europe/London", "GBP", ("GB", "UK")),
        Market("DE", "Germany", "Europe/Berlin", "EUR", ("DE",)),
        Market("ID", "Indonesia", "Asia/Jakarta", "IDR", ("ID",)),
    )
}

#: Whose numbers hold where nothing else is said.
DEFAULT_MARKET = MARKETS["US"]


def market_of_region(region_code: str) -> Market | None:
    """The market of an address's region code, None where the marketplace has none."""
    return next((m for m in MARKETS.values() if region_code.upper() in m.regions), None)


def market_called(code: str) -> Market:
    """The market of that code; the default one for a code that is no longer known."""
    return MARKETS.get(code, DEFAULT_MARKET)
