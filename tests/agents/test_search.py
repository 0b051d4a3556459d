"""The page of the agents' search: cases with the line that fits, its words marked, and nothing that isn't theirs."""

import html
import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from shop_help.actions import case_holding, cases
from shop_help.actions.conversations import post_message
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import CaseNote, Conversation, Person, SignIn, case_search

Words = Callable[[str], str]


def words(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", page)).split())


@pytest.fixture
def sign_ins(app: Flask) -> dict[str, str]:
    """A sign-in of each at the acts; the demo's own cases are taken away."""
    people = {person.cast_name: person.id for person in db.session.scalars(select(Person))}
    with write_unit(db.session) as session:
        session.execute(delete(Conversation).where(Conversation.kind == "support"))
        session.add_all(SignIn(id=f"act {name}", person_id=people[name]) for name in ("ana", "bruno", "gus", "iris"))
    return {name: f"act {name}" for name in ("ana", "bruno", "gus", "iris")}


def ask(sign_in: str, body: str, mode: str = "message") -> cases.OpenedCase:
    return cases.open_case(sign_in, cases.Asked(mode, None, None, body, str(uuid4())))


@pytest.fixture
def gus(sign_in: Callable[[str], FlaskClient], sign_ins: dict[str, str]) -> FlaskClient:
    return sign_in("gus")


def look(client: FlaskClient, typed: str, **more: Any) -> str:
    answer = client.get("/agents/search", query_string={"q": typed, **more})
    assert answer.status_code == 200, answer.status_code
    return answer.text


def test_what_waits_is_found_with_its_line_marked(gus: FlaskClient, sign_ins: dict[str, str]) -> None:
    opened = ask(sign_ins["ana"], 'My "Lámp" <b>is</b> broken & <script>alert(1)</script>')
    page = look(gus, "lamp SCRIPT")
    assert f'href="/agents/cases/{opened.case_id}"' in page
    assert "&#34;<mark>Lámp</mark>&#34; &lt;b&gt;is" in page
    assert "&lt;<mark>script</mark>&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert f"Waiting No question chosen Case {opened.case_id} General Nobody has it" in words(page)
    assert "Buyer: My" in words(page)


def test_of_a_colleagues_case_one_learns_that_it_fits_and_no_more(
    gus: FlaskClient, sign_ins: dict[str, str], sign_in: Callable[[str], FlaskClient]
) -> None:
    opened = ask(sign_ins["ana"], "A heron behind the kiln")
    case_holding.claim(sign_ins["iris"], opened.case_id)
    post_message(sign_ins["iris"], opened.conversation_id, str(uuid4()), "The magpie is on its way")
    assert "The <mark>magpie</mark> is on its way" in look(sign_in("iris"), "magpie")
    page = look(gus, "magpie")
    assert f'href="/agents/cases/{opened.case_id}"' in page
    assert "It fits. What was said shows once you say why you look in." in page
    assert "Iris" in words(page)
    assert "is on its way" not in page
    assert "<mark>" not in page
    case_holding.open_with_reason(sign_ins["gus"], opened.case_id, "She asked me to")
    assert "The <mark>magpie</mark> is on its way" in look(gus, "magpie")


def test_a_note_is_found_by_agents_and_shown_as_one(gus: FlaskClient, sign_ins: dict[str, str], app: Flask) -> None:
    opened = ask(sign_ins["bruno"], "Where is it?")
    with write_unit(db.session) as session:
        row = session.get(SignIn, sign_ins["gus"])
        assert row
        session.add(
            CaseNote(case_id=opened.case_id, person_id=row.person_id, client_id=str(uuid4()), body="An osprey")
        )
    page = look(gus, "osprey")
    assert "Note An osprey" in words(page)
    case_holding.claim(sign_ins["iris"], opened.case_id)
    assert "An osprey" not in words(look(gus, "osprey"))
    # No other road leads there.
    for who in ("ana", "bruno", "sol", "noor"):
        client = app.test_client()
        client.post("/sign-in/demo", data={"person": who})
        assert client.get("/agents/search?q=osprey").status_code == 404
        for address in ("/help/search?q=osprey", "/?q=osprey", "/sellers/inbox?q=osprey"):
            assert "An osprey" not in client.get(address, follow_redirects=True).text


@pytest.mark.parametrize("typed", ['"', "*", "NEAR(", "🦩", "%_", "' OR 1=1 --", "\x00", "a" * 5000, "-", "\\"])
def test_whatever_is_typed_is_answered_in_words(gus: FlaskClient, sign_ins: dict[str, str], typed: str) -> None:
    ask(sign_ins["ana"], "A heron")
    page = look(gus, typed)
    assert "A heron" not in page
    assert "fits “" in page or "There is no letter or number in" in page or "Find cases by what was said" in page


def test_nothing_typed_says_what_can_be_found_and_nothing_found_says_so(gus: FlaskClient) -> None:
    assert "Find cases by what was said or noted in them" in words(look(gus, ""))
    assert "There is no letter or number in “🦩 !” to look for." in words(look(gus, "🦩 !"))
    assert "No case fits “osprey”." in words(look(gus, "osprey"))
    page = look(gus, "osprey", state="resolved", team="safety")
    assert "No case fits “osprey” with these filters. Search all cases" in words(page)
    assert 'href="/agents/search?q=osprey"' in page


def test_filters_stay_chosen_and_nonsense_in_them_is_none(gus: FlaskClient, sign_ins: dict[str, str]) -> None:
    opened = ask(sign_ins["ana"], "A heron")
    page = look(gus, "heron", state="open", agent="nobody", team="general")
    assert f"/agents/cases/{opened.case_id}" in page
    for chosen in ("open", "nobody", "general"):
        assert re.search(rf'value="{chosen}" selected', page)
    for nonsense in (
        {"state": "x"},
        {"agent": "x"},
        {"agent": "9" * 30},
        {"agent": "²"},
        {"team": "x"},
        {"after": "x"},
    ):
        assert f"/agents/cases/{opened.case_id}" in look(gus, "heron", **nonsense)
    assert f"/agents/cases/{opened.case_id}" not in look(gus, "heron", state="resolved")
    case_holding.claim(sign_ins["iris"], opened.case_id)
    iris = db.session.get(SignIn, sign_ins["iris"])
    assert iris
    assert f"/agents/cases/{opened.case_id}" in look(gus, "heron", agent=str(iris.person_id))


def test_the_next_page_goes_on_behind_the_last_row(
    gus: FlaskClient, sign_ins: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_search, "PAGE", 1)
    first, second = ask(sign_ins["ana"], "A heron"), ask(sign_ins["bruno"], "A heron")
    page = look(gus, "heron", team="general")
    assert (f"cases/{second.case_id}" in page, f"cases/{first.case_id}" in page) == (True, False)
    following = re.search(r'href="(/agents/search\?[^"]*after=[^"]*)"', page)
    assert following
    address = html.unescape(following[1])
    assert "team=general" in address
    part = gus.get(address, headers={"HX-Request": "true"}).text
    assert f"cases/{first.case_id}" in part
    assert "<html" not in part
    assert "after=" not in part


def test_more_than_is_looked_through_is_said(
    gus: FlaskClient, sign_ins: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_search, "LOOKED_THROUGH", 1)
    monkeypatch.setattr("shop_help.agents.search.LOOKED_THROUGH", 1)
    ask(sign_ins["ana"], "A heron"), ask(sign_ins["bruno"], "A heron")
    assert "only the newest 1 lines were looked through" in words(look(gus, "heron"))


def test_an_agent_who_buys_does_not_find_their_own_case(gus: FlaskClient, sign_ins: dict[str, str]) -> None:
    opened = ask(sign_ins["ana"], "A heron")
    with write_unit(db.session) as session:
        row = session.get(SignIn, sign_ins["gus"])
        assert row
        session.execute(db.update(cases.Case).values(buyer_id=row.person_id))
    assert f"cases/{opened.case_id}" not in look(gus, "heron")
    assert f"cases/{opened.case_id}" not in look(gus, f"#{opened.case_id}")
