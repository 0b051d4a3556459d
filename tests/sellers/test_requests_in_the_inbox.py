"""A request that waits for the shop lifts its conversation to where a buyer would stand who waits as long."""

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
from shop_help.models import Conversation, Shop
from shop_help.policy.answering import ANSWER_WITHIN
from shop_help.sellers import listing
from shop_help.sellers.listing import Wanted, candidates, page_of
from tests.sellers.requests_scene import asked
from tests.sellers.scene import HOUR, buyer_named, cleared, ordered, shop_named, talked


@pytest.fixture
def shop(app: Flask) -> Shop:
    return cleared(shop_named("Luma Home"))


@pytest.fixture
def sol(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("sol")


def talk_with(shop: Shop, **more: Any) -> Conversation:
    ola = buyer_named("Ola Nord")
    return talked(ola, shop, order=ordered(ola, shop), **more)


def listed(shop: Shop, show: str = "all", size: int = 30, sought: str = "") -> list[int]:
    """All pages of a list, one behind the other."""
    found: list[int] = []
    after: str | None = ""
    while after is not None:
        ids, after = page_of(Wanted(frozenset({shop.id}), 0, show, sought, after or "", size))
        found += ids
        assert len(found) < 200
    return found


@pytest.mark.parametrize("size", [1, 2, 3, 30])
def test_who_is_due_first_stands_first_whether_for_words_or_for_an_answer_to_a_request(
    shop: Shop, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    # An answer is due a day after the question, so that a request due in four hours is ahead of a wait of 19 hours.
    late = talk_with(shop, waiting_since=now - 25 * HOUR)
    soon = asked(talk_with(shop), due_at=now + 4 * HOUR)
    waits = talk_with(shop, waiting_since=now - 19 * HOUR)
    later = asked(talk_with(shop), due_at=now + 6 * HOUR)
    both = talk_with(shop, waiting_since=now - 10 * HOUR)
    asked(both, due_at=now + 44 * HOUR)
    twice = talk_with(shop, waiting_since=now - 2 * HOUR)
    for hours in (30, 16, 20):
        asked(twice, due_at=now + hours * HOUR)
    quiet, quieter = talk_with(shop, at=now - HOUR), talk_with(shop, at=now - 5 * HOUR)
    asked(quieter, mover="BUYER", due_at=now + HOUR)
    asked(quiet, state="withdrawn", mover="")
    expected = [late, soon, waits, later, both, twice, quiet, quieter]
    ids = [getattr(each, "conversation_id", each.id) for each in expected]
    assert listed(shop, size=size) == ids
    assert listed(shop, "requests", size) == [ids[1], ids[3], ids[5], ids[4]]
    assert listed(shop, "waiting", size) == [ids[0], ids[2], ids[4], ids[5]]
    monkeypatch.setattr(listing, "LOOKED_THROUGH", 3)
    assert listed(shop, "all", size, "ola") == ids
    assert listed(shop, "unread", size) == ids


@pytest.mark.parametrize(("apart", "first"), [(-1, "request"), (0, "words"), (1, "words")])
def test_of_one_conversation_the_more_urgent_of_words_and_request_counts(shop: Shop, apart: int, first: str) -> None:
    now = clock.now().replace(microsecond=123456)
    talk = talk_with(shop, waiting_since=now)
    asked(talk, due_at=now + ANSWER_WITHIN + timedelta(microseconds=apart))
    between = [talk_with(shop, waiting_since=now + timedelta(microseconds=each)) for each in (-2, 2)]
    assert listed(shop) == [between[0].id, talk.id, between[1].id]
    assert listed(shop, size=1) == [between[0].id, talk.id, between[1].id]


def test_many_that_are_due_at_once_are_each_listed_once(shop: Shop) -> None:
    due = clock.now() + 9 * HOUR
    talks = [talk_with(shop) for _ in range(7)]
    for talk in [*reversed(talks), *talks]:
        asked(talk, due_at=due)
    for size in (1, 2, 5):
        for show in ("requests", "all"):
            assert listed(shop, show, size) == [talk.id for talk in talks], (size, show)


#: What the database would know of a hundred thousand conversations of two shops and fifty thousand requests.
STATISTICS = {
    ("conversations", "shop_id_waiting_since_id"): "100006 50003 493 1",
    ("conversations", "shop_id_last_message_at_id"): "100006 50003 2 1",
    ("order_requests", "shop_id_mover_due_at_id"): "50000 25000 8000 2 1",
    ("order_requests", "conversation_id_id"): "50000 2 1",
    ("order_requests", "order_id_id"): "50000 2 1",
}


@pytest.mark.parametrize("part", ["u", "r", "w", "a"])
@pytest.mark.parametrize("goes_on", [False, True])
def test_each_part_of_the_list_is_read_from_its_index(app: Flask, part: str, goes_on: bool) -> None:
    db.session.execute(text("ANALYZE"))
    for table in ("conversations", "order_requests"):
        db.session.execute(text(f"DELETE FROM sqlite_stat1 WHERE tbl = '{table}'"))
    for (table, index), stat in STATISTICS.items():
        known = {"table": table, "index": f"ix_{table}_{index}", "stat": stat}
        db.session.execute(text("INSERT INTO sqlite_stat1 VALUES (:table, :index, :stat)"), known)
    db.session.commit()
    db.session.execute(text("ANALYZE sqlite_schema"))
    asked = candidates(frozenset({1, 2}), part, (clock.now(), 5) if goes_on else None, 31)
    sql = str(asked.select().compile(db.engine, compile_kwargs={"literal_binds": True}))
    plan = [line[3] for line in db.session.execute(text(f"EXPLAIN QUERY PLAN {sql}"))]
    reading = [line for line in plan if re.match("SCAN (conversations|order_requests)", line)]
    assert reading == [], plan
    first = [line for line in plan if "ix_conversations_shop_id" in line or "ix_order_requests_shop_id" in line]
    assert len(first) == (4 if part == "u" else 2), plan
