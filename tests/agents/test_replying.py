"""An agent's answer: inserted, kept while it is written, held back where the case moved on; and whose turn it is."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop_help.actions import case_holding
from shop_help.extensions import db
from shop_help.models import Case, CaseOpening, ReplyDraft, ServiceReply
from tests.agents.one_case import OneCase, asked_by_ana, form

HX = {"HX-Request": "true"}
JSON = {"Accept": "application/json"}
SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def case(app: Flask) -> OneCase:
    return asked_by_ana()


def text_of(answer: Any) -> str:
    """A page's words on one line."""
    return " ".join(html.unescape(answer.text).split())


def composer_of(answer: Any) -> str:
    found = re.search(r'<textarea name="body".*?>(.*?)</textarea>', " ".join(answer.text.split()), re.DOTALL)
    assert found, answer.text[:500]
    return html.unescape(found[1])


def drafts() -> dict[int, str]:
    db.session.rollback()
    return {draft.person_id: draft.body for draft in db.session.scalars(db.select(ReplyDraft))}


def state(case: OneCase) -> str:
    db.session.rollback()
    return db.session.get_one(Case, case.case_id, populate_existing=True).state


# Saved replies, as the composer has them.


def test_replies_stand_filled_over_the_composer_and_a_macro_says_how_it_ends(case: OneCase, sign_in: SignIn) -> None:
    db.session.add(ServiceReply(title="A magpie", body="Order {order_number}, {refunded_on}", then="resolved"))
    db.session.commit()
    page = text_of(sign_in("gus").get(case.page))
    assert 'data-body="Order 576461030000000107, …" data-then="resolved"' in page
    assert "<b>A magpie</b> <i>Send and resolve</i>" in page


def test_without_scripts_a_tap_puts_a_macro_behind_the_kept_words_and_makes_its_choice(
    case: OneCase, sign_in: SignIn
) -> None:
    gus = sign_in("gus")
    gus.post(f"{case.page}/draft", data=form("One more thing."))
    macro = ServiceReply(title="Done", body="Bye, {buyer_name}.", then="resolved")
    db.session.add(macro)
    db.session.commit()
    page = gus.get(f"{case.page}?reply={macro.id}")
    assert composer_of(page) == "One more thing. Bye, Ana."
    assert 'value="resolved" selected' in text_of(page)
    assert 'value="waiting_buyer" selected' in text_of(gus.get(f"{case.page}?reply=999999"))


@pytest.mark.parametrize("then", ["waiting_buyer", "waiting_seller", "assigned", "resolved"])
def test_the_choice_beside_the_words_is_what_becomes_of_the_case(case: OneCase, sign_in: SignIn, then: str) -> None:
    answer = sign_in("gus").post(case.messages, data=form("It is in Reno.", 2, then=then))
    assert answer.status_code == 303
    assert state(case) == then


def test_nobody_ends_a_case_in_a_way_that_there_is_not(case: OneCase, sign_in: SignIn) -> None:
    answer = sign_in("gus").post(case.messages, data=form("It is in Reno.", 2, then="closed"))
    assert answer.status_code == 422
    assert state(case) == "queued"


# Drafts.


def test_a_draft_is_found_again_in_another_browser_and_gone_once_it_is_sent(case: OneCase, sign_in: SignIn) -> None:
    answer = sign_in("gus").post(f"{case.page}/draft", data=form("It is in\r\nReno.", 2, quiet=1, typing=1))
    assert (answer.status_code, answer.text) == (204, "")
    elsewhere = sign_in("gus")
    assert composer_of(elsewhere.get(case.page)) == "It is in Reno."
    elsewhere.post(case.messages, data=form("It is in Reno.", 2))
    assert drafts() == {}
    assert composer_of(sign_in("gus").get(case.page)) == ""


def test_without_scripts_a_button_keeps_it_and_the_page_says_so(case: OneCase, sign_in: SignIn) -> None:
    gus = sign_in("gus")
    page = text_of(gus.get(case.page))
    assert f'formaction="{case.page}/draft"' in page
    answer = gus.post(f"{case.page}/draft", data=form("It is in Reno."), follow_redirects=True)
    assert answer.request.path == case.page
    assert "Your draft is kept." in answer.text
    assert composer_of(answer) == "It is in Reno."
    answer = gus.post(f"{case.page}/draft", data=form(" "), follow_redirects=True)
    assert "Your draft is deleted." in answer.text
    assert drafts() == {}


