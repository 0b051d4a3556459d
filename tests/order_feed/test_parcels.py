"""Packages and tracking: which line travels where, how far it came, and whose word counts."""

from datetime import UTC, datetime
from typing import Any

import pytest

from shop_help.order_feed.order import FeedPackage
from shop_help.order_feed.stations import station_of
from tests.order_feed.samples import CREATED, line, order, read


def _packages(raw: dict[str, Any]) -> dict[str, FeedPackage]:
    found = read(raw).order
    assert found is not None, read(raw).problems
    return {package.external_id: package for package in found.packages}


def _told(*events: tuple[int, str]) -> list[dict[str, Any]]:
    """Get Tracking's list: newest first, in milliseconds."""
    newest_first = sorted(events, reverse=True)
    return [{"description": words, "update_time_millis": (CREATED + at) * 1000} for at, words in newest_first]


def _at(seconds: int) -> datetime:
    return datetime.fromtimestamp(CREATED + seconds, UTC)


def test_the_orders_times_make_the_stations_of_each_package() -> None:
    raw = order(status="DELIVERED", delivery_time=CREATED + 90_000)
    package = _packages(raw)["package-1"]
    assert [(event.station, event.happened_at) for event in package.events] == [
        ("ordered", _at(0)),
        ("shipped", _at(3600)),
        ("in_transit", _at(7200)),
        ("delivered", _at(90_000)),
    ]
    assert (package.shipped_at, package.delivered_at) == (_at(3600), _at(90_000))


def test_the_carriers_words_take_the_place_of_the_bare_stations() -> None:
    told = _told((4000, "Picked up by the carrier"), (9000, "Left Reno"), (80_000, "Delivered to the front door"))
    raw = order(status="DELIVERED", delivery_time=CREATED + 80_000, packages=[{"id": "package-1", "tracking": told}])
    events = _packages(raw)["package-1"].events
    assert [(event.station, event.description) for event in events] == [
        ("ordered", ""),
        ("shipped", "Picked up by the carrier"),
        ("in_transit", "Left Reno"),
        ("delivered", "Delivered to the front door"),
    ]


def test_delivered_then_in_transit_then_delivered_counts_the_last() -> None:
    told = _told((50_000, "Delivered"), (60_000, "Wrong address, on its way again"), (90_000, "Delivered"))
    raw = order(status="DELIVERED", delivery_time=CREATED + 90_000, tracking=told)
    assert _packages(raw)["package-1"].delivered_at == _at(90_000)
    assert read(raw).order.delivered_at == _at(90_000)  # type: ignore[union-attr]


def test_delivered_and_in_transit_again_is_not_delivered() -> None:
    told = _told((50_000, "Delivered"), (60_000, "Wrong address, on its way again"))
    assert _packages(order(tracking=told))["package-1"].delivered_at is None


def test_two_packages_of_which_one_arrived() -> None:
    lines = [line(1), line(2, package_id="package-2")]
    packages = [{"id": "package-1"}, {"id": "package-2", "tracking": _told((80_000, "Delivered"))}]
    found = _packages(order(line_items=lines, packages=packages))
    assert (found["package-1"].delivered_at, found["package-2"].delivered_at) == (None, _at(80_000))


def test_a_package_that_goes_on_after_its_delivery_is_under_way_beside_one_that_arrived() -> None:
    lines = [line(1), line(2, package_id="package-2")]
    again = _told((50_000, "Delivered"), (60_000, "Wrong address, on its way again"))
    packages = [{"id": "package-1", "tracking": again}, {"id": "package-2", "tracking": _told((80_000, "Delivered"))}]
    result = read(order(line_items=lines, packages=packages))
    assert result.order is not None
    assert [package.delivered_at for package in result.order.packages] == [None, _at(80_000)]
    assert "tracking_against_status" not in [note.code for note in result.notes]


def test_tracking_that_is_ahead_of_the_status_is_noted_and_does_not_deliver() -> None:
    result = read(order(tracking=_told((80_000, "Delivered"))))
    assert [note.code for note in result.notes] == ["tracking_against_status"]
    assert result.order is not None
    assert result.order.packages[0].delivered_at is None
    assert [event.description for event in result.order.packages[0].events][-1] == "Delivered"


def test_one_package_carries_the_lines_that_name_none() -> None:
    raw = order(line_items=[line(1, package_id=None), line(2, package_id=None)])
    found = read(raw).order
    assert found is not None
    assert [each.package for each in found.lines] == ["package-1", "package-1"]


def test_a_shipped_order_without_packages_gets_one() -> None:
    raw = order(packages=[], line_items=[line(package_id=None)], tracking_number="JX1", shipping_provider="Bluebird")
    package = _packages(raw)["JX1"]
    assert (package.carrier, package.tracking_number, package.shipped_at) == ("Bluebird", "JX1", _at(3600))


def test_a_packed_order_without_packages_has_none() -> None:
    raw = order(status="AWAITING_SHIPMENT", packages=None, line_items=[line(package_id=None)])
    assert _packages(raw | {"rts_time": None, "collection_time": None}) == {}


def test_packages_without_lines_are_kept_and_nothing_hangs_on_them() -> None:
    empty = _packages(order(packages=[{"id": "package-1"}, {"id": "empty"}]))["empty"]
    assert (empty.events, empty.shipped_at, empty.delivered_at) == ((), None, None)


def test_tracking_of_the_order_with_several_packages_belongs_to_none_of_them() -> None:
    lines = [line(1), line(2, package_id="package-2")]
    packages = [{"id": "package-1"}, {"id": "package-2"}]
    result = read(order(line_items=lines, packages=packages, tracking=_told((9000, "Left Reno"))))
    assert "tracking_of_no_package" in [note.code for note in result.notes]


@pytest.mark.parametrize(
    ("words", "station"),
    [
        ("Delivered", "delivered"),
        ("Your package has been delivered.", "delivered"),
        ("Signed for by A. FERREIRA", "delivered"),
        ("Zugestellt", "delivered"),
        ("Out for delivery", "in_transit"),
        ("Delivery attempted, nobody was in", "in_transit"),
        ("Not delivered: address unknown", "in_transit"),
        ("Undeliverable, returned to sender", "in_transit"),
        ("Could not be delivered", "in_transit"),
        ("Will be delivered tomorrow", "in_transit"),
        ("Arrived at the sorting centre", "in_transit"),
        ("", "in_transit"),
        ("Picked up", "shipped"),
        ("Shipped by the seller", "shipped"),
        ("Order placed", "ordered"),
        ("The seller is preparing your parcel", "ordered"),
    ],
)
def test_the_carriers_words_belong_to_a_station(words: str, station: str) -> None:
    assert station_of(words) == station
