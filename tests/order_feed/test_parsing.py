"""An order of the feed: what is read, what is refused and named, what is only noted."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from shop_help.order_feed.order import FeedOrder
from shop_help.policy.orders import STATES
from tests.order_feed.samples import CREATED, changed, example, order, read


def _order(raw: dict[str, Any]) -> FeedOrder:
    result = read(raw)
    assert result.problems == ()
    assert result.order is not None
    return result.order


def _at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def test_an_ordinary_order_is_read_whole_and_without_a_note() -> None:
    result = read(order())
    assert (result.problems, result.notes) == ((), ())
    found = result.order
    assert found is not None
    assert (found.number, found.state, found.market, found.currency) == (
        "576400000000000001",
        "IN_TRANSIT",
        "US",
        "USD",
    )
    assert (found.buyer.external_id, found.shop.external_id, found.shop.name) == ("buyer-1", "shop-1", "Luma Home")
    assert found.created_at == _at(CREATED)
    assert (found.paid_at, found.shipped_at) == (_at(CREATED + 60), _at(CREATED + 3600))
    assert (found.delivered_at, found.cancelled_at, found.completed_at) == (None, None, None)
    assert found.expected_at == _at(CREATED + 600_000)
    assert found.address.lines == ("412 Alder Street", "Apt 3")
    assert (found.address.city, found.address.region, found.address.country) == ("Austin", "Texas", "United States")


def test_a_line_is_one_unit_in_minor_units() -> None:
    (unit,) = _order(order()).lines
    assert (unit.price, unit.seller_discount, unit.platform_discount, unit.tax) == (2500, 200, 0, 184)
    assert (unit.product_id, unit.variant, unit.item_class, unit.package) == ("p-lamp", "Brass", None, "package-1")


def test_payment_parts_add_up_and_end_with_the_total() -> None:
    parts = _order(order()).payment_parts
    assert parts == (("items", 2500), ("seller_discount", 200), ("shipping", 499), ("tax", 184), ("total", 2983))


def test_ids_may_be_numbers_and_times_may_be_digits() -> None:
    raw = order(user_id=7021436810468230477, create_time=str(CREATED), update_time=Decimal(CREATED + 9000)) | {
        "id": 5764
    }
    found = _order(changed(raw, "line_items.0.id", 12))
    assert (found.number, found.buyer.external_id, found.lines[0].external_id) == (
        "5764",
        "7021436810468230477",
        "12",
    )
    assert found.created_at == _at(CREATED)


def test_without_an_original_price_the_discounts_are_put_back() -> None:
    (unit,) = _order(changed(order(), "line_items.0.original_price", ...)).lines
    assert (unit.price, unit.seller_discount) == (2500, 200)


def test_without_amounts_the_parts_are_summed_from_the_lines() -> None:
    found = _order(order(payment={"currency": "USD"}))
    assert found.payment_parts == (("items", 2500), ("seller_discount", 200), ("tax", 184), ("total", 2484))


def test_the_lines_currency_stands_in_for_the_payments() -> None:
    assert _order(order(payment={})).currency == "USD"


@pytest.mark.parametrize(
    ("region", "market"), [("US", "US"), ("GB", "UK"), ("UK", "UK"), ("DE", "DE"), ("ID", "ID"), ("gb", "UK")]
)
def test_the_region_tells_the_market(region: str, market: str) -> None:
    assert _order(changed(order(), "recipient_address.region_code", region)).market == market


def test_an_order_without_an_address_leaves_the_market_open_and_says_so() -> None:
    result = read(order(recipient_address=None))
    assert result.order is not None
    assert result.order.market is None
    assert [note.code for note in result.notes] == ["no_region"]


def test_the_shop_is_the_orders_then_the_answers_then_the_warehouses() -> None:
    bare = order(shop_id=None, shop_name=None, warehouse_id=6955)
    assert read(order(), shop_id="told").order.shop.external_id == "shop-1"  # type: ignore[union-attr]
    told = read(bare, shop_id="told", shop_name="Told")
    assert told.order is not None
    assert (told.order.shop.external_id, told.order.shop.name, told.notes) == ("told", "Told", ())
    guessed = read(bare)
    assert guessed.order is not None
    assert guessed.order.shop.external_id == "warehouse:6955"
    assert not guessed.order.shop.is_stated
    assert "6955" in guessed.order.shop.name
    assert [note.code for note in guessed.notes] == ["shop_from_warehouse"]


#: The times that each state allows; every other one is left out and noted.
_ALLOWED = {
    "UNPAID": set(),
    "ON_HOLD": {"paid_time"},
    "AWAITING_SHIPMENT": {"paid_time"},
    "AWAITING_COLLECTION": {"paid_time", "rts_time"},
    "PARTIALLY_SHIPPING": {"paid_time", "rts_time", "collection_time"},
    "IN_TRANSIT": {"paid_time", "rts_time", "collection_time"},
    "DELIVERED": {"paid_time", "rts_time", "collection_time", "delivery_time"},
    "COMPLETED": {"paid_time", "rts_time", "collection_time", "delivery_time", "complete_time"},
    "CANCELLED": {"paid_time", "rts_time", "collection_time", "cancel_time"},
}


@pytest.mark.parametrize("state", STATES)
def test_the_status_is_the_truth_and_times_against_it_are_left_out(state: str) -> None:
    names = ("paid_time", "rts_time", "collection_time", "delivery_time", "complete_time", "cancel_time")
    times = {name: CREATED + 60 * (place + 1) for place, name in enumerate(names)}
    result = read(order(status=state, **times))
    found = result.order
    assert found is not None
    assert {note.field for note in result.notes if note.code == "time_against_status"} == set(names) - _ALLOWED[state]
    kept = {
        "paid_time": found.paid_at,
        "rts_time": found.shipped_at,
        "delivery_time": found.delivered_at,
        "complete_time": found.completed_at,
        "cancel_time": found.cancelled_at,
    }
    for name, at in kept.items():
        assert at == (_at(times[name]) if name in _ALLOWED[state] else None), name


def test_a_delivered_order_without_its_time_is_kept_and_noted() -> None:
    result = read(order(status="DELIVERED"))
    assert result.order is not None
    assert result.order.delivered_at is None
    assert [note.code for note in result.notes] == ["no_delivery_time"]


def test_the_documentations_own_example_is_taken_with_a_note_for_each_contradiction() -> None:
    result = read(example())
    assert result.problems == ()
    found = result.order
    assert found is not None
    noted = {note.field for note in result.notes}
    assert noted >= {
        "paid_time",
        "delivery_time",
        "cancel_time",
        "rts_time",
        "collection_time",
        "cancel_reason",
        "recipient_address.district_info[0].address_name",
        "recipient_address.address_line3",
        "recipient_address.address_line4",
        "payment.currency",
        "payment.total_amount",
        "payment.sub_total",
        "line_items[0].package_id",
        "line_items[0].rts_time",
        "shop_id",
    }
    assert found.state == "UNPAID"
    times = (found.paid_at, found.shipped_at, found.delivered_at, found.completed_at, found.cancelled_at)
    assert times == (None,) * 5
    assert found.address.lines == ("TikTok 5800 bristol Pkwy", "Suite 100")
    assert {package.external_id for package in found.packages} == {"1152321127278713123", "1153132168123859123"}
    assert all(package.delivered_at is None and package.shipped_at is None for package in found.packages)
    assert found.lines[0].tax == 2120


def test_signs_that_no_database_keeps_are_left_out_and_noted() -> None:
    result = read(changed(order(), "line_items.0.product_name", "La\x00mp\ud800"))
    assert result.order is not None
    assert result.order.lines[0].name == "Lamp"
    assert [note.code for note in result.notes] == ["unkeepable_signs"]
