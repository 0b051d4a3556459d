"""Your orders and each of them: newest first, by chips, page by page; by platform; and nothing of anybody else's."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from shop_help import clock
from shop_help.extensions import db
from shop_help.models import Order, Refund
from shop_help.policy.orders import CHIPS, STATES
from tests.reading import texts_of, words_on

HTMX = {"HX-Request": "true"}
PIXEL = {"User-Agent": "Mozilla/5.0 (Linux; Android 15; Pixel 9)"}
IPHONE = {"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X)"}
OrdersOf = Callable[[str], list[Order]]


def all_pages(client: FlaskClient, address: str) -> list[str]:
    """Order numbers in the order they are met, going on as one scrolls."""
    met: list[str] = []
    headers: dict[str, str] = {}
    while address:
        page = client.get(address, headers=headers).text
        met += re.findall(r'class="order-lines" href="/orders/(\w+)"', page)
        following = re.search(r'hx-get="(/orders[^"]+)"', page)
        address, headers = (following[1].replace("&amp;", "&"), HTMX) if following else ("", {})
    return met


@pytest.mark.parametrize("list_address", ["/orders", "/orders/list"])
@pytest.mark.parametrize("chip", CHIPS, ids=lambda chip: chip.slug)
def test_a_chip_shows_its_orders_each_once_newest_first(
    ana: FlaskClient, orders_of: OrdersOf, chip, list_address: str
) -> None:
    expected = [order.number for order in orders_of("ana") if order.state in chip.states]
    assert all_pages(ana, f"{list_address}?state={chip.slug}") == expected
    assert expected or chip.slug == "none"


def test_orders_of_the_same_instant_are_all_met(ana: FlaskClient, orders_of: OrdersOf) -> None:
    orders = orders_of("ana")
    for order in orders:
        order.created_at = orders[0].created_at
    db.session.commit()
    met = all_pages(ana, "/orders/list")
    assert sorted(met) == sorted(order.number for order in orders)
    assert len(met) == len(set(met))


def test_android_opens_the_list_by_orders_and_others_have_it_at_once(ana: FlaskClient) -> None:
    android, ios, web = (ana.get("/orders", headers=agent).text for agent in (PIXEL, IPHONE, {}))
    assert ">Orders</a>" in android
    assert "Under way" in android
    for page in (ios, web):
        assert ">Orders</a>" not in page
        assert "Filter your orders" in page
    for page in (android, ios, web):
        assert texts_of(page, "top-bar-end") == ["Notifications Help"]


def test_the_overview_shows_what_is_under_way_alone(ana: FlaskClient, orders_of: OrdersOf) -> None:
    shown = all_pages(ana, "/orders?platform=android")
    states = {order.number: order.state for order in orders_of("ana")}
    assert len(shown) == 3
    assert not {states[number] for number in shown} & {"DELIVERED", "COMPLETED", "CANCELLED", "UNPAID"}


def test_a_platform_that_was_chosen_is_remembered(ana: FlaskClient) -> None:
    assert 'data-platform="ios"' in ana.get("/orders?platform=ios", headers=PIXEL).text
    assert 'data-platform="ios"' in ana.get("/orders", headers=PIXEL).text
    assert 'data-platform="ios"' in ana.get("/orders?platform=toaster", headers=PIXEL).text
    assert 'data-platform="android"' in ana.get("/orders?platform=android").text


def test_each_card_shows_shop_state_items_total_and_what_one_waits_for(ana: FlaskClient, orders_of: OrdersOf) -> None:
    page = ana.get("/orders/list?state=shipped").text
    late = page[page.index("Order …0107") :]
    for words in ("Luma Home", "In transit", "planter", "Total", "$", "It was to arrive", "It is late"):
        assert words in late


@pytest.mark.parametrize(
    ("number", "word"),
    [("0101", "Details"), ("0102", "Details"), ("0121", "Details"), ("0103", "Track"), ("0107", "Track")],
)
def test_nothing_is_to_be_tracked_of_what_nobody_packs(ana: FlaskClient, number: str, word: str) -> None:
    pages = "".join(
        ana.get(f"/orders/list?state={chip}").text for chip in ("unpaid", "to-ship", "shipped", "cancelled")
    )
    (card,) = re.findall(rf'aria-label="Order …{number}".*?</article>', pages, re.DOTALL)
    assert [each for each in ("Details", "Track") if f">{each}</a>" in card] == [word]


def test_what_waits_for_the_carrier_is_not_shipped_yet_on_any_line(ana: FlaskClient) -> None:
    page = ana.get("/orders/576461030000000105").text
    assert "Your order is packed and waits for the carrier." in page
    assert "Handed to the carrier" not in page
    (here,) = re.findall(r'aria-current="step">(\w+)', page)
    assert here == "Ordered"
    page = ana.get("/orders/576461030000000106").text
    assert re.findall(r'aria-current="step">([\w ]+)', page) == ["On its way"]


@pytest.mark.parametrize("state", ["", "nothing", "ALL", "'", "shipped&x", "\x00"])
def test_a_chip_that_is_not_there_shows_all(ana: FlaskClient, state: str) -> None:
    answer = ana.get("/orders/list", query_string={"state": state})
    assert answer.status_code == 200
    assert "Order …0103" in answer.text


TOP = "20261123T120000.000000_"


@pytest.mark.parametrize("before", ["x", "_", TOP, f"{TOP}x", "9" * 40, "\x00", "00010101T000000.000000_1"])
def test_a_spoilt_place_begins_at_the_top_or_ends_the_list(ana: FlaskClient, before: str) -> None:
    for address in ("/orders/list", "/inbox"):
        assert ana.get(address, query_string={"before": before}).status_code == 200
        assert ana.get(address, query_string={"before": TOP + "9" * 30}).status_code in (200, 404)


def test_a_chip_without_orders_says_so_and_leads_on(sign_in: Callable[[str], FlaskClient]) -> None:
    page = sign_in("bruno").get("/orders/list?state=unpaid").text
    assert "No order is “Unpaid” just now." in page
    assert "Show all orders" in page


def test_every_order_of_every_state_opens(ana: FlaskClient, orders_of: OrdersOf, sign_in) -> None:
    seen = set()
    for who, client in (("ana", ana), ("bruno", sign_in("bruno"))):
        for order in orders_of(who):
            page = client.get(f"/orders/{order.number}")
            assert page.status_code == 200
            assert order.number in page.text
            for words in (order.shop.name, *(line.name for line in order.lines)):
                assert words in unescape(page.text)
            seen.add(order.state)
    assert seen == set(STATES)


def test_an_order_in_two_parcels_shows_both_lines(ana: FlaskClient) -> None:
    page = ana.get("/orders/576461030000000115").text
    assert "Package 1 of 2" in page
    assert "Package 2 of 2" in page
    assert page.count('class="tracking"') == 2


def test_what_was_refunded_and_cancelled_is_said(ana: FlaskClient) -> None:
    assert ana.get("/orders/576461030000000120").text.count("Refunded") == 1
    cancelled = ana.get("/orders/576461030000000121").text
    assert "This order was cancelled on" in cancelled
    assert "Ordered by mistake" in cancelled
    assert 'class="tracking"' not in cancelled


@pytest.mark.parametrize(("state", "word"), [("done", "Given"), ("pending", "Comes"), ("failed", "Comes")])
def test_the_payment_says_what_was_given_back_and_what_is_owed_still(
    ana: FlaskClient, sign_in: Callable[[str], FlaskClient], state: str, word: str
) -> None:
    order = db.session.scalars(select(Order).where(Order.number == "576461030000000111")).one()
    pages = ((ana, f"/orders/{order.number}"), (sign_in("mara"), f"/sellers/orders/{order.id}"))
    for client, address in pages:
        assert not re.search(r"(Given|Comes) back \$", words_on(client.get(address).text))
    refund = Refund(order_id=order.id, key="k", amount=1234, currency="USD", state=state, adapter="demo")
    refund.settled_at = clock.now() if state == "done" else None
    db.session.rollback()
    db.session.add(refund)
    db.session.commit()
    for client, address in pages:
        page = words_on(client.get(address).text)
        assert re.search(rf"Total \$[\d.]+ {word} back \$12\.34", page), page
        assert len(re.findall(r"(?:Given|Comes) back \$", page)) == 1


def test_money_that_went_back_before_there_was_a_ledger_is_told_too(ana: FlaskClient) -> None:
    assert re.search(r"Given back \$\d", words_on(ana.get("/orders/576461030000000120").text))


def test_what_others_wrote_into_an_order_is_text(ana: FlaskClient, orders_of: OrdersOf) -> None:
    order = next(order for order in orders_of("ana") if order.packages and order.packages[0].events)
    spoilt = '<script>alert(1)</script>"\'><img src=x hx-get="/evil">'
    order.lines[0].name = order.lines[0].variant = order.shop.name = order.packages[0].events[0].place = spoilt
    order.packages[0].events[0].description = order.packages[0].carrier = spoilt
    order.address = {"name": spoilt, "lines": [spoilt]}
    db.session.commit()
    pages = [f"/orders/{order.number}", f"/shops/{order.shop_id}", "/orders/list", "/help", "/addresses", "/inbox"]
    for address in pages:
        page = ana.get(address).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert 'hx-get="/evil"' not in page


STRANGE = ["1", "576461030000000123", "' OR 1=1 --", "%", "..%2F..", "x" * 5000, "\u202e576", "576461030000000104 "]


@pytest.mark.parametrize("number", STRANGE)
def test_a_number_that_is_not_ones_own_is_not_there(ana: FlaskClient, number: str) -> None:
    assert ana.get(f"/orders/{number}").status_code == 404
