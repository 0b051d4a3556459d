"""The form of an address by its country: which fields it has, and what is no address there."""

from typing import Any

import pytest

from shop_help.policy.markets import MARKETS
from shop_help.postal_forms import address_of, faults_of, parts_of, typed

AUSTIN = {"name": "Ana Ferreira", "phone": "+1 512 555 0142", "lines": ["412 Alder Street", "Apt 3"]}
AUSTIN |= {"postal_code": "78704", "city": "Austin", "region": "TX", "country": "United States"}
BRISTOL = {"name": "Bruno", "phone": "", "lines": ["18 Harbour Row"], "postal_code": "BS1 5ZZ", "city": "Bristol"}
BRISTOL |= {"region": "", "country": "United Kingdom"}
BERLIN = BRISTOL | {"postal_code": "10115", "city": "Berlin", "country": "Germany"}
JAKARTA = BRISTOL | {"postal_code": "", "city": "Jakarta", "region": "DKI Jakarta", "country": "Indonesia"}
WHOLE = {"US": AUSTIN, "UK": BRISTOL, "DE": BERLIN, "ID": JAKARTA}


@pytest.mark.parametrize(
    ("market", "names"),
    [
        ("US", ["name", "line1", "line2", "city", "region", "postal_code", "phone"]),
        ("UK", ["name", "line1", "line2", "city", "postal_code", "phone"]),
        ("DE", ["name", "line1", "line2", "postal_code", "city", "phone"]),
        ("ID", ["name", "line1", "line2", "city", "region", "postal_code", "phone"]),
    ],
)
def test_each_country_asks_for_its_own_fields_in_its_own_order(market: str, names: list[str]) -> None:
    assert [part.name for part in parts_of(market)] == names
    assert all(part.label and part.autocomplete for part in parts_of(market))


def test_every_market_has_a_form_and_an_address_that_passes() -> None:
    assert WHOLE.keys() == MARKETS.keys()
    for market, address in WHOLE.items():
        assert faults_of(address, market) == {}


@pytest.mark.parametrize("market", WHOLE)
def test_what_is_kept_and_typed_again_is_the_same_address(market: str) -> None:
    assert address_of(typed(WHOLE[market], market).get, market) == WHOLE[market]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("market", "change", "fields"),
    [
        ("US", {"postal_code": "90210"}, {"postal_code"}),  # Beverly Hills isn't in Texas
        ("US", {"postal_code": "7870"}, {"postal_code"}),
        ("US", {"postal_code": ""}, {"postal_code"}),
        ("US", {"region": ""}, {"region"}),
        ("US", {"region": "Bavaria"}, {"region"}),
        ("US", {"city": ""}, {"city"}),
        ("US", {"name": ""}, {"name"}),
        ("US", {"lines": []}, {"line1"}),
        ("US", {"lines": None}, {"line1"}),
        ("US", {"lines": ["x" * 101]}, {"line1"}),
        ("US", {"phone": "call me"}, {"phone"}),
        ("US", {"phone": ""}, set()),
        ("US", {"postal_code": "78704-1234"}, set()),
        ("UK", {"postal_code": "78704"}, {"postal_code"}),
        ("UK", {"postal_code": ""}, {"postal_code"}),
        ("UK", {"region": ""}, set()),
        ("DE", {"postal_code": "1011"}, {"postal_code"}),
        ("DE", {"postal_code": "10115"}, set()),
        ("ID", {"region": ""}, {"region"}),
        ("ID", {"postal_code": ""}, set()),
        ("ID", {"postal_code": "101"}, {"postal_code"}),
    ],
)
def test_an_address_is_judged_by_its_country(market: str, change: dict[str, Any], fields: set[str]) -> None:
    assert faults_of(WHOLE[market] | change, market).keys() == fields


def test_a_postcode_is_written_as_its_post_writes_it() -> None:
    form = typed(BRISTOL, "UK") | {"postal_code": " bs1  5zz "}
    assert address_of(form.get, "UK")["postal_code"] == "BS1 5ZZ"  # type: ignore[arg-type]


def test_a_state_by_its_name_is_found_in_the_list() -> None:
    assert typed(AUSTIN | {"region": "Texas"}, "US")["region"] == "TX"
    assert typed(AUSTIN | {"region": "texas "}, "US")["region"] in ("", "TX")
