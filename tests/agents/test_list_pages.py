"""The console's list page by page: nothing left out, nothing twice, read from its indexes however much there is."""

import html
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text, update

from shop_help.agents.listing import SHOWS, STATES, page_of
from shop_help.extensions import db
from shop_help.models import Case
from tests.agents.scene import Scene
from tests.agents.test_list import rows


@pytest.fixture
def many(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Eleven messages that nobody holds, three of them at the same instant; a page shows four."""
    monkeypatch.setattr("shop_help.agents.home.PAGE", 4)
    slugs = [row[0] for row in db.session.execute(text("SELECT slug FROM help_questions ORDER BY id LIMIT 11"))]
    ids = [scene.ask(question=slug).case_id for slug in slugs]
    same = db.session.get_one(Case, ids[4]).queued_at
    db.session.execute(update(Case).where(Case.id.in_(ids[3:6])).values(queued_at=same))
    db.session.commit()
    return ids


def walked(client: FlaskClient, address: str) -> list[int]:
    """All that a list shows, page after page."""
    found: list[int] = []
    for _ in range(9):
        page = client.get(address).text
        found += rows(page)
        following = re.search(r'href="(/agents/\?[^"]*after=[^"]*)"', page)
        if following is None:
            return found
        address = html.unescape(following[1])
    raise AssertionError("it has no end")


def test_pages_follow_each_other_without_a_gap_or_a_double(gus: FlaskClient, many: list[int]) -> None:
    assert walked(gus, "/agents/?show=unassigned") == many
    assert walked(gus, "/agents/?show=all") == many[::-1]
    assert walked(gus, "/agents/?show=all&state=open") == many[::-1]


def test_ones_own_cases_follow_each_other_too(scene: Scene, gus: FlaskClient, many: list[int]) -> None:
    db.session.execute(update(Case).values(agent_id=scene.ids["gus"], state="assigned"))
    # Some have no clock at all, and stand behind the others.
    db.session.execute(update(Case).where(Case.id.in_(many[:6])).values(answer_by=None, resolve_by=None))
    db.session.commit()
    assert walked(gus, "/agents/?show=mine") == many[6:] + many[:6]


@pytest.mark.parametrize(
    "after", ["nonsense", "99999999T000000.000000_1", "20260101T000000_", "20260101T000000.000000_x"]
)
def test_a_spoilt_place_begins_at_the_top(gus: FlaskClient, many: list[int], after: str) -> None:
    answer = gus.get("/agents/", query_string={"show": "unassigned", "after": after})
    assert rows(answer.text) == many[:4]


def test_the_fragment_shows_as_many_pages_as_were_loaded(gus: FlaskClient, many: list[int]) -> None:
    htmx = {"HX-Request": "true"}
    assert rows(gus.get("/agents/?show=unassigned&shown=4&shown=4", headers=htmx).text) == many[:8]
    more = re.search(r'hx-get="([^"]*after=[^"]*)"', gus.get("/agents/?show=unassigned&open=7", headers=htmx).text)
    assert more
    part = gus.get(html.unescape(more[1]), headers=htmx).text
    assert rows(part) == many[4:8]
    assert "hx-swap-oob" not in part, "rows alone"


STATISTICS = {
    "state_mode_queued_at_id": "100000 9000 5000 1 1",
    "agent_id_state": "100000 200 50",
    "buyer_id_opened_at_id": "100000 3 1 1",
}
ASKED = [(show, "", goes_on) for show in SHOWS if show != "protection" for goes_on in (False, True)]
ASKED += [("all", state, goes_on) for state in STATES for goes_on in (False, True)]


@pytest.mark.parametrize(("show", "state", "goes_on"), ASKED)
def test_the_list_is_read_from_its_index_without_sorting_all(
    app: Flask, show: str, state: str, goes_on: bool
) -> None:
    # What the database would know of a hundred thousand cases.
    db.session.execute(text("ANALYZE"))
    db.session.execute(text("DELETE FROM sqlite_stat1 WHERE tbl = 'cases'"))
    for index, stat in STATISTICS.items():
        known = {"index": f"ix_cases_{index}", "stat": stat}
        db.session.execute(text("INSERT INTO sqlite_stat1 VALUES ('cases', :index, :stat)"), known)
    db.session.commit()
    db.session.execute(text("ANALYZE sqlite_schema"))
    plan = _plan_of(page_of(show, state, goes_on).select())
    reading = [line for line in plan if re.search(r"\bcases\b", line)]
    index = "ix_cases_agent_id_state" if show == "mine" else "ix_cases_state_mode_queued_at_id"
    assert reading
    assert all(line.startswith(f"SEARCH cases USING INDEX {index} ") for line in reading), plan


@pytest.mark.parametrize("state", ["", "sides"])
@pytest.mark.parametrize("goes_on", [False, True])
def test_cases_of_buyer_protection_are_read_from_their_index(app: Flask, state: str, goes_on: bool) -> None:
    plan = _plan_of(page_of("protection", state, goes_on).select())
    reading = [line for line in plan if re.search(r"\bprotection_cases\b", line)]
    assert reading
    by = "SEARCH protection_cases USING INDEX ix_protection_cases_state_due_at_id "
    assert all(line.startswith(by) for line in reading), plan


def _plan_of(asked: Any) -> list[str]:
    sql = str(asked.compile(db.engine, compile_kwargs={"literal_binds": True}))
    return [line[3] for line in db.session.execute(text(f"EXPLAIN QUERY PLAN {sql}"))]
