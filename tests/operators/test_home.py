"""The operator's overview: how many of each thing there is, at no cost that grows with them, and the log in words."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select

from shop_help.extensions import db
from shop_help.models import LogEntry, Order, Shop
from shop_help.operators.home import how_many
from shop_help.operators.log_words import EVENTS, event_word


@pytest.fixture
def page(sign_in: Callable[[str], FlaskClient]) -> str:
    return sign_in("noor").get("/operators/").text


def test_few_things_are_counted_one_by_one(app: Flask) -> None:
    there = db.session.scalar(select(func.count()).select_from(Order)) or 0
    assert there > 20
    assert how_many(Order, most=there) == str(there)


def test_of_many_things_no_more_are_looked_at_than_it_takes_to_know_that_they_are_many(app: Flask) -> None:
    db.session.add(Shop(id=1_234_567, name="The newest", external_id="newest", market="US"))
    db.session.flush()
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    assert how_many(Shop, most=2) == "about 1,200,000"
    counts = [statement for statement in asked if "count(" in statement]
    assert counts
    assert all("LIMIT" in statement for statement in counts)


def test_what_happened_is_said_in_words_with_its_order_shop_and_person(app: Flask, page: str) -> None:
    assert "An order came in" in page
    assert "Order feed · Luma Home · Order …0120" in " ".join(page.split())
    codes = set(db.session.scalars(select(LogEntry.what)))
    assert codes
    assert codes <= set(EVENTS)
    assert not [code for code in EVENTS if code in page]


def test_an_event_without_a_word_of_its_own_is_spelled_out() -> None:
    assert event_word("case.taken_over") == "Case taken over"
