"""An agent's answer: inserted, kept while it is written, and whose turn it is once it is sent."""

import re
from io import BytesIO

import pytest
from flask import Flask

from shop_help.extensions import db
from shop_help.models import Case, ServiceReply
from tests.agents.one_case import HX, Entered, OneCase, asked_by_ana, composer_of, drafts, form, text_of
from tests.pictures import drawn, file_of


@pytest.fixture
def case(app: Flask) -> OneCase:
    return asked_by_ana()


def state(case: OneCase) -> str:
    db.session.rollback()
    return db.session.get_one(Case, case.case_id, populate_existing=True).state


def test_replies_stand_filled_over_the_composer_and_a_macro_says_how_it_ends(case: OneCase, sign_in: Entered) -> None:
    db.session.add(ServiceReply(title="A magpie", body="Order {order_number}, {refunded_on}", then="resolved"))
    db.session.commit()
    page = text_of(sign_in("gus").get(case.page))
    assert 'data-body="Order 576461030000000107, …" data-then="resolved"' in page
    assert "<b>A magpie</b> <i>Send and resolve</i>" in page


def test_without_scripts_a_tap_puts_a_macro_behind_the_kept_words_and_makes_its_choice(
    case: OneCase, sign_in: Entered
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
def test_the_choice_beside_the_words_is_what_becomes_of_the_case(case: OneCase, sign_in: Entered, then: str) -> None:
    answer = sign_in("gus").post(case.messages, data=form("It is in Reno.", 2, then=then))
    assert answer.status_code == 303
    assert state(case) == then


def test_of_several_photos_the_last_says_what_becomes_of_the_case(case: OneCase, sign_in: Entered) -> None:
    photos = [(BytesIO(file_of(drawn(80 + n, 60))), f"{n}.jpg") for n in range(3)]
    told = form("Here it lies.", 2, then="resolved", photo=photos)
    address = case.messages.replace("/messages", "/photos")
    answer = sign_in("gus").post(address, data=told, content_type="multipart/form-data")
    assert answer.status_code == 303
    assert state(case) == "resolved"
    assert sum("marked this as resolved" in body for body in case.bodies()) == 1


def test_nobody_ends_a_case_in_a_way_that_there_is_not(case: OneCase, sign_in: Entered) -> None:
    answer = sign_in("gus").post(case.messages, data=form("It is in Reno.", 2, then="closed"))
    assert answer.status_code == 422
    assert state(case) == "queued"


def test_a_draft_is_found_again_in_another_browser_and_gone_once_it_is_sent(case: OneCase, sign_in: Entered) -> None:
    answer = sign_in("gus").post(f"{case.page}/draft", data=form("It is in\r\nReno.", 2, quiet=1, typing=1))
    assert (answer.status_code, answer.text) == (204, "")
    elsewhere = sign_in("gus")
    assert composer_of(elsewhere.get(case.page)) == "It is in Reno."
    elsewhere.post(case.messages, data=form("It is in Reno.", 2))
    assert drafts() == {}
    assert composer_of(sign_in("gus").get(case.page)) == ""


def test_without_scripts_a_button_keeps_it_and_the_page_says_so(case: OneCase, sign_in: Entered) -> None:
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


def test_a_draft_is_nobody_elses(case: OneCase, sign_in: Entered) -> None:
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


def test_the_list_shows_in_which_cases_one_has_begun_to_write(case: OneCase, sign_in: Entered) -> None:
    gus, iris = sign_in("gus"), sign_in("iris")
    gus.post(f"{case.page}/draft", data=form("Hello", quiet=1))
    row = rf'id="row-{case.case_id}".*?</a>'
    for client, has_draft in ((gus, True), (iris, False)):
        found = re.search(row, text_of(client.get("/agents/?show=unassigned")))
        assert found
        assert (">Draft</span>" in found[0]) == has_draft


def test_a_draft_that_is_too_long_says_so_and_what_was_kept_stays(case: OneCase, sign_in: Entered) -> None:
    gus = sign_in("gus")
    gus.post(f"{case.page}/draft", data=form("Short", quiet=1))
    assert gus.post(f"{case.page}/draft", data=form("x" * 4001, quiet=1)).status_code == 422
    assert list(drafts().values()) == ["Short"]
