"""The address of a feed's order, and the market it tells."""

from dataclasses import dataclass

from shop_help.order_feed.fields import Fields
from shop_help.order_feed.order import FeedAddress
from shop_help.policy.markets import MARKETS, Market, market_of_region

#: What a level of district_info is called, by part of our address.
_LEVELS = {
    "country": frozenset(["country", "country/region", "l0"]),
    "region": frozenset(["state", "province", "region", "county", "bundesland", "l1"]),
    "city": frozenset(["city", "town", "city/town", "post town", "l2"]),
}


@dataclass(frozen=True)
class Destination:
    """Where an order goes, and the market that makes of it; None where the feed gives no region."""

    address: FeedAddress
    market: Market | None


def read_destination(order: Fields) -> Destination:
    """The address and its market. A region without a market keeps the order out."""
    fields = order.inner("recipient_address")
    region_code = fields.text("region_code")
    market = market_of_region(region_code) if region_code else None
    if region_code and market is None:
        known = ", ".join(sorted(region for each in MARKETS.values() for region in each.regions))
        fields.problem("region_code", "unknown_region", f"{region_code} is in no market (known: {known})")
    if not region_code:
        fields.note("region_code", "no_region", "is missing; the shop's market is taken")
    return Destination(_address(fields, market), market)


def _address(fields: Fields, market: Market | None) -> FeedAddress:
    parts = _districts(fields, market)
    return FeedAddress(
        name=fields.text("name") or " ".join(filter(None, (fields.text("first_name"), fields.text("last_name")))),
        phone=fields.text("phone_number"),
        lines=_lines(fields),
        postal_code=fields.text("postal_code"),
        city=parts.get("city", ""),
        region=parts.get("region", ""),
        country=market.name if market else parts.get("country", ""),
    )


def _lines(fields: Fields) -> tuple[str, ...]:
    """The four lines where there are some, else the detail, else the whole address in one."""
    lines = tuple(filter(None, (fields.text(f"address_line{number}") for number in (1, 2, 3, 4))))
    rest = fields.text("address_detail") or fields.text("full_address")
    return lines or ((rest,) if rest else ())


def _districts(fields: Fields, market: Market | None) -> dict[str, str]:
    parts: dict[str, str] = {}
    for district in fields.each("district_info"):
        names = {district.text("address_level_name").lower(), district.text("address_level").lower()}
        name = district.text("address_name")
        part = next((part for part, words in _LEVELS.items() if names & words), None)
        if part and name:
            parts.setdefault(part, name)
        if part == "country" and market and name and not _is_named(market, name):
            district.note(
                "address_name", "country_against_region", f"says {name}, and region_code says {market.name}"
            )
    return parts


def _is_named(market: Market, country: str) -> bool:
    return country.lower() in {market.name.lower(), *map(str.lower, market.regions), *market.also_called}
