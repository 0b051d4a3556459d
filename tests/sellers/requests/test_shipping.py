"""A seller ships: what may leave is offered, what is overtaken is said before, and one form is one parcel."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from shop_help.actions.order_requests import deciding
from shop_help.models import Package
from tests.actions.counter import Counter
from tests.sellers.requests.conftest import HTMX
from tests.sellers.requests.test_deciding import send, words_of

FORM = {"carrier": "USPS", "tracking_number": "9400 1112"}


def ship(browser: FlaskClient, order_id: int, lines: list[int], htmx: bool = True, **form: Any) -> Any:
    data = {"client_id": str(uuid4()), "line": lines, **FORM, **form}
    return browser.post(f"/sellers/orders/{order_id}/parcels", data=data, headers=HTMX if htmx else {})


def offered(page: str) -> list[int]:
    """The units that a page offers to put into a parcel."""
    return [int(line) for line in re.findall(r'name="line"\s+value="(\d+)"', page)]


@pytest.mark.parametrize(
    ("state", "leaves"),
    [
        ("UNPAID", False),
        ("ON_HOLD", False),
        ("AWAITING_SHIPMENT", True),
        ("AWAITING_COLLECTION", True),
        ("IN_TRANSIT", False),
        ("DELIVERED", False),
        ("CANCELLED", False),
    ],
)
def test_only_what_may_leave_is_offered_and_taken(
    counter: Counter, seller: FlaskClient, state: str, leaves: bool
) -> None:
    order = counter.order(state)
    page = seller.get(f"/sellers/orders/{order}").text
    assert offered(page) == (counter.lines(order) if leaves else [])
    answer = ship(seller, order, counter.lines(order))
    assert answer.status_code == (200 if leaves else 409)
    assert ("There is nothing of this order left to ship." in words_of(answer.text)) is not leaves


def test_what_is_shipped_in_two_parcels_leaves_the_rest_to_be_shipped(counter: Counter, seller: FlaskClient) -> None:
    order = counter.order("AWAITING_SHIPMENT", units=3)
    lines = counter.lines(order)
    first = ship(seller, order, lines[:1])
    assert "It is on its way: Buyer has the tracking number." in words_of(first.text)
    assert offered(first.text) == lines[1:]
    assert counter.order_row(order).state == "PARTIALLY_SHIPPING"
    again = ship(seller, order, lines[:1])
    assert again.status_code == 409
    assert "was cancelled or has left already" in words_of(again.text)
    assert offered(ship(seller, order, lines[1:]).text) == []
    assert counter.order_row(order).state == "IN_TRANSIT"


def test_one_form_sent_twice_is_one_parcel(counter: Counter, seller: FlaskClient) -> None:
    order, name = counter.order("AWAITING_SHIPMENT"), str(uuid4())
    answers = [ship(seller, order, counter.lines(order), htmx=False, client_id=name) for _ in range(2)]
    assert [answer.headers["Location"] for answer in answers] == [f"/sellers/orders/{order}"] * 2
    assert counter.count(Package) == 1


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"line": []}, "at least one item"),
        ({"carrier": " "}, "It stands on the receipt of the carrier."),
        ({"tracking_number": ""}, "It stands on the receipt of the carrier."),
        ({"tracking_number": "9" * 61}, "At most 60 characters"),
        ({"line": ["x"]}, "at least one item"),
    ],
)
def test_what_is_missing_is_said_and_the_rest_is_kept(
    counter: Counter, seller: FlaskClient, form: dict[str, Any], said: str
) -> None:
    order = counter.order("AWAITING_SHIPMENT")
    data = {"client_id": str(uuid4()), "line": counter.lines(order)[:1], **FORM, **form}
    answer = seller.post(f"/sellers/orders/{order}/parcels", data=data)
    assert answer.status_code == 422
    assert said in words_of(answer.text)
    kept = {name: value for name, value in FORM.items() if name not in form}
    assert all(f'value="{value}"' in answer.text for value in kept.values())
    assert counter.count(Package) == 0


def test_what_is_open_about_it_is_said_before_and_over_afterwards(counter: Counter, seller: FlaskClient) -> None:
    order = counter.order("AWAITING_SHIPMENT")
    lines = counter.lines(order)
    cancelling = counter.ask(order, "cancellation", line_ids=lines[:1])
    talk = f"/sellers/conversations/{cancelling.conversation_id}"
    page = words_of(seller.get(talk).text)
    assert "Cancellation of Lamp is still open: as soon as it is shipped, that is over." in page
    ship(seller, order, lines[:1])
    assert counter.request(cancelling).state == "superseded"
    answer = send(seller, cancelling, "approval")
    assert answer.status_code == 409
    assert "Nothing was done: the items were shipped at Mon, Nov 2, 12:00 EST" in words_of(answer.text)


def test_what_was_agreed_to_be_cancelled_is_not_offered(counter: Counter, seller: FlaskClient) -> None:
    order = counter.order("AWAITING_SHIPMENT")
    lines = counter.lines(order)
    made = counter.ask(order, "cancellation", line_ids=lines[:1])
    deciding.approve(counter.sign_ins["seller"], made.request_id)
    assert offered(seller.get(f"/sellers/orders/{order}").text) == lines[1:]
    assert ship(seller, order, lines).status_code == 409


def test_an_order_of_another_shop_is_not_there(counter: Counter, browser_of: Callable[[str], FlaskClient]) -> None:
    order = counter.order("AWAITING_SHIPMENT")
    for who in ("rival", "buyer", "agent"):
        assert browser_of(who).get(f"/sellers/orders/{order}").status_code == 404
        assert ship(browser_of(who), order, counter.lines(order)).status_code == 404
    assert browser_of("seller").get("/sellers/orders/999").status_code == 404
    assert counter.count(Package) == 0


def test_a_packed_parcel_that_leaves_keeps_what_stands_on_its_label(counter: Counter, seller: FlaskClient) -> None:
    page = seller.get(f"/sellers/orders/{counter.order('AWAITING_COLLECTION')}").text
    assert 'value="Carrier"' in page
    assert 'value="T1"' in page
