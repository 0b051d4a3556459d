"""The parcels of orders as pages show them, with what happened on their way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from shop_help.models.belonging import Belonging
from shop_help.models.order import Package, TrackingEvent
from shop_help.models.shown_lines import ShownLine


@dataclass(slots=True)
class ShownEvent:
    """Something that happened to a parcel."""

    package_id: int
    happened_at: datetime
    station: str
    description: str
    place: str


@dataclass(slots=True)
class ShownPackage:
    """A parcel."""

    id: int
    order_id: int
    carrier: str
    tracking_number: str
    shipped_at: datetime | None
    delivered_at: datetime | None
    returns_close_at: datetime | None = None
    protection_closes_at: datetime | None = None
    clocks_by: int | None = None
    lines: list[ShownLine] = field(default_factory=list)
    events: list[ShownEvent] = field(default_factory=list)


_PACKAGES = Belonging(
    select(
        Package.id,
        Package.order_id,
        Package.carrier,
        Package.tracking_number,
        Package.shipped_at,
        Package.delivered_at,
        Package.returns_close_at,
        Package.protection_closes_at,
        Package.clocks_by,
    ),
    Package.order_id,
    Package.id,
)
_EVENTS = Belonging(
    select(
        TrackingEvent.package_id,
        TrackingEvent.happened_at,
        TrackingEvent.station,
        TrackingEvent.description,
        TrackingEvent.place,
    ).join(Package, Package.id == TrackingEvent.package_id),
    Package.order_id,
    TrackingEvent.happened_at,
    TrackingEvent.id,
)


def parcels_of(order_ids: Sequence[int], lines: Iterable[ShownLine]) -> dict[int, list[ShownPackage]]:
    """By order its parcels, each with its events and with those of the lines that are in it."""
    packages = {row.id: ShownPackage(*row) for row in _PACKAGES.of(order_ids)}
    for line in lines:
        if line.package_id is not None:
            packages[line.package_id].lines.append(line)
    if packages:
        for row in _EVENTS.of(order_ids):
            packages[row.package_id].events.append(ShownEvent(*row))
    found: dict[int, list[ShownPackage]] = {}
    for package in packages.values():
        found.setdefault(package.order_id, []).append(package)
    return found
