"""Profile and what it leads to, and buying with the demo's payment."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from shop_help import create_app
from shop_help.extensions import db
from shop_help.models import Order, Person, Product
from tests.reading import texts_of


def test_profile_leads_to_all_that_is_ones_own(ana: FlaskClient, person_of: Callable[[str], Person]) -> None:
    page = ana.get("/profile").text
    for address in ("/orders", "/inbox", "/returns", "/addresses", "/protection", "/help"):
        assert f'class="list-row" href="{address}"' in page
        assert ana.get(address).status_code == 200
    count = db.session.scalar(select(func.count()).where(Order.buyer_id == person_of("ana").id))
    assert f"Your orders{count}" in texts_of(page, "list-row")
    assert "Ana" in page
    assert "data-sign-out" in page


def test_returns_show_what_a_seller_gave_back_without_being_asked(
    ana: FlaskClient, sign_in: Callable[[str], FlaskClient]
) -> None:
    page = ana.get("/returns").text
    given_back = page[page.index("Given back by the seller") :]
    assert given_back.count("order-line-name") == 1
    assert "/orders/576461030000000120" in given_back
    assert "Given back by the seller" not in ana.get("/returns?show=open").text
    assert "Given back by the seller" not in sign_in("bruno").get("/returns").text


def test_each_address_stands_once_with_the_newest_order_that_used_it(
    ana: FlaskClient, orders_of: Callable[[str], list[Order]]
) -> None:
    page = ana.get("/addresses").text
    different = {repr(sorted(order.address.items())) for order in orders_of("ana") if order.address}
    assert page.count("<address") == len(different)
    assert "<span>Austin, TX 78704</span><span>United States</span>" in page
    for order in orders_of("ana"):
        order.address = {}
    db.session.commit()
    assert "No order of yours has an address yet." in ana.get("/addresses").text


@pytest.fixture
def lamp() -> Product:
    return db.session.scalars(select(Product).where(Product.name == "Halo desk lamp")).one()


def test_buying_in_the_demo_makes_one_order_a_tap(ana: FlaskClient, lamp: Product) -> None:
    page = ana.get(f"/products/{lamp.id}").text
    assert "no money moves" in page
    address, key = f"/products/{lamp.id}/purchase", {"client_key": str(uuid4())}
    first, second = (ana.post(address, data=key).headers["Location"] for _ in range(2))
    assert first == second
    assert "Bought and paid with the demo payment." in ana.get(first).text
    assert ana.post(address, data={"client_key": str(uuid4())}).headers["Location"] != first
    assert ana.post(address, data={"client_key": "x"}).status_code == 404


def test_outside_the_demo_one_buys_at_the_shops_own_page(app: Flask, lamp: Product, ana: FlaskClient) -> None:
    for shop_url in ("https://shop.example/", None):
        other = create_app({**app.config, "DEMO": False, "SHOP_URL": shop_url})
        client = other.test_client()
        page = client.get(f"/products/{lamp.id}").text
        assert "demo" not in page
        assert "/purchase" not in page
        if shop_url:
            assert f'href="https://shop.example/products/{lamp.external_id}"' in page
        else:
            assert "Sold in the shop" in page


def test_the_sellers_page_says_how_fast_they_answer_and_what_a_message_is_about(
    ana: FlaskClient, lamp: Product
) -> None:
    plain = ana.get(f"/shops/{lamp.shop_id}").text
    assert "Answers in about" in plain
    assert "within a day" in plain
    assert 'name="order"' not in plain
    about = ana.get(f"/shops/{lamp.shop_id}?order=576461030000000107").text
    assert "Your message will be about order …0107." in about
    assert 'name="order" value="576461030000000107"' in about
    assert 'href="/orders/576461030000000107"' in about, "the way back"
    for number in ("576461030000000123", "1", "x"):
        assert 'name="order"' not in ana.get(f"/shops/{lamp.shop_id}?order={number}").text
