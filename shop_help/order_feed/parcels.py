"""Packages and their tracking: from the order's own times, and from the carrier's words where the feed has them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shop_help.order_feed.fields import Fields
from shop_help.order_feed.instants import Instants, instant_if_possible
from shop_help.order_feed.order import FeedEvent, FeedLine, FeedPackage
from shop_help.order_feed.stations import station_of

_SHIPPED = frozenset(["PARTIALLY_SHIPPING", "IN_TRANSIT", "DELIVERED", "COMPLETED"])
_ARRIVED = frozenset(["DELIVERED", "COMPLETED"])


@dataclass
class _Parcel:
    """A package while it is put together."""

    external_id: str
    has_lines: bool = False
    carrier: str = ""
    tracking_number: str = ""
    ready_at: datetime | None = None
    tracked: tuple[FeedEvent, ...] = ()
    is_ahead: bool = False


def read_parcels(
    order: Fields, raw_lines: Sequence[Fields], lines: Sequence[FeedLine], instants: Instants, state: str
) -> tuple[tuple[FeedPackage, ...], dict[str, str]]:
    """The packages, and for each line's id the package it travels in."""
    parcels = _listed(order)
    home = _homes(order, raw_lines, lines, parcels, state)
    for fields, line in zip(raw_lines, lines, strict=True):
        _take_from_line(fields, parcels.get(home.get(line.external_id, "")), state)
    _share_the_orders_own(order, parcels)
    _tell_early_arrival(order, parcels, state)
    return tuple(_package(parcel, instants, state) for parcel in parcels.values()), home


def _listed(order: Fields) -> dict[str, _Parcel]:
    parcels: dict[str, _Parcel] = {}
    for fields in order.each("packages"):
        external_id = fields.identifier("id", required=True)
        parcel = parcels.setdefault(external_id, _Parcel(external_id))
        parcel.carrier = fields.text("shipping_provider_name") or fields.text("shipping_provider")
        parcel.tracking_number = fields.text("tracking_number")
        parcel.tracked = _tracked(fields)
    return parcels


def _homes(
    order: Fields, raw_lines: Sequence[Fields], lines: Sequence[FeedLine], parcels: dict[str, _Parcel], state: str
) -> dict[str, str]:
    """Which line travels in which package. One package carries all that say nothing."""
    listed = list(parcels)
    only = listed[0] if len(listed) == 1 else None
    if not listed and not any(line.package for line in lines) and (state in _SHIPPED or order.has("tracking_number")):
        only = order.text("tracking_number") or "1"
        parcels[only] = _Parcel(only)
    home = {}
    for fields, line in zip(raw_lines, lines, strict=True):
        where = line.package or only
        if where is None:
            continue
        if where not in parcels:
            fields.note("package_id", "package_not_listed", f"{where} is not in packages; it is added")
            parcels[where] = _Parcel(where)
        parcels[where].has_lines = True
        home[line.external_id] = where
    return home


def _take_from_line(fields: Fields, parcel: _Parcel | None, state: str) -> None:
    ready_at = instant_if_possible(fields, "rts_time", state)
    if parcel is None:
        return
    parcel.carrier = parcel.carrier or fields.text("shipping_provider_name")
    parcel.tracking_number = parcel.tracking_number or fields.text("tracking_number")
    parcel.ready_at = min(filter(None, (parcel.ready_at, ready_at)), default=None)


def _share_the_orders_own(order: Fields, parcels: dict[str, _Parcel]) -> None:
    """What stands on the order itself holds for its one package with lines."""
    tracked, carrier, number = _tracked(order), order.text("shipping_provider"), order.text("tracking_number")
    carrying = [parcel for parcel in parcels.values() if parcel.has_lines]
    if len(carrying) == 1:
        carrying[0].carrier = carrying[0].carrier or carrier
        carrying[0].tracking_number = carrying[0].tracking_number or number
        carrying[0].tracked = carrying[0].tracked or tracked
    elif tracked:
        order.note("tracking", "tracking_of_no_package", "doesn't say of which package it is; it is left out")


def _tracked(fields: Fields) -> tuple[FeedEvent, ...]:
    """The carrier's words (Get Tracking: newest first), in the order they happened."""
    events = []
    for entry in fields.each("tracking"):
        at = entry.instant_of_millis("update_time_millis")
        if at is not None:
            description = entry.text("description")
            events.append(FeedEvent(at, station_of(description), description, entry.text("place")))
    return tuple(sorted(dict.fromkeys(events), key=lambda event: event.happened_at))


def _tell_early_arrival(order: Fields, parcels: dict[str, _Parcel], state: str) -> None:
    carrying = [parcel for parcel in parcels.values() if parcel.has_lines]
    if state not in _ARRIVED and carrying and all(_arrival(parcel.tracked) for parcel in carrying):
        order.note("status", "tracking_against_status", f"is {state}, and the tracking says delivered")
        for parcel in carrying:
            # The carrier's words stay in the timeline; the time of arrival is the status's to give.
            parcel.is_ahead = True


def _arrival(events: Sequence[FeedEvent]) -> datetime | None:
    """When a parcel became delivered the last time; None where it went on since."""
    last = next((e for e in reversed(events) if e.station in ("in_transit", "delivered")), None)
    return last.happened_at if last and last.station == "delivered" else None


def _package(parcel: _Parcel, instants: Instants, state: str) -> FeedPackage:
    if not parcel.has_lines:
        return FeedPackage(parcel.external_id, parcel.carrier, parcel.tracking_number, events=parcel.tracked)
    ready_at = parcel.ready_at or instants.ready_at
    arrived_at = _arrival(parcel.tracked) if state in _SHIPPED and not parcel.is_ahead else None
    if arrived_at is None and state in _ARRIVED:
        arrived_at = instants.delivered_at
    own = [
        FeedEvent(instants.created_at, "ordered"),
        FeedEvent(ready_at, "shipped") if ready_at else None,
        FeedEvent(instants.collected_at, "in_transit") if instants.collected_at else None,
        FeedEvent(arrived_at, "delivered") if arrived_at else None,
    ]
    said = {event.station for event in parcel.tracked}
    events = [*parcel.tracked, *(e for e in own if e and (e.station not in said or e.station == "delivered"))]
    return FeedPackage(
        parcel.external_id,
        parcel.carrier,
        parcel.tracking_number,
        shipped_at=ready_at or (instants.collected_at if state in _SHIPPED else None),
        delivered_at=arrived_at,
        events=tuple(sorted(_once(events), key=lambda event: event.happened_at)),
    )


def _once(events: Sequence[FeedEvent]) -> list[FeedEvent]:
    """A station at an instant stands there once, in the carrier's words where there are some."""
    found: dict[tuple[str, datetime], FeedEvent] = {}
    for event in events:
        found.setdefault((event.station, event.happened_at), event)
    return list(found.values())
