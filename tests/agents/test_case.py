"""A case's page: who may read it, and what stands beside its talk."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from shop_help import clock
from shop_help.extensions import db
from shop_help.models import AuditEntry, CaseOpening, LogEntry, ReadCursor
from shop_help.models.prepared import Prepared
from shop_help.policy.support import OPENING
from tests.agents.scene import Scene

HTMX = {"HX-Request": "true"}
WORDS = "a heron behind the kiln"


def page(client: FlaskClient, opened: Any, place: str = "", **headers: str) -> str:
    answer = client.get(f"/agents/cases/{opened.case_id}{place}", headers=headers)
    assert answer.status_code == 200
    return answer.text


def composer(html: str) -> bool:
    return 'data-part="composer"' in html


@pytest.mark.parametrize("who", ["ana", "bruno", "sol", "noor"])
@pytest.mark.parametrize("place", ["", "/header", "/panel", "/seller", "/transfer"])
def test_a_case_is_not_there_for_anybody_but_agents(
    scene: Scene, sign_in: Callable[[str], FlaskClient], who: str, place: str
) -> None:
    opened = scene.ask(WORDS)
    answer = sign_in(who).get(f"/agents/cases/{opened.case_id}{place}")
    assert (answer.status_code, WORDS in answer.text) == (404, False)


def test_a_case_says_its_number_to_its_agent_and_to_its_buyer(
    scene: Scene, gus: FlaskClient, sign_in: Callable[[str], FlaskClient]
) -> None:
    opened = scene.ask(WORDS)
    number = f"Case {opened.case_id}"
    assert number in page(gus, opened).split('id="case-header"')[0]
    ana = sign_in("ana")
    assert number in ana.get(f"/conversations/{opened.conversation_id}").text
    assert number in ana.get("/cases").text
    assert f'href="/agents/cases/{opened.case_id}"' in gus.get(f"/agents/search?q={opened.case_id}").text


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (170, "3 min left"),
        (80, "1 min left"),
        (50, "less than 1 min left"),
        (-20, "less than 1 min late"),
        (-70, "1 min late"),
    ],
)
def test_the_last_minute_of_a_clock_is_never_called_none(
    scene: Scene, gus: FlaskClient, seconds: int, told: str
) -> None:
    opened = scene.ask(WORDS)
    scene.case(opened).answer_by = clock.now() + timedelta(seconds=seconds)
    db.session.commit()
    assert f"<b>{told}</b>" in page(gus, opened, "/header", **HTMX)


def test_what_waits_is_read_and_answered_by_any_agent_and_an_answer_claims_it(
    scene: Scene, gus: FlaskClient, iris: FlaskClient
) -> None:
    opened = scene.ask(WORDS)
    for client in (gus, iris):
        html = page(client, opened)
        assert WORDS in html
        assert composer(html)
    sent = gus.post(
        f"/agents/conversations/{opened.conversation_id}/messages",
        data={"client_id": "0198a0de-0000-7000-a000-000000000001", "body": "Let me look."},
    )
    assert sent.status_code == 303
    assert scene.case(opened).agent_id == scene.ids["gus"]
    assert WORDS not in page(iris, opened)
    assert not composer(page(iris, opened))


def test_a_colleagues_case_asks_for_a_reason_that_is_kept_and_is_read_only_then(
    scene: Scene, gus: FlaskClient, iris: FlaskClient
) -> None:
    opened = scene.ask(WORDS)
    scene.claim("iris", opened)
    html = page(gus, opened)
    assert WORDS not in html
    assert "it is written down, and Ana can see who looked and why" in html
    address = f"/agents/cases/{opened.case_id}/opening"
    refused = gus.post(address, data={"reason": "  "})
    assert refused.status_code == 422
    assert "Say why." in refused.text
    assert WORDS not in refused.text
    assert gus.post(address, data={"reason": "Ana called me."}).status_code == 303
    html = page(gus, opened)
    assert WORDS in html
    assert not composer(html)
    assert "Take over" in html
    opening = db.session.scalars(select(CaseOpening)).one()
    assert (opening.person_id, opening.reason) == (scene.ids["gus"], "Ana called me.")
    assert composer(page(iris, opened)), "the other one has it as before"


def test_a_reason_of_the_list_needs_no_words_and_other_does(scene: Scene, gus: FlaskClient) -> None:
    opened = scene.ask(WORDS)
    scene.claim("iris", opened)
    html = page(gus, opened)
    for words in ("Takes over", "Was asked for help", "Quality check", "The buyer wrote again", "Other"):
        assert words in html
    assert not re.search(r'name="kind"[^>]* checked', html), "a reason that nobody chose is none"
    address = f"/agents/cases/{opened.case_id}/opening"
    for kind in ("", "other", "made up"):
        assert "Say why." in gus.post(address, data={"kind": kind, "reason": ""}).text
    assert WORDS not in page(gus, opened)
    assert gus.post(address, data={"kind": "quality", "reason": "Sample of the week"}).status_code == 303
    kept = db.session.scalars(select(CaseOpening.reason)).one()
    assert kept == "Quality check: Sample of the week"
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "case.looked_into")).one()
    assert (entry.person_id, entry.thing, entry.why) == (scene.ids["gus"], f"case {opened.case_id}", kept)
    assert WORDS not in repr(vars(entry))


def test_a_reason_holds_for_some_hours_and_then_is_asked_for_again(scene: Scene, gus: FlaskClient) -> None:
    opened = scene.ask(WORDS)
    scene.claim("iris", opened)
    gus.post(f"/agents/cases/{opened.case_id}/opening", data={"kind": "asked"})
    opening = db.session.scalars(select(CaseOpening)).one()
    assert opening.until - opening.opened_at == OPENING
    for left, is_open in ((timedelta(minutes=1), True), (-timedelta(seconds=1), False)):
        opening.until = clock.now() + left
        db.session.commit()
        assert (WORDS in page(gus, opened)) is is_open


def test_every_address_of_a_colleagues_case_says_nothing_of_it_before(scene: Scene, gus: FlaskClient) -> None:
    """Its page asks for the reason, its parts lead there, and the rest isn't there: taken from the routes."""
    opened = scene.ask(WORDS)
    scene.claim("iris", opened)
    for rule in gus.application.url_map.iter_rules():
        if not rule.rule.startswith(("/agents/cases/<int:case_id>", "/agents/conversations/")):
            continue
        address = rule.rule.replace("<int:case_id>", str(opened.case_id))
        address = address.replace("<int:conversation_id>", str(opened.conversation_id))
        if "<" in address or "GET" not in rule.methods:
            continue
        for headers in ({}, HTMX):
            answer = gus.get(address, headers=headers)
            assert WORDS not in answer.text, address
            assert answer.status_code in (200, 204, 303, 404), address


