"""Automatic answers are filled from facts, and nothing else in them is touched."""

import pytest

from shop_help.policy.answers import PLACES, filled, unknown_places

FACTS = {"order_number": "576", "carrier": "USPS", "buyer_name": "Ana", "shipped_on": ""}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Plain words.", "Plain words."),
        ("Order {order_number} is with {carrier}.", "Order 576 is with USPS."),
        ("{buyer_name}, {buyer_name}!", "Ana, Ana!"),
        # Not known, and known to be empty: both say so.
        ("Left on {shipped_on} by {expected_on}.", "Left on — by —."),
        ("{not_a_place}", "—"),
        ("100 % {} sure {{carrier}}", "100 % — sure {USPS}"),
        ("{carrier!r} {0}", "— —"),
        ("", ""),
    ],
)
def test_each_place_is_filled_or_says_that_it_is_not_known(text: str, says: str) -> None:
    assert filled(text, FACTS, "—") == says


def test_a_fact_that_looks_like_a_place_is_not_filled_again() -> None:
    assert filled("{carrier}", {"carrier": "{buyer_name}", "buyer_name": "Ana"}, "—") == "{buyer_name}"


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("", []),
        ("{carrier} and {total}", []),
        ("{carier}", ["carier"]),
        ("{a} {carrier} {b} {a}", ["a", "b", "a"]),
        ("{Carrier}", ["Carrier"]),
        ("{ carrier }", [" carrier "]),
        ("{}", [""]),
        ("a { b", []),
    ],
)
def test_places_that_no_order_can_fill_are_named(text: str, unknown: list[str]) -> None:
    assert unknown_places(text) == unknown


def test_every_place_is_known_and_explained() -> None:
    assert unknown_places("".join(f"{{{name}}}" for name in PLACES)) == []
    assert all(PLACES.values())
