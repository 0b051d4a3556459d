"""The fields of an order: what is wrong is refused by its field, and nothing breaks the reader."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop_help.order_feed.money import NoAmountError, minor_units
from tests.order_feed.samples import CREATED, NOW, changed, line, order, read

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