def test_the_parts_of_a_page_say_that_a_colleague_has_the_case_by_now(scene: Scene, gus: FlaskClient) -> None:
    opened = scene.ask(WORDS)
    for place in ("/header", "/panel"):
        part = page(gus, opened, place, **HTMX)
        assert "<html" not in part
        assert gus.get(f"/agents/cases/{opened.case_id}{place}").status_code == 303
    scene.claim("iris", opened)
    for place in ("/header", "/panel"):
        part = page(gus, opened, place, **HTMX)
        assert "Iris has this case now." in part
        assert f'href="/agents/cases/{opened.case_id}"' in part
        assert "Note for colleagues" not in part
        assert "Resolve" not in part
    assert "Iris has this case now." not in page(gus, opened), "there one says why at once"
    assert gus.get(f"/agents/cases/{opened.case_id}/seller", headers=HTMX).status_code == 404


def test_reading_is_noted_for_who_holds_it_alone(scene: Scene, gus: FlaskClient, iris: FlaskClient) -> None:
    opened = scene.ask()
    cursor = select(ReadCursor.seq).where(ReadCursor.person_id == scene.ids["gus"])
    page(gus, opened)
    assert db.session.scalar(cursor) is None
    scene.claim("gus", opened)
    page(gus, opened)
    db.session.rollback()
    assert db.session.scalar(cursor) == 2


@pytest.fixture
def statements(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the database is asked."""
    asked: list[str] = []
    plain = Prepared._on_the_driver
    monkeypatch.setattr(Prepared, "_on_the_driver", lambda self, *rest: asked.append("") or plain(self, *rest))
    event.listen(db.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    return asked


def test_a_page_asks_the_database_as_often_with_much_as_with_little(
    scene: Scene, gus: FlaskClient, statements: list[str]
) -> None:
    opened = scene.ask()
    scene.claim("gus", opened)
    few = _asked_for(gus, opened, statements)
    assert few <= 34
    for slug in ("arrived-damaged", "wrong-item", "charged-twice"):
        scene.claim("gus", scene.ask(question=slug))
    for _ in range(4):
        scene.say("gus", opened, "Here I am.")
        scene.say("ana", opened, "Hello?")
    db.session.add_all(
        LogEntry(what="case.claimed", voice="SYSTEM", conversation_id=opened.conversation_id) for _ in range(9)
    )
    db.session.commit()
    assert _asked_for(gus, opened, statements) == few


def _asked_for(client: FlaskClient, opened: Any, statements: list[str]) -> int:
    """How often the database is asked for the page once it was read."""
    page(client, opened, "?show=mine")
    statements.clear()
    html = page(client, opened, "?show=mine")
    assert 'id="row-' in html
    return len([each for each in statements if not each.startswith(("BEGIN", "PRAGMA"))])
