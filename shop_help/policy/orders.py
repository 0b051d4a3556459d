"""Order states, the chips that filter by them, and which order a buyer most likely means."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from shop_help.policy.wording import N_

STATES = (
    "UNPAID",
    "ON_HOLD",
    "AWAITING_SHIPMENT",
    "PARTIALLY_SHIPPING",
    "AWAITING_COLLECTION",
    "IN_TRANSIT",
    "DELIVERED",
    "COMPLETED",
    "CANCELLED",
)

#: Paid and not there yet.
UNDER_WAY = ("AWAITING_SHIPMENT", "PARTIALLY_SHIPPING", "AWAITING_COLLECTION", "IN_TRANSIT")

#: All of it has left; all of it is there.
LEFT = ("IN_TRANSIT", "DELIVERED", "COMPLETED")
ARRIVED = ("DELIVERED", "COMPLETED")

#: There may be something to ship.
TO_SHIP = frozenset({"AWAITING_SHIPMENT", "PARTIALLY_SHIPPING", "AWAITING_COLLECTION"})
#: A parcel that a seller entered is named so, until the feed tells of it under a name of its own.
ENTERED = "entered:"

ITEM_CLASSES = ("standard", "pre_owned", "collectible", "final_sale", "non_returnable")
#: Classes that Buyer Protection leaves out, and classes that don't go back for a change of mind.
NOT_COVERED = frozenset({"pre_owned", "collectible", "final_sale"})
NOT_RETURNABLE = frozenset({"final_sale", "non_returnable"})


@dataclass(frozen=True)
class Chip:
    """A filter of "Your orders": its name in the address, its word, and the states it shows."""

    slug: str
    word: str
    states: tuple[str, ...]


CHIPS = (
    Chip("all", N_("All"), STATES),
    Chip("unpaid", N_("Unpaid"), ("UNPAID",)),
    Chip(
        "to-ship",
        N_("To ship"),
        ("ON_HOLD", "AWAITING_SHIPMENT", "PARTIALLY_SHIPPING", "AWAITING_COLLECTION"),
    ),
    Chip("shipped", N_("Shipped"), ("PARTIALLY_SHIPPING", "IN_TRANSIT")),
    Chip("delivered", N_("Delivered"), ("DELIVERED", "COMPLETED")),
    Chip("cancelled", N_("Cancelled"), ("CANCELLED",)),
)


def chip_called(slug: str) -> Chip:
    """The chip of that name; the one that shows all for a name nobody knows."""
    return next((chip for chip in CHIPS if chip.slug == slug), CHIPS[0])


@dataclass(frozen=True)
class OrderGlance:
    """What decides which order is meant: its state and the instants that matter."""

    order_id: int
    state: str
    created_at: datetime
    expected_at: datetime | None


def is_late(state: str, expected_at: datetime | None, now: datetime) -> bool:
    """Paid, not there, and past the day it was promised for."""
    return state in UNDER_WAY and expected_at is not None and expected_at < now


def by_likelihood(orders: Iterable[OrderGlance], now: datetime) -> list[OrderGlance]:
    """Which order is meant: those with something wrong, then those on their way, then the others (PRODUCT 1, Help).

    Among their like the newest comes first.
    """

    def rank(order: OrderGlance) -> tuple[int, datetime]:
        if order.state == "ON_HOLD" or is_late(order.state, order.expected_at, now):
            return (2, order.created_at)
        under_way = order.state in ("PARTIALLY_SHIPPING", "AWAITING_COLLECTION", "IN_TRANSIT")
        return (1 if under_way else 0, order.created_at)

    return sorted(orders, key=rank, reverse=True)
