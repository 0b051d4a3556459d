"""How an order of the demo is planned: in days before now."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Parcel:
    """A package of a demo order: which items are in it (by position) and how far it came, in days before now."""

    items: tuple[int, ...]
    shipped: float | None = None
    delivered: float | None = None
    #: (days before now, station, the carrier's words, place), beside those that every parcel has
    events: tuple[tuple[float, str, str, str], ...] = ()


@dataclass(frozen=True)
class OrderPlan:
    """One order of the demo. Times are days before now; a negative one is ahead."""

    key: int
    buyer: str
    items: tuple[str, ...]
    state: str
    story: str
    ordered: float
    paid: bool = True
    parcels: tuple[Parcel, ...] = ()
    expected: float | None = None
    completed: float | None = None
    cancelled: float | None = None
    cancel_reason: str = ""
    buyer_note: str = ""
    #: Off the items, in minor units, on the first of them.
    seller_discount: int = 0
    platform_discount: int = 0
    #: Positions of the items whose money was given back, and when; or that could not be given back.
    refunded: tuple[int, ...] = ()
    refunded_on: float = 0
    refund_failed: bool = False

    @property
    def number(self) -> str:
        return f"5764610300000{self.key:05d}"


def arrived(key: int, buyer: str, items: tuple[str, ...], days: float, story: str, **more: object) -> OrderPlan:
    """An order in one parcel that was delivered some days ago."""
    everything = tuple(range(len(items)))
    parcel = Parcel(everything, shipped=days + 3, delivered=days)
    values = {"state": "DELIVERED", "parcels": (parcel,), "expected": days - 1, **more}
    return OrderPlan(key, buyer, items, story=story, ordered=days + 5, **values)  # type: ignore[arg-type]
