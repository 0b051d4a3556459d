"""A conversation as the seller has it: the clock, the order beside it, the replies; and nothing of a stranger's."""

import html
import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop_help import clock
from shop_help.extensions import db
from shop_help.models import Conversation, Message, SavedReply, Shop
from shop_help.policy.orders import STATES
from tests.sellers.scene import HOUR, buyer_named, cleared, ordered, shop_named, talked


@pytest.fixture
def shop(app: Flask) -> Shop:
    return cleared(shop_named("Luma Home"))


@pytest.fixture
def sol(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("sol")


def words(page: str) -> str:
    """What a page says."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


def test_a_stranger_finds_nothing_of_it(shop: Shop, sol: FlaskClient, sign_in: Any) -> None:
    talk = talked(buyer_named("Ola Nord"), shop, ("BUYER", "a heron at dusk"), waiting_since=clock.now())
    base = f"/sellers/conversations/{talk.id}"
    assert "a heron at dusk" in sol.get(base).text
    for name in ("mara", "ana", "gus", "noor"):
        stranger = sign_in(name)
        for path in (base, f"{base}/order", f"{base}/clock", f"{base}/messages?after=0"):
            answer = stranger.get(path)
            assert answer.status_code == 404, (name, path)
            assert "heron" not in answer.text
        assert stranger.post(f"{base}/messages", data={"client_id": str(uuid4()), "body": "Hi"}).status_code == 404
        assert stranger.post(f"{base}/read", data={"seq": 1}).status_code == 404
    assert db.session.query(Message).filter_by(conversation_id=talk.id).count() == 1


def test_who_left_the_shop_finds_nothing_any_more(shop: Shop, sol: FlaskClient) -> None:
    talk = talked(buyer_named("Ola Nord"), shop)
    assert sol.get(f"/sellers/conversations/{talk.id}").status_code == 200
    shop.members.clear()
    db.session.commit()
    assert sol.get(f"/sellers/conversations/{talk.id}").status_code == 404


def test_a_seller_answers_without_scripts(shop: Shop, sol: FlaskClient) -> None:
    talk = talked(buyer_named("Ola Nord"), shop, waiting_since=clock.now() - HOUR)
    base = f"/sellers/conversations/{talk.id}"
    assert "Answer Ola" in words(sol.get(base).text)
    sent = sol.post(f"{base}/messages", data={"client_id": str(uuid4()), "body": "It left this morning."})
    assert (sent.status_code, sent.headers["Location"]) == (303, f"{base}#message-2")
    page = words(sol.get(base).text)
    assert "It left this morning." in page
    assert "Answer Ola" not in page


@pytest.mark.parametrize(
    ("hours", "said", "level"),
    [
        (
            1,
            "23 h left Then it counts as late, and customer service is offered to the buyer. A greeting alone",
            "calm",
        ),
        (13, "11 h left Then it counts as late", "warn"),
        (
            26,
            "2 h late It counts as late, and customer service was offered to the buyer. Answer all the same.",
            "bad",
        ),
    ],
)
def test_the_clock_says_until_when_and_what_happens_then(
    shop: Shop, sol: FlaskClient, hours: int, said: str, level: str
) -> None:
    talk = talked(buyer_named("Ola Nord"), shop, waiting_since=clock.now() - hours * HOUR)
    page = sol.get(f"/sellers/conversations/{talk.id}/clock", headers={"HX-Request": "true"}).text
    assert said in words(page)
    assert f'data-level="{level}"' in page
    assert "<html" not in page


def test_a_holiday_pauses_the_clock_and_it_says_so(shop: Shop, sol: FlaskClient) -> None:
    now = clock.now()
    shop.holiday_from, shop.holiday_until = now - HOUR, now + 47 * HOUR
    talk = talked(buyer_named("Ola Nord"), shop, waiting_since=now - 2 * HOUR)
    page = words(sol.get(f"/sellers/conversations/{talk.id}").text)
    assert "Your holiday pauses this clock until" in page
    assert "left" not in page.split("Answer Ola")[1].split("Your holiday")[0] or "70 h" in page or "3 d left" in page


@pytest.mark.parametrize("state", STATES)
def test_name_and_address_are_there_only_while_there_is_something_to_ship(
    shop: Shop, sol: FlaskClient, state: str
) -> None:
    ola = buyer_named("Ola Nordheim")
    talk = talked(ola, shop, order=ordered(ola, shop, state))
    to_ship = state in ("AWAITING_SHIPMENT", "PARTIALLY_SHIPPING", "AWAITING_COLLECTION")
    for path in ("", "/order"):
        answer = sol.get(f"/sellers/conversations/{talk.id}{path}", headers={"HX-Request": "true"} if path else {})
        page = words(answer.text)
        assert ("5 Heron Lane" in page) == to_ship
        assert ("Nordheim" in page) == to_ship
        assert ("only while there is something to ship" in page) != to_ship


def test_earlier_orders_of_this_buyer_in_this_shop_lead_to_their_conversations(shop: Shop, sol: FlaskClient) -> None:
    ola, kim, other = buyer_named("Ola Nord"), buyer_named("Kim Vale"), cleared(shop_named("Kicks & Co"))
    order = ordered(ola, shop, number="100000000000001111")
    before = ordered(ola, shop, number="100000000000002222")
    ordered(ola, shop, number="100000000000003333")
    ordered(ola, other, number="100000000000004444")
    ordered(kim, shop, number="100000000000005555")
    earlier = talked(ola, shop, order=before)
    talk = talked(ola, shop, order=order)
    page = sol.get(f"/sellers/conversations/{talk.id}").text
    beside = page[page.index("Other orders from Ola") :]
    assert f'href="/sellers/conversations/{earlier.id}"' in beside
    for number, is_there in (("…2222", True), ("…3333", True), ("…1111", False), ("…4444", False), ("…5555", False)):
        assert (number in beside) == is_there, number


def test_a_question_about_no_order_says_so(shop: Shop, sol: FlaskClient) -> None:
    talk = talked(buyer_named("Ola Nord"), shop)
    page = words(sol.get(f"/sellers/conversations/{talk.id}").text)
    assert "About no order" in page
    assert "Ola wrote from your shop's page, about no order." in page


def test_saved_replies_come_filled_and_the_shops_own_alone(shop: Shop, sol: FlaskClient) -> None:
    ola = buyer_named("Ola Nordheim")
    own = SavedReply(shop_id=shop.id, title="Hello", body="Hi {buyer_name}, order {order_number}: {tracking_number}")
    stranger = SavedReply(shop_id=shop_named("Kicks & Co").id, title="Theirs", body="a heron")
    db.session.add_all([own, stranger])
    talk = talked(ola, shop, order=ordered(ola, shop, number="123456789012348742"))
    path = f"/sellers/conversations/{talk.id}"
    page = sol.get(path).text
    assert 'data-body="Hi Ola, order 123456789012348742: …"' in page
    assert "a heron" not in page
    with_reply = sol.get(f"{path}?reply={own.id}").text
    assert re.search(r"<textarea[^>]*>Hi Ola, order 123456789012348742: …</textarea>", with_reply)
    assert re.search(r"<textarea[^>]*></textarea>", sol.get(f"{path}?reply={stranger.id}").text)


def test_what_a_buyer_wrote_is_text_everywhere(shop: Shop, sol: FlaskClient) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    ola = buyer_named(f"{hostile} Nord")
    talk = talked(ola, shop, ("BUYER", hostile), order=ordered(ola, shop, buyer_note=hostile))
    for path in ("/sellers/inbox", f"/sellers/conversations/{talk.id}"):
        assert "<img src=x" not in sol.get(path).text


def test_opening_it_is_reading_it(shop: Shop, sol: FlaskClient) -> None:
    talk = talked(buyer_named("Ola Nord"), shop, waiting_since=clock.now())
    assert 'class="badge">1<span class="visually-hidden"> unread' in sol.get("/sellers/inbox").text
    sol.get(f"/sellers/conversations/{talk.id}")
    assert "unread</span>" not in sol.get("/sellers/inbox").text
    assert db.session.get(Conversation, talk.id).waiting_since, "reading is no answer"


@pytest.mark.parametrize("part", ["order", "clock"])
def test_a_part_of_the_page_leads_to_the_page_without_scripts(shop: Shop, sol: FlaskClient, part: str) -> None:
    talk = talked(buyer_named("Ola Nord"), shop)
    answer = sol.get(f"/sellers/conversations/{talk.id}/{part}")
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith(f"/sellers/conversations/{talk.id}")
