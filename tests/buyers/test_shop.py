"""The shop page: search, the row of ways in with Help at its far right, and the products (PRODUCT 1)."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from shop_help.extensions import db
from shop_help.models import Product, Shop
from tests.reading import texts_of

HTMX = {"HX-Request": "true"}


def names_on(page: str) -> list[str]:
    return texts_of(page, "product-card-name")


def test_the_ways_in_stand_in_their_order_and_help_at_the_far_right(app: Flask) -> None:
    page = app.test_client().get("/").text
    row = page[page.index('class="nav-row"') :]
    words = [word for word in texts_of(row[: row.index("</nav>")], "nav-row-item") if word]
    assert words == ["Your orders", "Messages", "Returns", "Addresses", "Protection", "Your cases", "Help"]


def test_the_tabs_are_shop_inbox_and_profile_at_the_right(ana: FlaskClient) -> None:
    page = ana.get("/").text
    tabs = page[page.index('class="tab-bar"') :]
    assert re.findall(r'href="(/\w*)"', tabs)[:3] == ["/", "/inbox", "/profile"]


def test_every_product_for_sale_is_met_once_going_page_by_page(app: Flask) -> None:
    shop = db.session.scalars(select(Shop)).first()
    assert shop
    for number in range(60):
        product = Product(external_id=f"more-{number}", name=f"More {number}", price=100, currency="USD", shop=shop)
        product.is_listed = number % 10 > 0
        db.session.add(product)
    db.session.commit()
    client, address, met = app.test_client(), "/", list[str]()
    while address:
        page = client.get(address, headers=HTMX if "before" in address else {}).text
        met += re.findall(r'href="/products/(\d+)"', page)
        following = re.search(r'hx-get="(/\?[^"]+)"', page)
        address = following[1].replace("&amp;", "&") if following else ""
    listed = db.session.scalar(select(func.count()).where(Product.is_listed))
    assert len(met) == len(set(met)) == listed


@pytest.mark.parametrize(
    ("sought", "finds"),
    [
        ("halo", {"Halo desk lamp"}),
        ("LAMP halo", {"Halo desk lamp"}),
        ("  luma   desk halo ", {"Halo desk lamp"}),
        ("kicks halo", set()),
        ("%", None),
        ("_", None),
    ],
)
def test_search_finds_by_all_words_in_name_text_and_shop(app: Flask, sought: str, finds: set[str] | None) -> None:
    found = set(names_on(app.test_client().get("/", query_string={"q": sought}).text))
    everything = set(names_on(app.test_client().get("/").text))
    assert found == (everything if finds is None else finds)


def test_a_search_without_a_find_says_so_and_leads_back(app: Flask) -> None:
    page = app.test_client().get("/", query_string={"q": '<b>"nothing"'}).text
    assert "Nothing here is called" in page
    assert "<b>&#34;nothing" not in page
    assert "&lt;b&gt;" in page
    assert "Show everything" in page


def test_what_is_not_listed_or_of_a_suspended_shop_is_not_there(app: Flask) -> None:
    client = app.test_client()
    first, second = db.session.scalars(select(Product).where(Product.is_listed).order_by(Product.id).limit(2))
    first.is_listed = False
    db.session.commit()
    assert client.get(f"/products/{first.id}").status_code == 404
    assert client.get(f"/products/{second.id}").status_code == 200
    second.shop.state = "suspended"
    db.session.commit()
    assert client.get(f"/products/{second.id}").status_code == 404
    assert f'"/products/{second.id}"' not in client.get("/").text
    shop_page = client.get(f"/shops/{second.shop_id}")
    assert shop_page.status_code == 200, "its buyers still reach it"
    assert "nothing for sale" in shop_page.text


def test_a_fragment_is_no_page_and_the_two_are_kept_apart(app: Flask) -> None:
    client = app.test_client()
    part, whole = client.get("/", headers=HTMX), client.get("/")
    assert "<html" not in part.text
    assert "<html" in whole.text
    assert "HX-Request" in whole.headers["Vary"]
    back = client.get("/", headers={**HTMX, "HX-History-Restore-Request": "true"})
    assert "<html" in back.text


NUMBERS = ["0", "-1", "9" * 30, "x", "1.5", ""]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_out_of_range_is_not_there_and_breaks_nothing(app: Flask, number: str) -> None:
    client = app.test_client()
    for address in (f"/products/{number}", f"/shops/{number}"):
        assert client.get(address).status_code == 404
    assert client.get("/", query_string={"before": number, "q": "lamp"}).status_code in (200, 404)
