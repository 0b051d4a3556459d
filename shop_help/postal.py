"""Addresses as the post of each market reads them."""

from collections.abc import Mapping
from typing import Any


def address_lines(address: Mapping[str, Any], market: str) -> list[str]:
    """An address {name, phone, lines, postal_code, city, region, country} as its market writes it; no empty lines."""
    city, region, code = (address.get(part) or "" for part in ("city", "region", "postal_code"))
    places = {
        "US": [_joined(" ", _joined(", ", city, region), code)],
        "UK": [city, region, code],
        "ID": [_joined(" ", city, code), region],
    }.get(market, [_joined(" ", code, city), region])
    where = [*(address.get("lines") or []), *places, address.get("country")]
    return [line for line in (address.get("name"), *where, address.get("phone")) if line]


def _joined(sign: str, *parts: str) -> str:
    return sign.join(filter(None, parts))
