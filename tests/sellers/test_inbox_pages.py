"""The inbox page by page: nothing left out, nothing twice, and read from its indexes however much there is."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from shop_help import clock
from shop_help.extensions import db
from shop_help.models import Shop
from shop_help.sellers import listing
from shop_help.sellers.listing import Wanted, candidates, page_of
from tests.sellers.scene import HOUR, buyer_named, cleared, ordered, shop_named, talked


@pytest.fixture
def shop(app: Flask) -> Shop:
    return cleared(shop_named("Luma Home"))


@pytest.fixture
def sol(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("sol")


def rows(page: str) -> list[str]:
    """The ids of the conversations that a page lists, in their order."""
    return re.findall(r'id="row-(\d+)"', page)


def test_pages_follow_each_other_without_a_gap_or_a_double(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, person_of: Any
) -> None:
    monkeypatch.setattr(listing, "LOOKED_THROUGH", 7)
    now, ola = clock.now(), buyer_named("Ola Nord")
    same = now - 9 * HOUR  # many at the same instant: the id decides
    waiting = [talked(ola, shop, order=ordered(ola, shop), waiting_since=same) for _ in range(9)]
    answered = [talked(ola, shop, order=ordered(ola, shop), at=same) for _ in range(14)]
    expected = [talk.id for talk in waiting] + [talk.id for talk in reversed(answered)]
    for show, sought, size in (("all", "", 4), ("all", "ola", 4), ("unread", "", 5), ("all", "nobody", 3)):
        found: list[int] = []
        after: str | None = ""
        for _ in range(40):
            wanted = Wanted(frozenset({shop.id}), person_of("sol").id, show, sought, after or "", size)
            ids, after = page_of(wanted)
            found += ids
            if after is None:
                break
        assert after is None
        assert found == ([] if sought == "nobody" else expected), (show, sought)


def test_what_stands_far_down_is_found_by_looking_on(
    shop: Shop, sol: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "LOOKED_THROUGH", 5)
    now, ola = clock.now(), buyer_named("Ola Nord")
    kim = talked(buyer_named("Kim Vale"), shop, at=now - 99 * HOUR)
    for hours in range(12):
        talked(ola, shop, order=ordered(ola, shop), at=now - hours * HOUR)
    address, looked = "/sellers/inbox?q=kim", 0
    while not rows(page := sol.get(address).text):
        address, looked = html.unescape(re.search(r'href="(/sellers/inbox\?[^"]*after=[^"]*)"', page)[1]), looked + 1
        assert "Look through older ones" in page
        assert looked < 9
    assert (rows(page), looked) == ([str(kim.id)], 2)


@pytest.mark.parametrize("after", ["nonsense", "w", "a", "zx_1", "w99999999T000000.000000_1", "a20260101T000000_"])
def test_a_spoilt_place_begins_at_the_top(shop: Shop, sol: FlaskClient, after: str) -> None:
    talk = talked(buyer_named("Ola Nord"), shop, at=clock.now())
    answer = sol.get("/sellers/inbox", query_string={"after": after})
    assert rows(answer.text) == [str(talk.id)]


def test_the_fragment_shows_as_many_pages_as_were_loaded(
    shop: Shop, sol: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shop_help.sellers.inbox.PAGE", 2)
    ola = buyer_named("Ola Nord")
    talks = [talked(ola, shop, order=ordered(ola, shop)) for _ in range(7)]
    htmx = {"HX-Request": "true"}
    first = sol.get("/sellers/inbox", headers=htmx).text
    assert len(rows(first)) == 2
    assert "<html" not in first
    assert len(rows(sol.get("/sellers/inbox?shown=2&shown=2", headers=htmx).text)) == 4
    assert f'id="row-{talks[0].id}" aria-current' in " ".join(
        sol.get(f"/sellers/inbox?shown=1&shown=1&shown=1&shown=1&open={talks[0].id}", headers=htmx).text.split()
    )


STATISTICS = {
    "shop_id_waiting_since_id": "100006 50003 493 1",
    "shop_id_last_message_at_id": "100006 50003 2 1",
    "buyer_id_last_message_at_id": "100006 5 1 1",
}


@pytest.mark.parametrize("part", ["w", "a"])
@pytest.mark.parametrize("shops", [1, 2])
def test_the_list_is_read_from_its_index_without_sorting_all(app: Flask, part: str, shops: int) -> None:
    # What the database would know of a hundred thousand conversations, of which two hundred wait.
    db.session.execute(text("ANALYZE"))
    db.session.execute(text("DELETE FROM sqlite_stat1 WHERE tbl = 'conversations'"))
    for index, stat in STATISTICS.items():
        known = {"index": f"ix_conversations_{index}", "stat": stat}
        db.session.execute(text("INSERT INTO sqlite_stat1 VALUES ('conversations', :index, :stat)"), known)
    db.session.commit()
    db.session.execute(text("ANALYZE sqlite_schema"))
    asked = candidates(frozenset(range(1, shops + 1)), part, None, 31)
    sql = str(asked.select().compile(db.engine, compile_kwargs={"literal_binds": True}))
    plan = [line[3] for line in db.session.execute(text(f"EXPLAIN QUERY PLAN {sql}"))]
    name = {"w": "ix_conversations_shop_id_waiting_since_id", "a": "ix_conversations_shop_id_last_message_at_id"}[
        part
    ]
    reading = [line for line in plan if "conversations" in line]
    assert len(reading) == shops
    assert all(name in line and line.startswith("SEARCH") for line in reading), plan
    # Only what each shop's index gave is sorted.
    assert not any("SCAN conversations" in line for line in plan)
