"""What buyers of the demo asked sellers, and what came of it, in hours before now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Happened:
    """An event of the table of states, whose it was (BUYER, SHOP or SYSTEM), and what it left in the request."""

    event: str
    voice: str
    hours: float
    values: Mapping[str, Any] = field(default_factory=dict)
    #: A drawing of demo.evidence, sent before it.
    photo: str = ""


@dataclass(frozen=True)
class RequestPlan:
    """A request about items (by position) of an order (a key of order_plans)."""

    order: int
    kind: str
    items: tuple[int, ...]
    hours: float
    reason: str = ""
    note: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    photo: str = ""
    then: tuple[Happened, ...] = ()


_NO = {"answer": "It left here spotless. Look at the rim: somebody dropped it.", "answer_reason": "came_back_used"}
_OFFER = {
    "offered": 3000,
    "answer": "Sorry about that! It can be polished out. May we give you a part for the effort?",
}
_CLOCK_BACK = {"return_parcel": {"carrier": "USPS", "tracking_number": "9400 1000 0000 0131"}}
_BLANKET_BACK = {"return_parcel": {"carrier": "UPS", "tracking_number": "1Z 999 0000 0133"}}
_SOCKS_BACK = {"return_parcel": {"carrier": "Royal Mail", "tracking_number": "RM 0134 GB"}}
_NEW_ADDRESS = {"name": "Bruno", "lines": ["8 Mill Lane"], "city": "York", "postal_code": "YO1 7EX", "region": ""}

REQUESTS = (
    RequestPlan(
        130,
        "return",
        (0,),
        20,
        "damaged",
        "One of the two mugs has lost its handle. The other one is lovely.",
        photo="broken_mug",
    ),
    RequestPlan(
        131,
        "return",
        (0,),
        9 * 24,
        "no_longer_needed",
        "It is bigger than I thought.",
        then=(
            Happened("approve", "SHOP", 8.6 * 24),
            Happened("ship_back", "BUYER", 7 * 24, _CLOCK_BACK),
            Happened("arrive", "SHOP", 2.4 * 24),
            Happened("reject_receipt", "SHOP", 36, _NO, photo="chipped_clock"),
        ),
    ),
    RequestPlan(
        132,
        "refund",
        (0,),
        30,
        "damaged",
        "There is a long scratch across the top. I would keep it for a fair price.",
        photo="scratched_table",
        then=(Happened("offer", "SHOP", 6, _OFFER),),
    ),
    RequestPlan(
        133,
        "return",
        (0,),
        6 * 24,
        "no_longer_needed",
        "My sister gave me the same one.",
        then=(Happened("approve", "SHOP", 5.5 * 24), Happened("ship_back", "BUYER", 2 * 24, _BLANKET_BACK)),
    ),
    RequestPlan(
        134,
        "return",
        (0,),
        12 * 24,
        "does_not_fit",
        "Too small, and I ordered two pairs.",
        then=(
            Happened("approve", "SHOP", 11.8 * 24),
            Happened("ship_back", "BUYER", 10 * 24, _SOCKS_BACK),
            Happened("arrive", "SHOP", 7 * 24),
            Happened("accept_receipt", "SHOP", 6.8 * 24),
            Happened("refund", "SYSTEM", 6.8 * 24 - 0.01),
        ),
    ),
    RequestPlan(135, "cancellation", (0, 1), 5, "by_mistake", "I put the wrong size into the basket."),
    RequestPlan(136, "address_change", (0,), 3, details={"address": _NEW_ADDRESS}, note="I am moving on Saturday."),
)
