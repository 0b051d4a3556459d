"""The inbox: who waits longest on top, unread by this seller's own cursor, and nothing of anybody else's shop."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from shop_help import clock
from shop_help.extensions import db
from shop_help.models import Person, Shop
from tests.sellers.scene import HOUR, buyer_named, cleared, ordered, read_by, shop_named, talked


@pytest.fixture
def shop(app: Flask) -> Shop:
    return cleared(shop_named("Luma Home"))


@pytest.fixture
def sol(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("sol")


def rows(page: str) -> list[str]:
    """The ids of the conversations that a page lists, in their order."""
    return re.findall(r'id="row-(\d+)"', page)


def row(page: str, conversation_id: int) -> str:
    """What the row of a conversation says."""
    found = re.search(rf'id="row-{conversation_id}".*?</a>', page, re.DOTALL)
    assert found
    return " ".join(re.sub(r"<[^>]*>", " ", found[0].partition(">")[2]).split())


def test_who_waits_longest_stands_on_top_and_the_answered_follow_newest_first(shop: Shop, sol: FlaskClient) -> None:
    now = clock.now()
    ana = buyer_named("Ana Lund")
    answered = [
        talked(ana, shop, ("SHOP", "There it is."), at=now - hours * HOUR, order=ordered(ana, shop))
        for hours in (1, 2)
    ]
    waiting = [talked(ana, shop, order=ordered(ana, shop), waiting_since=now - hours * HOUR) for hours in (3, 30, 9)]
    expected = [waiting[1], waiting[2], waiting[0], *answered]
    assert rows(sol.get("/sellers/inbox").text) == [str(talk.id) for talk in expected]


def test_unread_is_counted_from_this_sellers_own_cursor(shop: Shop, sol: FlaskClient, person_of: Any) -> None:
    talk = talked(buyer_named("Ola Nord"), shop, ("BUYER", "One"), ("SHOP", "Two"), ("BUYER", "Three"))
    assert row(sol.get("/sellers/inbox").text, talk.id).endswith("2 unread")
    read_by(person_of("sol"), talk, 1)
    assert row(sol.get("/sellers/inbox").text, talk.id).endswith("1 unread")
    colleague = buyer_named("Cole Ague")
    read_by(colleague, talk, 3)
    assert row(sol.get("/sellers/inbox").text, talk.id).endswith("1 unread")


def test_a_row_says_who_about_what_and_what_a_person_said_last(shop: Shop, sol: FlaskClient) -> None:
    ola = buyer_named("Ola Nordheim")
    order = ordered(ola, shop, number="123456789012348742")
    talk = talked(ola, shop, ("BUYER", "Is it linen?"), ("ROBOT", "We are away."), order=order)
    said = row(sol.get("/sellers/inbox").text, talk.id)
    assert "Ola" in said
    assert "…8742 In transit" in said
    assert "Is it linen?" in said
    assert "Nordheim" not in said, "the whole name is for the label alone"
    assert "We are away" not in said


def test_where_nobody_said_a_word_a_row_says_what_happened(shop: Shop, sol: FlaskClient) -> None:
    talk = talked(buyer_named("Ola Nordheim"), shop, ("SYSTEM", "A case was opened."), ("SYSTEM", "It was decided."))
    assert "It was decided." in row(sol.get("/sellers/inbox").text, talk.id)


@pytest.mark.parametrize(("hours", "level"), [(11, "calm"), (12, "warn"), (23.9, "warn"), (24.1, "bad")])
def test_the_waiting_time_turns_by_its_clock(shop: Shop, sol: FlaskClient, hours: float, level: str) -> None:
    talk = talked(buyer_named("Ola Nord"), shop, waiting_since=clock.now() - hours * HOUR)
    page = sol.get("/sellers/inbox").text
    assert re.search(rf'id="row-{talk.id}".*?class="wait" data-level="(\w+)"', page, re.DOTALL)[1] == level


def test_a_holiday_keeps_a_long_wait_calm(shop: Shop, sol: FlaskClient) -> None:
    now = clock.now()
    shop.holiday_from, shop.holiday_until = now - 90 * HOUR, now + HOUR
    talk = talked(buyer_named("Ola Nord"), shop, waiting_since=now - 100 * HOUR)
    assert f'id="row-{talk.id}"' in (page := sol.get("/sellers/inbox").text)
    assert 'data-level="calm"' in page
    assert 'data-level="bad"' not in page


def test_the_chips_filter(shop: Shop, sol: FlaskClient, person_of: Any) -> None:
    now = clock.now()
    ola = buyer_named("Ola Nord")
    waiting = talked(ola, shop, order=ordered(ola, shop), waiting_since=now - HOUR)
    read_by(person_of("sol"), waiting, 1)
    unread = talked(ola, shop, ("BUYER", "Thanks"), order=ordered(ola, shop))
    done = talked(ola, shop, ("SHOP", "Gladly."), order=ordered(ola, shop))
    ids = {name: str(talk.id) for name, talk in (("waiting", waiting), ("unread", unread), ("done", done))}
    assert rows(sol.get("/sellers/inbox?show=waiting").text) == [ids["waiting"]]
    assert rows(sol.get("/sellers/inbox?show=unread").text) == [ids["unread"]]
    assert set(rows(sol.get("/sellers/inbox?show=all").text)) == set(ids.values())
    assert set(rows(sol.get("/sellers/inbox?show=nonsense").text)) == set(ids.values())


@pytest.mark.parametrize("sought", ["ola", "NORD", "  Ola ", "8742", "…8742", "123456789012348742"])
def test_a_buyer_is_found_by_name_and_by_order_number(shop: Shop, sol: FlaskClient, sought: str) -> None:
    ola, kim = buyer_named("Ola Nord"), buyer_named("Kim Vale")
    found = talked(ola, shop, order=ordered(ola, shop, number="123456789012348742"), waiting_since=clock.now())
    talked(kim, shop, order=ordered(kim, shop, number="999"))
    assert rows(sol.get("/sellers/inbox", query_string={"q": sought}).text) == [str(found.id)]


@pytest.mark.parametrize("sought", ["%", "_", "{}", "<b>", "\x00", "'; --", "x" * 5000])
def test_a_search_takes_anything_and_means_it_literally(shop: Shop, sol: FlaskClient, sought: str) -> None:
    talked(buyer_named("Ola Nord"), shop)
    answer = sol.get("/sellers/inbox", query_string={"q": sought})
    assert answer.status_code == 200
    assert rows(answer.text) == [] or sought == "\x00"
    assert "<b>" not in answer.text


def test_a_conversation_without_a_message_is_in_no_list(shop: Shop, sol: FlaskClient) -> None:
    talk = talked(buyer_named("Ola Nord"), shop)
    db.session.execute(text("UPDATE conversations SET last_seq = 0, last_message_at = NULL"))
    db.session.commit()
    assert str(talk.id) not in rows(sol.get("/sellers/inbox").text)


def test_a_seller_of_two_shops_sees_both_with_their_names(shop: Shop, sol: FlaskClient, person_of: Any) -> None:
    other = cleared(shop_named("Kicks & Co"))
    ola = buyer_named("Ola Nord")
    now = clock.now()
    here = talked(ola, shop, waiting_since=now - HOUR)
    there = talked(ola, other, waiting_since=now - 2 * HOUR)
    assert rows(sol.get("/sellers/inbox").text) == [str(here.id)], "of another's shop nothing is there"
    assert "Kicks" not in sol.get("/sellers/inbox").text
    other.members.append(person_of("sol"))
    db.session.commit()
    page = sol.get("/sellers/inbox").text
    assert rows(page) == [str(there.id), str(here.id)]
    assert "Kicks &amp; Co" in row(page, there.id)
    assert "Luma Home" in row(page, here.id)


def test_a_seller_without_a_shop_is_told_so(app: Flask, sol: FlaskClient) -> None:
    db.session.execute(text("DELETE FROM shop_members"))
    db.session.commit()
    for page in ("inbox", "replies", "faqs", "hours"):
        answer = sol.get(f"/sellers/{page}")
        assert answer.status_code == 200, page
        assert not rows(answer.text)
        assert 'class="empty"' in answer.text


def test_the_numbers_on_top_and_the_rate_as_buyers_see_it(
    shop: Shop, sol: FlaskClient, person_of: Callable[[str], Person]
) -> None:
    for hours in (3, 30):
        talked(buyer_named("Ola Nord"), shop, waiting_since=clock.now() - timedelta(hours=hours))
    page = " ".join(re.sub(r"<[^>]*>", " ", sol.get("/sellers/inbox").text).split())
    assert "Waiting 2" in page
    assert "Longest wait 30 h" in page
    assert "2 buyers wait for an answer" in page
    assert "Buyers see:" in page
