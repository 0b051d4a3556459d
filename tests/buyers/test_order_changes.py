"""Another address and another item: by the form of the country, one request, the old kept beside the new."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from shop_help.extensions import db
from shop_help.models import Order
from tests.buyers import asking
from tests.buyers.asking import AUSTIN, asked, lines_of, requests, send, words

HTMX = {"HX-Request": "true"}
JSON = {"Accept": "application/json"}


def test_another_address_is_asked_for_and_the_old_one_is_kept(ana: FlaskClient) -> None:
    page = ana.get(f"/orders/{asking.TO_SHIP}/address-change").text
    assert 'value="412 Alder Street"' in page
    assert "Then it lapses, and the address stays." in words(page)
    made = asked(ana, asking.TO_SHIP, "address-change", **AUSTIN, body="We moved.")
    assert made.details["address"]["lines"] == ["9 Lark Lane"]
    assert made.details["before"]["lines"] == ["412 Alder Street", "Apt 3"]
    shown = words(ana.get(f"/orders/requests/{made.id}"))
    assert "9 Lark Lane" in shown
    assert "412 Alder Street" in shown
    order = db.session.scalars(select(Order).where(Order.number == asking.TO_SHIP)).one()
    assert order.address["lines"] == ["412 Alder Street", "Apt 3"]


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"postal_code": "90210"}, "postal_code", "This doesn't belong to that place."),
        ({"postal_code": ""}, "postal_code", "Fill this in."),
        ({"region": ""}, "region", "Fill this in."),
        ({"line1": " "}, "line1", "Fill this in."),
        ({"phone": "ring me"}, "phone", "Digits alone"),
    ],
)
def test_what_is_no_address_is_said_in_its_field(
    ana: FlaskClient, change: dict[str, str], field: str, said: str
) -> None:
    answer = send(ana, asking.TO_SHIP, "address-change", **(AUSTIN | change), body="We moved.")
    assert answer.status_code == 422
    assert said in words(answer)
    assert f'aria-describedby="field-{field}-error' in answer.text
    for kept in ("We moved.", 'value="Ana Ferreira"'):
        assert kept in answer.text
    assert requests() == 0


def test_the_same_address_is_no_change(ana: FlaskClient) -> None:
    same = {"line1": "412 Alder Street", "line2": "Apt 3", "postal_code": "78704", "phone": "+1 512 555 0142"}
    answer = send(ana, asking.TO_SHIP, "address-change", **(AUSTIN | same))
    assert answer.status_code == 422
    assert "It goes to this address already." in words(answer)


def test_each_country_has_its_own_form(sign_in: Any) -> None:
    page = sign_in("bruno").get(f"/orders/{asking.BRUNOS}/address-change").text
    assert "New address in United Kingdom" in page
    assert 'name="region"' not in page
    assert "Postcode" in page


def test_a_change_is_asked_for_one_item_with_variant_and_quantity(ana: FlaskClient) -> None:
    first = lines_of(asking.TO_SHIP)[0]
    made = asked(
        ana, asking.TO_SHIP, "order-change", item=first, other_variant="Lined, A5", quantity="2", body="Please."
    )
    assert (made.kind, [line.line_id for line in made.lines]) == ("order_change", [first])
    assert made.details == {"variant": "Lined, A5", "quantity": 2}
    assert "Lined, A5, quantity 2" in words(ana.get(f"/orders/requests/{made.id}"))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Choose at least one item."),
        ({"item": True}, "Say what should be different"),
        ({"item": True, "quantity": "1"}, "Say what should be different"),
        ({"item": True, "quantity": "0"}, "A number from 1 to 99, please."),
        ({"item": True, "quantity": "-3"}, "A number from 1 to 99, please."),
        ({"item": True, "quantity": "100"}, "A number from 1 to 99, please."),
        ({"item": True, "quantity": "two"}, "A number from 1 to 99, please."),
        ({"item": True, "other_variant": "x" * 121}, "At most 120 characters, please."),
    ],
)
def test_a_change_of_nothing_is_none(ana: FlaskClient, fields: dict[str, Any], said: str) -> None:
    fields = fields | ({"item": lines_of(asking.TO_SHIP)[0]} if "item" in fields else {})
    answer = send(ana, asking.TO_SHIP, "order-change", **fields)
    assert answer.status_code == 422
    assert said in words(answer)
    assert requests() == 0
