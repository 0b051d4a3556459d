"""The page of all requests, and a request beside its conversation: found, filtered, counted, fresh."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from shop_help.actions.order_requests import answering, deciding, disputing
from shop_help.extensions import db
from shop_help.models import OrderRequest
from shop_help.models.shown_requests import requests_of_order
from tests.actions.counter import HOUR, Counter
from tests.sellers.requests.conftest import HTMX
from tests.sellers.requests.test_deciding import words_of


def rows(page: str) -> list[int]:
    return [int(each) for each in re.findall(r'id="row-(\d+)"', page)]


def test_each_filter_lists_its_own_and_the_navigation_counts_what_waits(
    counter: Counter, seller: FlaskClient
) -> None:
    refund = counter.ask(counter.order("DELIVERED"), "refund").request_id
    counter.clock.on(HOUR)
    exchange = counter.ask(counter.order("DELIVERED"), "exchange").request_id
    offered = counter.ask(counter.order("DELIVERED"), "return").request_id
    deciding.offer(counter.sign_ins["seller"], offered, 100)
    gone = counter.ask(counter.order("DELIVERED"), "return").request_id
    answering.withdraw(counter.sign_ins["buyer"], gone)
    page = seller.get("/sellers/requests").text
    # An exchange is answered within 24 hours, a refund within 48.
    assert rows(page) == [exchange, refund]
    assert 'id="count-requests"><span class="badge">2</span>' in page
    assert rows(seller.get("/sellers/requests?mover=buyer").text) == [offered]
    assert rows(seller.get("/sellers/requests?mover=all").text) == [exchange, refund, offered, gone]
    assert rows(seller.get("/sellers/requests?mover=all&kind=return").text) == [offered, gone]
    assert rows(seller.get("/sellers/requests?mover=all&state=over").text) == [gone]
    assert rows(seller.get("/sellers/requests?mover=nobody&kind=x&state=y&after=z").text) == [exchange, refund]
    nothing = seller.get("/sellers/requests?kind=cancellation").text
    assert "There is no such request." in nothing
    assert rows(seller.get("/sellers/requests?q=nothing").text) == []


@pytest.mark.parametrize(
    ("hours", "words"),
    [(0, "approved by the system in 2 d"), (17, "approved by the system in 31 h"), (47, "in 60 min")],
)
def test_a_row_says_what_happens_if_nobody_moves(
    counter: Counter, seller: FlaskClient, hours: int, words: str
) -> None:
    made = counter.ask(counter.order("DELIVERED"), "refund")
    counter.clock.on(timedelta(hours=hours))
    for address in ("/sellers/requests", "/sellers/inbox", "/sellers/inbox?show=requests"):
        shown = words_of(seller.get(address).text)
        assert words in shown or (hours == 47 and "in 1 h" in shown), (address, shown)
    assert f'id="row-{made.conversation_id}"' in seller.get("/sellers/inbox?show=requests").text


def test_the_column_beside_the_conversation_shows_what_waits_first(counter: Counter, seller: FlaskClient) -> None:
    order = counter.order("DELIVERED")
    first, second = counter.lines(order)
    old = counter.ask(order, "refund", line_ids=[first])
    answering.withdraw(counter.sign_ins["buyer"], old.request_id)
    counter.ask(order, "return", line_ids=[first])
    counter.clock.on(HOUR)
    exchange = counter.ask(order, "exchange", line_ids=[second])
    talk = f"/sellers/conversations/{exchange.conversation_id}"
    for page in (seller.get(talk).text, seller.get(f"{talk}/order", headers=HTMX).text):
        cards = [int(each) for each in re.findall(r'<article class="request" id="request-(\d+)"', page)]
        assert cards == [exchange.request_id, old.request_id + 1, old.request_id]
    assert 'hx-trigger="conversation:changed from:body delay:300ms"' in seller.get(talk).text


def test_a_request_alone_is_fetched_anew_without_its_page(counter: Counter, seller: FlaskClient) -> None:
    made = counter.ask(counter.order("DELIVERED"), "return")
    address = f"/sellers/requests/{made.request_id}"
    part = seller.get(f"{address}?alone=1", headers=HTMX).text
    assert "<html" not in part
    assert f'href="{address}"' not in part
    beside = seller.get(f"/sellers/orders/{counter.request(made).order_id}?beside={made.request_id}", headers=HTMX)
    assert f'id="request-{made.request_id}"' not in beside.text


def test_while_customer_service_looks_at_it_the_shop_decides_nothing(counter: Counter, seller: FlaskClient) -> None:
    made = counter.ask(counter.order("DELIVERED"), "return")
    deciding.reject(counter.sign_ins["seller"], made.request_id, "no_proof")
    disputing.dispute(
        counter.sign_ins["buyer"], made.request_id, "Look again.", "0" * 8 + "-0000-7000-a000-" + "0" * 12
    )
    page = seller.get(f"/sellers/requests/{made.request_id}").text
    assert "The buyer disputes the seller's answer: customer service looks at it." in words_of(page)
    assert f'action="/sellers/requests/{made.request_id}/' not in page
    # What a buyer writes to customer service is none of the shop's business.
    assert "Look again." not in page


def test_a_page_asks_the_database_as_often_with_much_as_with_little(
    counter: Counter, seller: FlaskClient, statements: list[str]
) -> None:
    def asked(address: str) -> int:
        seller.get(address)
        statements.clear()
        assert seller.get(address).status_code == 200
        return len(statements)

    order = counter.order("DELIVERED", units=8)
    lines = counter.lines(order)
    made = counter.ask(order, "return", line_ids=lines[:1])
    few = [asked(each) for each in ("/sellers/requests", f"/sellers/conversations/{made.conversation_id}")]
    for line in lines[1:]:
        counter.ask(order, "refund", line_ids=[line])
    many = [asked(each) for each in ("/sellers/requests", f"/sellers/conversations/{made.conversation_id}")]
    assert many == few
    assert len(requests_of_order(order)) == len(lines) == db.session.query(OrderRequest).count()
