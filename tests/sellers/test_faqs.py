"""A shop's questions: by how often they were asked, for which states, and previewed with a real order's facts."""

import html
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop_help.extensions import db
from shop_help.models import Shop, ShopFaq
from tests.sellers.scene import buyer_named, ordered, shop_named


@pytest.fixture
def shop(app: Flask) -> Shop:
    shop = shop_named("Luma Home")
    db.session.query(ShopFaq).filter_by(shop_id=shop.id).delete()
    db.session.commit()
    return shop


@pytest.fixture
def sol(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("sol")


def test_the_preview_fills_the_answer_with_a_chosen_orders_facts(shop: Shop, sol: FlaskClient) -> None:
    ola = buyer_named("Ola Nordheim")
    ordered(ola, shop, "DELIVERED", "200000000000001111")
    ordered(ola, shop, "UNPAID", "200000000000002222")
    db.session.commit()
    asked = {"answer": "Hi {buyer_name}, {order_number} is {order_state}; {carrier} {nonsense}"}

    def preview(**more: Any) -> str:
        return html.unescape(sol.post("/sellers/faqs/preview", data=asked | more).text)

    page = preview()
    assert "Hi Ola, 200000000000002222 is unpaid; (not known yet)" in page, "the newest"
    assert "Nothing can fill {nonsense}." in page
    assert "<html" not in page
    assert "200000000000001111 is delivered" in preview(order="200000000000001111")
    assert "200000000000001111 is delivered" in preview(states="DELIVERED"), "one to which it is offered"
    assert "200000000000002222 is unpaid" in preview(order="not of this shop")


def test_the_preview_shows_nothing_of_another_shop(shop: Shop, sol: FlaskClient) -> None:
    theirs = shop_named("Kicks & Co")
    ordered(buyer_named("Kim Vale"), theirs, number="300000000000003333")
    db.session.commit()
    assert sol.post("/sellers/faqs/preview", data={"shop": theirs.id, "answer": "{order_number}"}).status_code == 404
    page = sol.post("/sellers/faqs/preview", data={"order": "300000000000003333", "answer": "{buyer_name}"}).text
    assert "Kim" not in page


def test_the_preview_works_without_scripts_and_saves_nothing(shop: Shop, sol: FlaskClient) -> None:
    answer = sol.post("/sellers/faqs", data={"question": "When?", "answer": "{shop_name} knows.", "preview": "1"})
    assert answer.status_code == 200
    assert "Luma Home knows." in answer.text
    assert "{shop_name} knows.</textarea>" in answer.text
    assert db.session.query(ShopFaq).filter_by(question="When?").count() == 0


def test_faqs_stand_by_how_often_they_were_asked(shop: Shop, sol: FlaskClient) -> None:
    for question, asked in (("Rarely", 1), ("Often", 90), ("Never", 0)):
        db.session.add(ShopFaq(shop_id=shop.id, question=question, answer="Yes.", asked=asked))
    db.session.commit()
    page = sol.get("/sellers/faqs").text
    assert page.index("Often") < page.index("Rarely") < page.index("Never")
    assert "Asked 90 times" in page
    assert "Asked once" in page
    assert "Not asked yet" in page


def test_a_question_is_kept_for_the_states_that_were_chosen(shop: Shop, sol: FlaskClient) -> None:
    chosen = {"question": "When?", "answer": "Soon.", "states": ["DELIVERED", "UNPAID", "UNPAID"]}
    assert sol.post("/sellers/faqs", data=chosen).status_code == 303
    assert db.session.query(ShopFaq).filter_by(shop_id=shop.id).one().states == ["UNPAID", "DELIVERED"]
    assert sol.post("/sellers/faqs", data=chosen | {"states": ["LOST"]}).status_code == 422
