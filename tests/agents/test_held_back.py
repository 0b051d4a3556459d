"""Words that are stale come back under what is new, and the agent decides."""

import re

import pytest
from flask import Flask

from shop_help.actions import case_holding
from shop_help.extensions import db
from shop_help.models import CaseOpening
from tests.agents.one_case import Entered, OneCase, asked_by_ana, composer_of, drafts, form, text_of

JSON = {"Accept": "application/json"}


@pytest.fixture
def case(app: Flask) -> OneCase:
    return asked_by_ana()


def test_words_that_are_stale_come_back_under_what_is_new_and_go_out_once_it_was_read(
    case: OneCase, sign_in: Entered
) -> None:
    gus = sign_in("gus")
    case.say("ana", "It came!")
    case.say("ana", "But it is broken.")
    told = form("It is lost.", 2, then="resolved")
    page = gus.post(case.messages, data=told, follow_redirects=True)
    assert page.request.path == case.page
    assert "2 new messages came while you wrote. Read them, then send again." in text_of(page).replace("</b>", "")
    assert composer_of(page) == "It is lost."
    assert 'value="resolved" selected' in text_of(page)
    old, new = page.text.split("New while you wrote", 1)
    assert "Where is my lamp?" in old
    assert "It came!" in new
    assert "It came!" not in old
    assert "It is lost." not in case.bodies()
    # What stands in the page now was in sight, and nothing was stored: the same name does.
    seen = re.search(r'name="seen" value="(\d+)"', page.text)[1]
    assert gus.post(case.messages, data=told | {"body": "Which part?", "seen": seen}).status_code == 303
    assert case.bodies()[-1] != "It is lost."
    assert "Which part?" in case.bodies()
    assert drafts() == {}


def test_one_new_message_is_called_one(case: OneCase, sign_in: Entered) -> None:
    case.say("ana", "It came!")
    page = sign_in("gus").post(case.messages, data=form("It is lost.", 2), follow_redirects=True)
    assert "One new message came while you wrote. Read it, then send again." in text_of(page).replace("</b>", "")
    assert "New while you wrote" in page.text
    fresh = text_of(sign_in("gus").get(case.page))
    assert 'role="alert" data-part="held" hidden' in fresh, "later it is only a draft"


def test_who_was_overtaken_reads_the_answer_and_takes_over_or_leaves_it(case: OneCase, sign_in: Entered) -> None:
    gus = sign_in("gus")
    gus.get(case.page)
    case.say("iris", "We trace it.")
    page = gus.post(case.messages, data=form("It is lost.", 2), follow_redirects=True)
    assert "Iris has this case now." in text_of(page)
    assert "We trace it." in page.text.split("New while you wrote", 1)[1]
    assert "It is lost.</textarea>" in page.text
    assert "It is lost." not in case.bodies()
    assert db.session.scalars(db.select(CaseOpening)).one().reason.startswith("Was writing an answer")
    gus.post(f"{case.page}/takeover", data={"reason": "I was writing an answer at the same time."})
    assert composer_of(gus.get(case.page)) == "It is lost."
    iris = sign_in("iris")
    iris.post(f"{case.page}/draft", data=form("Wait!", quiet=1))
    left = iris.post(f"{case.page}/draft", data={"leaves": "1"})
    assert (left.status_code, left.headers["Location"]) == (303, "/agents/")
    assert list(drafts().values()) == ["It is lost."]


def test_who_had_not_looked_in_time_says_why_first_and_keeps_the_words(case: OneCase, sign_in: Entered) -> None:
    case_holding.claim(case.sign_ins["iris"], case.case_id)
    case.say("iris", "a heron behind the kiln")
    page = sign_in("gus").post(case.messages, data=form("It is lost.", 2), follow_redirects=True)
    assert "Why do you look into it?" in page.text
    assert "a heron behind the kiln" not in page.text
    assert "It is lost.</textarea>" in page.text


def test_a_script_is_told_stale_and_asks_why(case: OneCase, sign_in: Entered) -> None:
    gus = sign_in("gus")
    gus.get(case.page)
    case.say("ana", "It came!")
    answer = gus.post(case.messages, data=form("It is lost.", 2), headers=JSON)
    assert (answer.status_code, answer.json) == (409, {"ok": False, "code": "stale", "retry": False})
    assert drafts() == {}
    why = gus.post(f"{case.page}/draft/held?since=2", data=form("It is lost.", 2, quiet=1))
    assert "One new message came while you wrote." in why.text
    assert "<html" not in why.text
    assert list(drafts().values()) == ["It is lost."]
    case.say("iris", "We trace it.")
    why = gus.post(f"{case.page}/draft/held?since=2", data=form("It is lost.", 2, quiet=1))
    assert "Iris has this case now." in why.text
    assert f'action="{case.page}/takeover"' in why.text
