"""An order of the feed: what is read, what is refused and named, what is only noted."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop_help.order_feed.money import NoAmountError, minor_units
from shop_help.order_feed.order import FeedOrder
from shop_help.policy.orders import STATES
from tests.order_feed.samples import CREATED, NOW, changed, example, line, order, read


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


_WRONG: list[tuple[str, Any, str, str]] = [
    # what is set, to what, the code, the field that is named
    ("id", ..., "missing", "id"),
    ("id", "", "missing", "id"),
    ("id", True, "not_an_id", "id"),
    ("id", ["1"], "not_an_id", "id"),
    ("id", "9" * 101, "not_an_id", "id"),
    ("status", ..., "missing", "status"),
    ("status", "SHIPPED", "unknown_status", "status"),
    ("status", 111, "unknown_status", "status"),
    ("create_time", ..., "missing", "create_time"),
    ("create_time", 0, "missing", "create_time"),
    ("create_time", "yesterday", "not_a_time", "create_time"),
    ("create_time", True, "not_a_time", "create_time"),
    ("create_time", 1.5, "not_a_time", "create_time"),
    ("create_time", -5, "absurd_time", "create_time"),
    ("create_time", CREATED * 1000, "absurd_time", "create_time"),
    ("create_time", 10**40, "absurd_time", "create_time"),
    ("create_time", 86_400, "absurd_time", "create_time"),
    ("update_time", "soon", "not_a_time", "update_time"),
    ("paid_time", int(NOW.timestamp()) + 2 * 86_400, "absurd_time", "paid_time"),
    ("delivery_due_time", 9_999_999_999, "absurd_time", "delivery_due_time"),
    ("user_id", ..., "missing", "user_id"),
    ("user_id", {}, "not_an_id", "user_id"),
    ("payment", [], "not_an_object", "payment"),
    ("payment.currency", "DOLLARS", "unknown_currency", "payment.currency"),
    ("payment.total_amount", "-1.00", "not_an_amount", "payment.total_amount"),
    ("payment.total_amount", "NaN", "not_an_amount", "payment.total_amount"),
    ("payment.tax", "1e5", "not_an_amount", "payment.tax"),
    ("payment.shipping_fee", "1,50", "not_an_amount", "payment.shipping_fee"),
    ("payment.sub_total", "0.001", "not_an_amount", "payment.sub_total"),
    ("payment.small_order_fee", "9" * 30, "not_an_amount", "payment.small_order_fee"),
    ("line_items", ..., "missing", "line_items"),
    ("line_items", [], "missing", "line_items"),
    ("line_items", "none", "not_a_list", "line_items"),
    ("line_items", [7], "not_an_object", "line_items[0]"),
    ("line_items.0.id", ..., "missing", "line_items[0].id"),
    ("line_items", [line(1), line(1)], "line_twice", "line_items[1].id"),
    ("line_items.0.sale_price", "-0.01", "not_an_amount", "line_items[0].sale_price"),
    ("line_items.0.original_price", "0.001", "not_an_amount", "line_items[0].original_price"),
    ("line_items", [{"id": "x"}], "missing", "line_items[0].sale_price"),
    ("line_items.0.currency", "GBP", "two_currencies", "line_items[0].currency"),
    ("line_items.0.quantity", 3, "several_units", "line_items[0].quantity"),
    ("line_items.0.item_class", "broken", "unknown_item_class", "line_items[0].item_class"),
    ("line_items.0.item_tax", [{"tax_amount": "x"}], "not_an_amount", "line_items[0].item_tax[0].tax_amount"),
    ("line_items.0.product_name", ["a"], "not_text", "line_items[0].product_name"),
    ("recipient_address", "Austin", "not_an_object", "recipient_address"),
    ("recipient_address.region_code", "FR", "unknown_region", "recipient_address.region_code"),
    ("recipient_address.district_info", {}, "not_a_list", "recipient_address.district_info"),
    ("packages", [{}], "missing", "packages[0].id"),
    ("packages", [{"id": "package-1", "tracking": [{}]}], "not_a_time", "packages[0].tracking[0].update_time_millis"),
    ("buyer_birthdate", "31.01.1990", "not_a_day", "buyer_birthdate"),
    ("buyer_birthdate", "1990-02-30", "not_a_day", "buyer_birthdate"),
    ("buyer_birthdate", "2020-01-01", "under_age", "buyer_birthdate"),
    ("buyer_is_adult", "yes", "not_true_or_false", "buyer_is_adult"),
    ("shop_id", ..., "missing", "shop_id"),
]


@pytest.mark.parametrize(("path", "value", "code", "field"), _WRONG)
def test_what_is_wrong_is_refused_by_its_field(path: str, value: Any, code: str, field: str) -> None:
    result = read(changed(order(), path, value))
    assert result.order is None
    assert (code, field) in [(problem.code, problem.field) for problem in result.problems]
    assert all(problem.reason for problem in result.problems)


def test_all_problems_are_listed_not_only_the_first() -> None:
    raw = order(status="LOST", create_time="x", user_id=None, shop_id=None)
    raw["line_items"][0]["sale_price"] = "-1"
    raw["recipient_address"]["region_code"] = "XX"
    raw["payment"]["total_amount"] = "much"
    raw["packages"] = [{"id": []}]
    fields = {problem.field for problem in read(raw).problems}
    assert fields == {
        "status",
        "create_time",
        "user_id",
        "shop_id",
        "line_items[0].sale_price",
        "recipient_address.region_code",
        "payment.total_amount",
        "packages[0].id",
    }


@pytest.mark.parametrize("field", ["id", "status", "create_time", "user_id"])
def test_null_is_as_good_as_absent(field: str) -> None:
    problems = read(order() | {field: None}).problems
    assert ("missing", field) in [(problem.code, problem.field) for problem in problems]


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


def test_an_order_that_is_no_object_is_refused() -> None:
    for raw in (None, 3, "order", [1]):
        assert [problem.code for problem in read(raw).problems] == ["not_an_object"]


_MONEY: list[tuple[Any, str, int | None]] = [
    ("12.50", "USD", 1250),
    ("0", "USD", 0),
    ("0.01", "USD", 1),
    ("12.5", "USD", 1250),
    ("12.5000", "USD", 1250),
    ("12.505", "USD", None),
    ("-0.01", "USD", None),
    (" 7 ", "USD", 700),
    (12, "USD", 1200),
    (Decimal("12.5"), "USD", 1250),
    (Decimal("1E+2"), "USD", 10000),
    (Decimal("1E-999999999"), "USD", None),
    (Decimal("1E+999999999"), "USD", None),
    ("5000", "JPY", 5000),
    ("5000.0", "JPY", 5000),
    ("5000.5", "JPY", None),
    ("1.234", "KWD", 1234),
    ("21.3", "IDR", 2130),
    ("25000000", "IDR", 2_500_000_000),
    ("NaN", "USD", None),
    ("Infinity", "USD", None),
    ("1e2", "USD", None),
    ("1,000.00", "USD", None),
    ("$5", "USD", None),
    ("", "USD", None),
    (".5", "USD", None),
    (True, "USD", None),
    ({}, "USD", None),
    ("10000000000000", "USD", 10**15),
    ("10000000000000.01", "USD", None),
]


@pytest.mark.parametrize(("value", "currency", "minor"), _MONEY)
def test_money_becomes_whole_minor_units_or_is_refused(value: Any, currency: str, minor: int | None) -> None:
    if minor is None:
        with pytest.raises(NoAmountError):
            minor_units(value, currency)
    else:
        assert minor_units(value, currency) == minor


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


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
_PATHS = sorted({path for path, *_ in _WRONG} | {"packages.0.id", "payment.product_tax", "line_items.0.package_id"})


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(_PATHS), _JSON, max_size=4))
def test_nothing_in_a_field_breaks_the_reader(values: dict[str, Any]) -> None:
    raw = order()
    for path, value in sorted(values.items(), reverse=True):
        raw = changed(raw, path, value)
    result = read(raw)
    assert (result.order is None) == bool(result.problems)


def test_signs_that_no_database_keeps_are_left_out_and_noted() -> None:
    result = read(changed(order(), "line_items.0.product_name", "La\x00mp\ud800"))
    assert result.order is not None
    assert result.order.lines[0].name == "Lamp"
    assert [note.code for note in result.notes] == ["unkeepable_signs"]
