"""Addresses on an envelope."""

import pytest

from shop_help.postal import address_lines


@pytest.mark.parametrize(
    ("market", "parts", "lines"),
    [
        ("US", ("Austin", "TX", "78704"), ["Austin, TX 78704"]),
        ("US", ("Austin", "", "78704"), ["Austin 78704"]),
        ("US", ("", "", "78704"), ["78704"]),
        ("US", ("Austin", "TX", ""), ["Austin, TX"]),
        ("UK", ("Leeds", "", "LS1 4AP"), ["Leeds", "LS1 4AP"]),
        ("DE", ("Berlin", "", "10115"), ["10115 Berlin"]),
        ("ID", ("Jakarta", "DKI Jakarta", "10110"), ["Jakarta 10110", "DKI Jakarta"]),
    ],
)
def test_an_address_is_written_as_its_market_writes_it(
    market: str, parts: tuple[str, str, str], lines: list[str]
) -> None:
    address = dict(zip(("city", "region", "postal_code"), parts, strict=True))
    whole = {"name": "Ana", "lines": ["1 Road"], "phone": "555", "country": "There", **address}
    assert address_lines(whole, market) == ["Ana", "1 Road", *lines, "There", "555"]


def test_what_an_address_lacks_leaves_no_empty_line() -> None:
    assert address_lines({"name": "", "lines": None, "city": None}, "US") == []
