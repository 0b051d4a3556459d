"""The operator's overview: how many of each thing there is, at no cost that grows with them, and the log in words."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, event, func, select

from shop_help.config import ROOT
from shop_help.extensions import db
from shop_help.models import LogEntry, Order, Shop
from shop_help.operators.home import how_many
from shop_help.operators.log_words import EVENTS, event_word
from shop_help.policy.support import AFTER_REPLY


@pytest.fixture
def page(sign_in: Callable[[str], FlaskClient]) -> str:
    # The demo's cases and requests came last, and would fill the page.
    for noun in ("case.", "request.", "refund."):
        db.session.execute(delete(LogEntry).where(LogEntry.what.startswith(noun)))
    db.session.commit()
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
    said = " ".join(page.split())
    newest = db.session.scalars(select(LogEntry.what).order_by(LogEntry.id.desc()).limit(1)).one()
    assert str(EVENTS[newest]) in said
    assert re.search(r"(Luma Home|Kicks &amp; Co) · Order …01\d\d", said)
    codes = set(db.session.scalars(select(LogEntry.what)))
    assert codes
    assert codes <= set(EVENTS)
    assert not [code for code in EVENTS if code in page]


def test_the_codes_of_verdicts_in_the_log_are_not_shown_to_people(sign_in: Callable[[str], FlaskClient]) -> None:
    code = "protect_directly"
    db.session.add_all(
        LogEntry(what="protection.opened", voice="BUYER", why=why) for why in (code, "Said by somebody")
    )
    db.session.commit()
    page = sign_in("noor").get("/operators/").text
    assert "Said by somebody" in page
    assert code not in page


def test_every_event_that_the_acts_write_has_its_words(app: Flask) -> None:
    wrote = re.compile(r'"((?:case|duty|faq|help_questions?|order|reply|rules|service_\w+|shop)\.[a-z_]+)"')
    acts = (ROOT / "shop_help" / "actions").rglob("*.py")
    codes = {code for path in acts for code in wrote.findall(path.read_text())} - {"service_reply."}
    assert codes > {"case.opened", "service_hours.changed", "order.taken_in"}
    assert codes <= set(EVENTS)
    assert {f"case.{state}" for state in AFTER_REPLY} <= set(EVENTS)
    assert set(db.session.scalars(select(LogEntry.what))) <= set(EVENTS)


def test_an_event_without_a_word_of_its_own_is_spelled_out() -> None:
    assert event_word("parcel.opened_twice") == "Parcel opened twice"
