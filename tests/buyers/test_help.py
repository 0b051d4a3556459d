"""Help: on the order most likely meant, about that order's facts, as far as one may read it (PRODUCT 1)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop_help import clock
from shop_help.extensions import db
from shop_help.models import Order, Person
from tests.reading import texts_of

OrdersOf = Callable[[str], list[Order]]


def order_on(page: str) -> str:
    return texts_of(page, "order-summary-what")[0]


def test_it_opens_on_the_newest_order_with_something_wrong(ana: FlaskClient, orders_of: OrdersOf) -> None:
    assert "Order …0102" in order_on(ana.get("/help").text), "the one on hold"
    for order in orders_of("ana"):
        if order.state == "ON_HOLD":
            order.state = "AWAITING_SHIPMENT"
    db.session.commit()
    assert "Order …0107" in order_on(ana.get("/help").text), "then the late one"
    for order in orders_of("ana"):
        order.expected_at = clock.now() + timedelta(days=1)
    db.session.commit()
    assert "Order …0105" in order_on(ana.get("/help").text), "then the newest on its way"


def test_another_order_can_be_chosen_and_its_questions_come_with_its_facts(ana: FlaskClient) -> None:
    page = ana.get("/help").text
    assert "Choose another order" in page
    assert '"/help?order=576461030000000107"' in page
    assert "All your orders" in page, "older ones are chosen there"
    chosen = ana.get("/help?order=576461030000000107").text
    assert "Order …0107" in order_on(chosen)
    assert "Where is my order?" in chosen
    assert "Order 576461030000000107 left us on" in chosen
    assert "{" not in "".join(texts_of(chosen, "details"))
    assert "It says delivered" not in chosen, "a question of another state"
    assert "Message Luma Home" in chosen


@pytest.mark.parametrize("number", ["576461030000000123", "1", "'", "x" * 3000])
@pytest.mark.parametrize("address", ["/help", "/help/search", "/help/questions", "/help/questions/parcel-late"])
def test_an_order_that_is_not_ones_own_is_not_there(ana: FlaskClient, number: str, address: str) -> None:
    answer = ana.get(address, query_string={"order": number})
    assert answer.status_code == 404
    assert "…0123" not in answer.text


def test_from_an_order_help_is_about_that_order(ana: FlaskClient) -> None:
    assert '"/help?order=576461030000000109"' in ana.get("/orders/576461030000000109").text


def test_a_visitor_is_asked_in_and_staff_read_it_too(app: Flask, sign_in: Callable[[str], FlaskClient]) -> None:
    page = app.test_client().get("/help").text
    assert "Sign in to get help with your orders." in page
    assert "order-summary" not in page
    assert sign_in("gus").get("/help").status_code == 200


def test_a_buyer_without_orders_is_told_so(
    ana: FlaskClient, orders_of: OrdersOf, person_of: Callable[[str], Person]
) -> None:
    for order in orders_of("ana"):
        order.buyer_id = person_of("bruno").id
    db.session.commit()
    assert "You have no orders that could need help yet." in ana.get("/help").text
    assert "You have no orders yet." in ana.get("/orders/list").text
    assert "Nothing is on its way to you just now." in ana.get("/orders?platform=android").text


@pytest.mark.parametrize("spoil", [{"birthdate": None}, {"birthdate": None, "adult_confirmed_by": ""}])
def test_somebody_whose_age_is_unconfirmed_reads_help_only(
    ana: FlaskClient, person_of: Callable[[str], Person], spoil: dict[str, None]
) -> None:
    for name, value in spoil.items():
        setattr(person_of("ana"), name, value)
    person_of("ana").adult_confirmed_by = None
    db.session.commit()
    page = ana.get("/help")
    assert "18 and over" in page.text
    assert "order-summary" not in page.text
    assert ana.get("/orders").headers["Location"] == "/help"
    person_of("ana").adult_confirmed_by = "the shop"
    db.session.commit()
    assert ana.get("/orders").status_code == 200
