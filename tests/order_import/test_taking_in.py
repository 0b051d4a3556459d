"""The act that takes an order in: what it makes, what it leaves alone, and what it refuses."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from shop_help.extensions import db
from shop_help.models import LogEntry, Order, OrderLine, Package, Person, Product, Shop, TrackingEvent
from tests.order_feed.samples import CREATED, changed, example, line, order
from tests.order_import.rows import everything, the_only

pytestmark = pytest.mark.parametrize("app", ["sqlite", "postgresql"], indirect=True)

#: Seconds later than the sample's update_time.
LATER = CREATED + 20_000


def _log() -> list[tuple[str, str]]:
    return [(entry.what, entry.voice) for entry in db.session.scalars(select(LogEntry).order_by(LogEntry.id))]


def test_an_order_makes_its_shop_buyer_product_and_all_its_parts(take_in: Any) -> None:
    assert take_in(order()).outcome == "new"
    found, shop, person, product = the_only(Order), the_only(Shop), the_only(Person), the_only(Product)
    assert (found.number, found.state, found.market, found.currency) == (order()["id"], "IN_TRANSIT", "US", "USD")
    assert (found.shop_id, found.buyer_id) == (shop.id, person.id)
    assert (shop.external_id, shop.name, shop.market) == ("shop-1", "Luma Home", "US")
    assert (person.external_id, person.name, person.email) == ("buyer-1", "Ana Ferreira", "buyer-1@relay.example")
    assert [role.name for role in person.roles] == ["buyer"]
    assert (product.external_id, product.name, product.is_listed) == ("p-lamp", "Halo desk lamp", False)
    (unit,), (package,) = found.lines, found.packages
    assert (unit.price, unit.tax, unit.product_id, unit.package_id) == (2500, 184, product.id, package.id)
    assert [event.station for event in package.events] == ["ordered", "shipped", "in_transit"]
    assert found.total == 2983
    assert found.address["lines"] == ["412 Alder Street", "Apt 3"]
    assert _log() == [("order.taken_in", "FEED")]


def test_importing_twice_changes_no_row_of_any_table(take_in: Any) -> None:
    for raw in (order(1), order(2, status="COMPLETED", delivery_time=CREATED + 8000), example()):
        take_in(raw, "Trust desk")
    before = everything()
    for raw in (order(1), order(2, status="COMPLETED", delivery_time=CREATED + 8000), example()):
        assert take_in(raw, "Trust desk").outcome == "unchanged"
    assert everything() == before


def test_a_newer_answer_puts_the_order_right_and_says_what_changed(take_in: Any) -> None:
    take_in(order())
    newer = order(status="DELIVERED", delivery_time=LATER - 5, update_time=LATER)
    assert take_in(newer).outcome == "updated"
    found = the_only(Order)
    assert (found.state, found.delivered_at.timestamp(), found.updated_at.timestamp()) == (
        "DELIVERED",
        LATER - 5,
        LATER,
    )
    assert found.packages[0].delivered_at == found.delivered_at
    entry = db.session.scalars(select(LogEntry).order_by(LogEntry.id.desc())).first()
    assert entry is not None
    assert (entry.what, entry.order_id, entry.shop_id) == ("order.changed", found.id, found.shop_id)
    assert (entry.data["state_before"], entry.data["state"]) == ("IN_TRANSIT", "DELIVERED")
    assert {"state", "delivered_at", "tracking", "packages"} <= set(entry.data["changed"])


def test_an_older_answer_changes_nothing(take_in: Any) -> None:
    take_in(order(status="DELIVERED", delivery_time=LATER - 5, update_time=LATER))
    person = the_only(Person)
    person.email = person.birthdate = None
    person.adult_confirmed_by = "Trust desk"
    db.session.commit()
    before = everything()
    older = changed(order(), "line_items.0.product_name", "Other words")
    assert take_in(older).outcome == "older"
    assert everything() == before


def test_lines_and_packages_keep_their_rows_and_lose_what_the_feed_lost(take_in: Any) -> None:
    take_in(order(line_items=[line(1), line(2)]))
    kept = {row.external_id: row.id for row in db.session.scalars(select(OrderLine))}
    newer = order(
        update_time=LATER,
        line_items=[line(2, product_name="Halo lamp"), line(3, package_id="package-9")],
        packages=[],
    )
    assert take_in(newer).outcome == "updated"
    rows = {row.external_id: row for row in the_only(Order).lines}
    assert (set(rows), rows["line-2"].id, rows["line-2"].name) == ({"line-2", "line-3"}, kept["line-2"], "Halo lamp")
    assert {package.external_id for package in db.session.scalars(select(Package))} == {"package-1", "package-9"}


def test_delivered_in_transit_and_delivered_again_ends_at_the_last(take_in: Any) -> None:
    take_in(order(status="DELIVERED", delivery_time=CREATED + 10_000, update_time=CREATED + 10_000))
    take_in(order(status="IN_TRANSIT", delivery_time=CREATED + 10_000, update_time=CREATED + 11_000))
    found = the_only(Order)
    assert (found.delivered_at, found.packages[0].delivered_at) == (None, None)
    take_in(order(status="DELIVERED", delivery_time=LATER, update_time=LATER))
    found = the_only(Order)
    assert found.delivered_at.timestamp() == found.packages[0].delivered_at.timestamp() == LATER


def test_completed_is_when_it_was_first_seen_completed(take_in: Any) -> None:
    take_in(order(status="COMPLETED", delivery_time=CREATED + 8000))
    first = the_only(Order).completed_at
    assert first.timestamp() == CREATED + 9000
    take_in(order(status="COMPLETED", delivery_time=CREATED + 8000, update_time=LATER, buyer_message="Thanks"))
    assert (the_only(Order).completed_at, the_only(Order).updated_at.timestamp()) == (first, LATER)


@pytest.mark.parametrize(
    ("told", "market"), [({}, "US"), ({"market": "DE"}, "DE")], ids=["nobody says", "the operator says"]
)
def test_without_an_address_a_new_shops_market_is_what_the_operator_says(
    take_in: Any, told: Any, market: str
) -> None:
    take_in(order(recipient_address=None), **told)
    assert (the_only(Order).market, the_only(Shop).market) == (market, market)


def test_without_an_address_the_shops_market_is_taken(take_in: Any) -> None:
    take_in(changed(order(1), "recipient_address.region_code", "GB"))
    take_in(order(2, recipient_address=None), market="DE")
    assert set(db.session.scalars(select(Order.market))) == {"UK"}


def test_tracking_events_are_kept_and_corrected_without_doubles(take_in: Any) -> None:
    told = [{"description": "Left Reno", "update_time_millis": (CREATED + 8000) * 1000}]
    take_in(order(tracking=told))
    ids = set(db.session.scalars(select(TrackingEvent.id)))
    more = [{"description": "Arrived in Austin", "update_time_millis": (CREATED + 9500) * 1000}, *told]
    take_in(order(tracking=more, update_time=LATER))
    events = db.session.scalars(select(TrackingEvent).order_by(TrackingEvent.happened_at)).all()
    assert [event.description for event in events] == ["", "", "Left Reno", "Arrived in Austin"]
    assert ids < {event.id for event in events}
    assert events[-1].happened_at - events[-2].happened_at == timedelta(seconds=1500)
