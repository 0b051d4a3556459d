"""Markets: where an order was bought decides its zone, its currency and its age rule (PRODUCT 4)."""

from dataclasses import dataclass

from shop_help.policy.wording import N_


@dataclass(frozen=True)
class Market:
    """One market: a code of ours, the region codes of the Order API that mean it, and an IANA zone.

    All that differs from market to market is said here, but for numbers of the rulebook (policy.numbers).
    """

    code: str
    name: str
    zone: str
    currency: str
    #: The first is its country in ISO 3166, whose form of an address it has.
    regions: tuple[str, ...]
    #: Carriers that a form offers by name, the most used first; any other one can be written.
    carriers: tuple[str, ...] = ("DHL", "UPS", "FedEx")
    #: The part of the country whose public holidays hold; none for those of the whole country.
    holidays_of: str | None = None
    #: How else an address calls the country, in small letters.
    also_called: tuple[str, ...] = ()
    #: The lines of an address below the street, as its post writes them.
    places: tuple[str, ...] = ("{postal_code} {city}", "{region}")


MARKETS = {
    market.code: market
    for market in (
        Market(
            "US",
            N_("United States"),
            "America/New_York",
            "USD",
            ("US",),
            carriers=("USPS", "UPS", "FedEx", "DHL"),
            also_called=("usa", "united states of america"),
            places=("{city}, {region} {postal_code}",),
        ),
        Market(
            "UK",
            N_("United Kingdom"),
            "Europe/London",
            "GBP",
            ("GB", "UK"),
            carriers=("Royal Mail", "Evri", "DPD", "DHL", "Yodel"),
            holidays_of="ENG",
            also_called=("great britain",),
            places=("{city}", "{region}", "{postal_code}"),
        ),
        Market(
            "DE",
            N_("Germany"),
            "Europe/Berlin",
            "EUR",
            ("DE",),
            carriers=("DHL", "DPD", "Hermes", "GLS", "UPS"),
            also_called=("deutschland",),
        ),
        Market(
            "ID",
            N_("Indonesia"),
            "Asia/Jakarta",
            "IDR",
            ("ID",),
            carriers=("JNE", "J&T Express", "SiCepat", "Pos Indonesia", "AnterAja"),
            places=("{city} {postal_code}", "{region}"),
        ),
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
