"""Automatic answers: a shop's text with places for the facts of the order."""

import re
from collections.abc import Mapping

#: Every place an answer may have, with what it stands for.
PLACES = {
    "order_number": "the order's number",
    "order_state": "the order's state in words",
    "items": "the names of the items",
    "total": "what was paid, with its currency",
    "ordered_on": "the day of the order",
    "shipped_on": "the day it was shipped",
    "expected_on": "the day it should arrive",
    "arrival": "“should be with you by …”, and other words when it is late or there",
    "delivered_on": "the day it was delivered",
    "carrier": "who carries the parcel",
    "tracking_number": "the parcel's tracking number",
    "shop_name": "the shop's name",
    "buyer_name": "the buyer's first name",
}

_PLACE = re.compile(r"\{([^{}]*)\}")


def unknown_places(text: str) -> list[str]:
    """The places in a text that no order can fill, in their order; empty means the text is good."""
    return [name for name in _PLACE.findall(text) if name not in PLACES]


def filled(text: str, facts: Mapping[str, str], missing: str) -> str:
    """The text with each place filled from the facts; `missing` stands where a fact isn't known yet."""
    return _PLACE.sub(lambda place: facts.get(place.group(1)) or missing, text)
