"""Colleagues see who else looks at a case and who writes; a buyer does not."""

import pytest
from flask import Flask

from shop_help.actions import case_holding
from tests.agents.one_case import HX, Entered, OneCase, asked_by_ana, form


@pytest.fixture
def case(app: Flask) -> OneCase:
    return asked_by_ana()


def test_colleagues_see_who_looks_and_who_writes_and_a_buyer_does_not(case: OneCase, sign_in: Entered) -> None:
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


def test_whose_case_a_colleague_took_sees_nobody_there_and_is_not_seen(case: OneCase, sign_in: Entered) -> None:
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


def test_presence_is_a_part_of_the_page_and_no_page(case: OneCase, sign_in: Entered) -> None:
    answer = sign_in("gus").get(f"{case.page}/presence")
    assert (answer.status_code, answer.headers["Location"]) == (303, case.page)
