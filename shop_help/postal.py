"""Addresses as the post of each market reads them."""

import re
from collections.abc import Mapping
from typing import Any

from shop_help.policy.markets import market_called

#: A part of a line of Market.places, and what stands between it and the part before.
_PART = re.compile(r"([^{]*)\{(\w+)\}")


def address_lines(address: Mapping[str, Any], market: str) -> list[str]:
    """An address {name, phone, lines, postal_code, city, region, country} as its market writes it; no empty lines."""
    places = [_line(place, address) for place in market_called(market).places]
    where = [*(address.get("lines") or []), *places, address.get("country")]
    return [line for line in (address.get("name"), *where, address.get("phone")) if line]


def _line(place: str, address: Mapping[str, Any]) -> str:
    """A part that is missing takes along what stands before it."""
    line = ""
    for sign, name in _PART.findall(place):
        if part := address.get(name):
            line += f"{sign}{part}" if line else part
    return line
