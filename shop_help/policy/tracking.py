"""The tracking line: four stations, where the parcel is, and since when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

STATIONS = ("ordered", "shipped", "in_transit", "delivered")


@dataclass(frozen=True)
class Station:
    """A station of the line: reached at an instant, or not yet; `here` is where the parcel is now."""

    name: str
    reached_at: datetime | None
    here: bool


def line_of_stations(
    ordered_at: datetime,
    shipped_at: datetime | None,
    delivered_at: datetime | None,
    events: Sequence[tuple[str, datetime]],
) -> tuple[Station, ...]:
    """The four stations of one package. `events` are (station, instant) in the order they happened.

    A parcel that was delivered and is in transit again stands at "in_transit": what came last counts.
    """
    reached: dict[str, datetime | None] = {
        "ordered": ordered_at,
        "shipped": shipped_at,
        "in_transit": next((at for name, at in events if name == "in_transit"), None),
        "delivered": delivered_at,
    }
    here = max(
        (name for name in STATIONS if reached[name] is not None),
        key=STATIONS.index,
    )
    return tuple(Station(name, reached[name], name == here) for name in STATIONS)
