"""What a payment system reads: amounts in minor units and in major ones, and nothing of the buyer."""

import json
from datetime import UTC, datetime

import pytest

from shop_help.payments.port import Payment

NOW = datetime(2026, 6, 15, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("currency", "amount", "digits", "value"),
    [
        ("USD", 1_250, 2, "12.50"),
        ("USD", 5, 2, "0.05"),
        ("JPY", 1_250, 0, "1250"),
        ("KWD", 1_250, 3, "1.250"),
        ("IDR", 2_500_000_000, 2, "25000000.00"),
        ("EUR", 10**15, 2, "10000000000000.00"),
    ],
)
def test_an_amount_is_told_in_minor_units_and_in_major_ones(
    currency: str, amount: int, digits: int, value: str
) -> None:
    told = json.loads(Payment("key", 1, "5764", None, currency, amount, (), NOW).as_json())
    assert (told["amount"], told["digits"], told["value"]) == (amount, digits, value)


def test_nobody_is_named() -> None:
    told = json.loads(Payment("key", 2, "5764", 7, "USD", 5, (("item", "line-1", 5),), NOW).as_json())
    assert set(told) == {
        "key",
        "attempt",
        "order",
        "request",
        "currency",
        "amount",
        "digits",
        "value",
        "parts",
        "begun_at",
    }
