"""All requests of a shop, page by page: due first, nothing left out, nothing twice, read from one index."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from shop_help import clock
from shop_help.extensions import db
from shop_help.models import Shop
from shop_help.sellers import due_listing
from shop_help.sellers.requests_listing import REQUESTS, WantedRequests, page_of
from tests.sellers.requests_scene import a_request
from tests.sellers.scene import HOUR, cleared, shop_named


@pytest.fixture
def shop(app: Flask) -> Shop:
    return cleared(shop_named("Luma Home"))


def listed(shop: Shop, size: int = 30, **wanted: Any) -> list[int]:
    found: list[int] = []
    after, pages = "", 0
    while pages < 60:
        ids, after = page_of(WantedRequests(frozenset({shop.id}), after=after, rows=size, **wanted))
        found, pages = found + ids, pages + 1
        if not after:
            return found
    raise AssertionError("it never ends")


@pytest.mark.parametrize("size", [1, 2, 5, 30])
def test_what_is_due_first_is_on_top_then_what_no_clock_runs_for(
    shop: Shop, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    later, soon = a_request(shop, due_at=now + 9 * HOUR), a_request(shop, due_at=now + HOUR, kind="refund")
    same = [a_request(shop, due_at=now + 20 * HOUR) for _ in range(3)]
    exchange = a_request(shop, kind="exchange", state="approved")
    offered = a_request(shop, state="partial_offered", mover="BUYER", due_at=now + 2 * HOUR)
    ended = [a_request(shop, state=state, mover="") for state in ("withdrawn", "refunded", "closed")]
    other = a_request(shop_named("Kicks & Co"), due_at=now)
    mine = [soon, later, *same, exchange]
    everything = [*mine, offered, *reversed(ended)]
    assert listed(shop, size) == [each.id for each in mine]
    assert listed(shop, size, mover="buyer") == [offered.id]
    assert listed(shop, size, mover="all") == [each.id for each in everything]
    assert other.id not in listed(shop, size, mover="all")
    monkeypatch.setattr(due_listing, "LOOKED_THROUGH", 2)
    assert listed(shop, size, kind="refund") == [soon.id]
    assert listed(shop, size, mover="all", kind="return") == [
        each.id for each in everything if each not in (soon, exchange)
    ]
    assert listed(shop, size, mover="all", state="over") == [ended[2].id, ended[0].id]
    assert listed(shop, size, mover="all", state="agreed") == [exchange.id, ended[1].id]


def test_an_order_is_found_by_its_number_or_the_end_of_it_and_never_anothers(shop: Shop) -> None:
    found, _ = a_request(shop, state="withdrawn", mover=""), a_request(shop, due_at=clock.now())
    others = a_request(shop_named("Kicks & Co"), due_at=clock.now())
    assert listed(shop, sought=found.order.number) == [found.id]
    assert listed(shop, mover="all", sought="…" + found.order.number[-6:]) == [found.id]
    assert listed(shop, mover="all", sought="%") == []
    assert listed(shop, mover="all", sought=others.order.number) == []


def plan_of(statement: Any) -> list[str]:
    sql = str(statement.compile(db.engine, compile_kwargs={"literal_binds": True}))
    return [line[3] for line in db.session.execute(text(f"EXPLAIN QUERY PLAN {sql}"))]


@pytest.mark.parametrize("part", ["s", "n", "b", "e"])
@pytest.mark.parametrize("shops", [1, 2])
def test_the_requests_are_read_from_their_index_without_sorting_all(app: Flask, part: str, shops: int) -> None:
    db.session.execute(text("ANALYZE"))
    db.session.execute(text("DELETE FROM sqlite_stat1 WHERE tbl = 'order_requests'"))
    # What the database would know of fifty thousand requests of two shops.
    known = {"shop_id_mover_due_at_id": "50000 25000 8000 2 1", "order_id_id": "50000 1 1"}
    for index, stat in known.items():
        values = {"index": f"ix_order_requests_{index}", "stat": stat}
        db.session.execute(text("INSERT INTO sqlite_stat1 VALUES ('order_requests', :index, :stat)"), values)
    db.session.commit()
    db.session.execute(text("ANALYZE sqlite_schema"))
    here = (clock.now(), 5)
    # Of one shop they come as they stand there; only the few of several shops are sorted.
    assert not any("TEMP B-TREE" in line for line in plan_of(REQUESTS.of_shop(1, part, here).limit(31)))
    plan = plan_of(REQUESTS.candidates(frozenset(range(1, shops + 1)), part, here, 31).select())
    reading = [line for line in plan if "order_requests" in line]
    assert len(reading) == shops
    assert all("ix_order_requests_shop_id_mover_due_at_id (" in line for line in reading), plan
