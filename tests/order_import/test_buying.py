"""Buy now: what it makes, what it makes once, and whom it refuses."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from shop_help.actions.orders import PurchaseRefused, buy_now
from shop_help.extensions import db
from shop_help.models import LogEntry, Order, Person, Product, Role, Shop
from tests.order_feed.samples import NOW

pytestmark = pytest.mark.parametrize("app", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def lamp(app: Flask) -> Product:
    shop = Shop(external_id="s", name="Luma Home")
    product = Product(
        shop=shop,
        external_id="lamp",
        name="Lamp",
        price=6400,
        currency="USD",
        item_class="collectible",
        is_listed=True,
    )
    db.session.add(product)
    db.session.commit()
    return product


@pytest.fixture
def buyer(app: Flask) -> Person:
    return _person("Ana", Role(name="buyer"), birthdate=date(1990, 1, 1))


def _person(name: str, role: Role, **facts: Any) -> Person:
    person = Person(name=name, fs_uniquifier=uuid4().hex, roles=[role], **facts)
    db.session.add(person)
    db.session.commit()
    return person


def _count() -> int:
    return db.session.scalar(select(func.count()).select_from(Order)) or 0


def test_a_purchase_is_a_paid_order_that_waits_to_be_shipped(buyer: Person, lamp: Product) -> None:
    bought = buy_now(buyer.id, lamp.id, str(uuid4()))
    assert (bought.state, bought.buyer_id, bought.shop_id, bought.currency) == (
        "AWAITING_SHIPMENT",
        buyer.id,
        lamp.shop_id,
        "USD",
    )
    assert bought.paid_at == bought.created_at == NOW
    assert [(unit.name, unit.price, unit.item_class) for unit in bought.lines] == [("Lamp", 6400, "collectible")]
    assert bought.total == 6400
    entry = db.session.scalars(select(LogEntry)).one()
    assert (entry.what, entry.voice, entry.why, entry.person_id) == (
        "order.placed",
        "BUYER",
        "Demo payment",
        buyer.id,
    )


def test_the_same_key_is_the_same_order(buyer: Person, lamp: Product) -> None:
    key = str(uuid4())
    first = buy_now(buyer.id, lamp.id, key)
    assert buy_now(buyer.id, lamp.id, key).id == first.id
    assert _count() == 1
    assert buy_now(buyer.id, lamp.id, str(uuid4())).number != first.number
    assert _count() == 2


def test_a_key_used_for_something_else_is_refused(buyer: Person, lamp: Product) -> None:
    key = str(uuid4())
    buy_now(buyer.id, lamp.id, key)
    other = Product(shop_id=lamp.shop_id, external_id="mug", name="Mug", price=1, currency="USD", is_listed=True)
    db.session.add(other)
    db.session.commit()
    with pytest.raises(PurchaseRefused) as refused:
        buy_now(buyer.id, other.id, key)
    assert refused.value.code == "client_key_reused"


def test_somebody_elses_key_makes_an_order_of_ones_own(buyer: Person, lamp: Product) -> None:
    key = str(uuid4())
    first = buy_now(buyer.id, lamp.id, key)
    other = _person("Bo", buyer.roles[0], adult_confirmed_by="Trust desk")
    assert buy_now(other.id, lamp.id, key).number != first.number


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"birthdate": date(2008, 11, 24)}, "under_age"),
        ({"birthdate": date(2008, 11, 23)}, None),
        ({}, "age_unconfirmed"),
        ({"adult_confirmed_by": "Trust desk"}, None),
        ({"adult_confirmed_by": "Trust desk", "birthdate": date(2010, 1, 1)}, "under_age"),
    ],
)
def test_nobody_under_18_or_unconfirmed_buys(lamp: Product, facts: dict[str, Any], code: str | None) -> None:
    person = _person("Kit", Role(name="buyer"), **facts)
    if code is None:
        assert buy_now(person.id, lamp.id, str(uuid4())).buyer_id == person.id
        return
    with pytest.raises(PurchaseRefused) as refused:
        buy_now(person.id, lamp.id, str(uuid4()))
    assert refused.value.code == code
    assert str(refused.value)
    assert _count() == 0


def test_only_a_buyer_buys(lamp: Product) -> None:
    seller = _person("Sol", Role(name="seller"), birthdate=date(1990, 1, 1))
    for person_id in (seller.id, 10**6):
        with pytest.raises(PurchaseRefused) as refused:
            buy_now(person_id, lamp.id, str(uuid4()))
        assert refused.value.code == "no_buyer"


@pytest.mark.parametrize("spoil", ["unlist", "suspend", "no product"])
def test_what_is_not_sold_is_not_bought(buyer: Person, lamp: Product, spoil: str) -> None:
    product_id = lamp.id if spoil != "no product" else 10**6
    lamp.is_listed = spoil != "unlist"
    lamp.shop.state = "suspended" if spoil == "suspend" else "open"
    db.session.commit()
    with pytest.raises(PurchaseRefused) as refused:
        buy_now(buyer.id, product_id, str(uuid4()))
    assert refused.value.code == "not_sold"


@pytest.mark.parametrize("key", ["", "1", "no-uuid", "6F9619FF-8B86-D011-B42D-00CF4FC964FF"])
def test_a_key_is_a_uuid(buyer: Person, lamp: Product, key: str) -> None:
    with pytest.raises(PurchaseRefused) as refused:
        buy_now(buyer.id, lamp.id, key)
    assert refused.value.code == "bad_request"
