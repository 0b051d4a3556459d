"""Automatic answers: a shop's text with places for the facts of the order."""

import re
from collections.abc import Container, Mapping

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
    "status": "the order's state in a sentence",
    "last_seen": "when the parcel was last seen, and where",
    "paid_on": "the day it was paid",
    "free_cancel_until": "until when cancelling is free",
    "return_until": "the last day for a return",
    "protection_until": "the last day of Buyer Protection",
    "refunded_items": "the items that were refunded",
    "refunded_on": "the day of the latest refund",
    "not_covered_items": "the items that Buyer Protection leaves out",
    "cancelled_on": "the day it was cancelled",
    "cancel_reason": "the reason that was given for it",
    "shop_name": "the shop's name",
    "buyer_name": "the buyer's first name",
}

_PLACE = re.compile(r"\{([^{}]*)\}")


def unknown_places(text: str, known: Container[str] = PLACES.keys()) -> list[str]:
    """The places in a text that nothing can fill, in their order; empty means the text is good."""
    return [name for name in _PLACE.findall(text) if name not in known]


def filled(text: str, facts: Mapping[str, str], missing: str) -> str:
    """The text with each place filled from the facts; `missing` stands where a fact isn't known yet."""
    return _PLACE.sub(lambda place: facts.get(place.group(1)) or missing, text)