def test_a_draft_is_nobody_elses(case: OneCase, sign_in: SignIn) -> None:
    sign_in("gus").post(f"{case.page}/draft", data=form("a heron behind the kiln", quiet=1))
    assert "a heron behind the kiln" in sign_in("gus").get(case.page).text
    assert "a heron behind the kiln" not in sign_in("iris").get(case.page).text
    for who in ("ana", "bruno", "sol", "noor"):
        client = sign_in(who)
        assert client.get(case.page).status_code == 404
        assert client.post(f"{case.page}/draft", data=form("Mine", quiet=1)).status_code == 404
        assert client.post(f"{case.page}/draft/held", data=form("Mine", quiet=1)).status_code == 404
        assert client.get(f"{case.page}/presence", headers=HX).status_code == 404
    assert list(drafts().values()) == ["a heron behind the kiln"]
    assert sign_in("gus").post("/agents/cases/999999/draft", data=form("Mine")).status_code == 404
    assert sign_in("gus").get("/agents/cases/999999/presence", headers=HX).status_code == 404


def test_the_list_shows_in_which_cases_one_has_begun_to_write(case: OneCase, sign_in: SignIn) -> None:
    gus, iris = sign_in("gus"), sign_in("iris")
    gus.post(f"{case.page}/draft", data=form("Hello", quiet=1))
    row = rf'id="row-{case.case_id}".*?</a>'
    for client, has_draft in ((gus, True), (iris, False)):
        found = re.search(row, text_of(client.get("/agents/?show=unassigned")))
        assert found
        assert (">Draft</span>" in found[0]) == has_draft


def test_a_draft_that_is_too_long_says_so_and_what_was_kept_stays(case: OneCase, sign_in: SignIn) -> None:
    gus = sign_in("gus")
    gus.post(f"{case.page}/draft", data=form("Short", quiet=1))
    assert gus.post(f"{case.page}/draft", data=form("x" * 4001, quiet=1)).status_code == 422
    assert list(drafts().values()) == ["Short"]


# Held back.


def test_words_that_are_stale_come_back_under_what_is_new_and_go_out_once_it_was_read(
    case: OneCase, sign_in: SignIn
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


def test_one_new_message_is_called_one(case: OneCase, sign_in: SignIn) -> None:
    case.say("ana", "It came!")
    page = sign_in("gus").post(case.messages, data=form("It is lost.", 2), follow_redirects=True)
    assert "One new message came while you wrote. Read it, then send again." in text_of(page).replace("</b>", "")
    assert "New while you wrote" in page.text
    fresh = text_of(sign_in("gus").get(case.page))
    assert 'role="alert" data-part="held" hidden' in fresh, "later it is only a draft"


def test_who_was_overtaken_reads_the_answer_and_takes_over_or_leaves_it(case: OneCase, sign_in: SignIn) -> None:
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


def test_who_had_not_looked_in_time_says_why_first_and_keeps_the_words(case: OneCase, sign_in: SignIn) -> None:
    case_holding.claim(case.sign_ins["iris"], case.case_id)
    case.say("iris", "a heron behind the kiln")
    page = sign_in("gus").post(case.messages, data=form("It is lost.", 2), follow_redirects=True)
    assert "Why do you look into it?" in page.text
    assert "a heron behind the kiln" not in page.text
    assert "It is lost.</textarea>" in page.text


def test_a_script_is_told_stale_and_asks_why(case: OneCase, sign_in: SignIn) -> None:
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


# Who else is there.


def test_colleagues_see_who_looks_and_who_writes_and_a_buyer_does_not(case: OneCase, sign_in: SignIn) -> None:
    gus, iris = sign_in("gus"), sign_in("iris")
    assert "is looking" not in gus.get(case.page).text
    gus.get(case.page)
    assert "Gus is looking" in iris.get(case.page).text
    gus.post(f"{case.page}/draft", data=form("It is", 2, quiet=1, typing=1))
    seen = iris.get(f"{case.page}/presence", headers=HX).text
    assert "Gus is writing…" in seen
    assert "Iris" not in seen
    assert "Iris is looking" in gus.get(f"{case.page}/presence", headers=HX).text
    heard = sign_in("ana").get(f"/conversations/{case.conversation_id}/messages").text
    assert "Where is my lamp?" in heard
    assert "Gus" not in heard


def test_whose_case_a_colleague_took_sees_nobody_there_and_is_not_seen(case: OneCase, sign_in: SignIn) -> None:
    gus, iris = sign_in("gus"), sign_in("iris")
    iris.get(case.page)
    case_holding.claim(case.sign_ins["iris"], case.case_id)
    answer = gus.get(f"{case.page}/presence", headers=HX)
    assert (answer.status_code, answer.text) == (200, "")
    assert "Gus" not in iris.get(f"{case.page}/presence", headers=HX).text
    gus.get(case.page)
    assert "Gus" not in iris.get(f"{case.page}/presence", headers=HX).text, "nor where he is asked why"
    case_holding.open_with_reason(case.sign_ins["gus"], case.case_id, "Asked for advice")
    gus.get(case.page)
    assert "Gus is looking" in iris.get(f"{case.page}/presence", headers=HX).text


def test_presence_is_a_part_of_the_page_and_no_page(case: OneCase, sign_in: SignIn) -> None:
    answer = sign_in("gus").get(f"{case.page}/presence")
    assert (answer.status_code, answer.headers["Location"]) == (303, case.page)
