"""A case changes hands: claimed by one, taken over, handed on with a summary, handed back."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from shop_help.extensions import db
from shop_help.models import CaseNote
from tests.agents.scene import LUMA_ORDER, Scene
from tests.agents.test_case import HTMX, page

WHY = {"reason": "It is about money."}


def act(client: FlaskClient, opened: Any, place: str, htmx: bool = False, **form: str) -> Any:
    headers = HTMX if htmx else {}
    return client.post(f"/agents/cases/{opened.case_id}/{place}", data=form, headers=headers)


@pytest.mark.parametrize(
    "place", ["assignment", "takeover", "transfer", "handback", "opening", "state", "message-mode", "notes"]
)
@pytest.mark.parametrize("who", ["ana", "bruno", "sol", "noor"])
def test_nobody_but_agents_acts_on_a_case(
    scene: Scene, sign_in: Callable[[str], FlaskClient], who: str, place: str
) -> None:
    opened = scene.ask()
    form = WHY | {"to": "team:payments", "state": "resolved", "note": "Hello", "client_id": "x"}
    assert act(sign_in(who), opened, place, **form).status_code == 404
    case = scene.case(opened)
    assert (case.state, case.agent_id, case.team) == ("queued", None, "general")


def test_a_claim_is_answered_with_the_header_or_the_page(scene: Scene, gus: FlaskClient) -> None:
    opened, other = scene.ask(mode="chat"), scene.ask(order=None)
    part = act(gus, opened, "assignment", htmx=True)
    assert part.status_code == 200
    assert "<html" not in part.text
    assert "Claim" not in part.text
    assert "In work" in part.text
    whole = act(gus, other, "assignment")
    assert (whole.status_code, whole.headers["Location"]) == (303, f"/agents/cases/{other.case_id}")
    assert {scene.case(each).agent_id for each in (opened, other)} == {scene.ids["gus"]}


def test_who_claims_second_reads_that_a_colleague_was_faster(
    scene: Scene, gus: FlaskClient, iris: FlaskClient
) -> None:
    opened = scene.ask()
    assert act(iris, opened, "assignment").status_code == 303
    late = act(gus, opened, "assignment")
    assert late.status_code == 303
    assert scene.case(opened).agent_id == scene.ids["iris"]
    html = gus.get(late.headers["Location"]).text
    assert "A colleague was faster." in html
    assert "Why do you look into it?" in html
    script = act(gus, opened, "assignment", htmx=True)
    assert (script.status_code, script.headers["HX-Redirect"]) == (204, f"/agents/cases/{opened.case_id}")


def test_a_colleagues_case_is_taken_over_with_a_reason_and_a_summary(
    scene: Scene, gus: FlaskClient, iris: FlaskClient
) -> None:
    opened = scene.ask("The lamp is broken.")
    scene.say("iris", opened, "Could you send a photo?")
    assert act(gus, opened, "takeover", reason="").status_code == 422
    assert scene.case(opened).agent_id == scene.ids["iris"]
    assert act(gus, opened, "takeover", reason="Iris is ill.").status_code == 303
    assert scene.case(opened).agent_id == scene.ids["gus"]
    note = db.session.scalars(select(CaseNote)).one()
    assert (note.kind, note.person_id) == ("handover", scene.ids["gus"])
    assert note.body.splitlines()[0] == "Why it is handed over: Iris is ill."
    assert "Why do you look into it?" in page(iris, opened), "she says why from now on"


def test_who_holds_it_hands_it_to_a_colleague_with_a_summary_of_what_there_is(
    scene: Scene, gus: FlaskClient, iris: FlaskClient
) -> None:
    opened = scene.ask("The lamp is broken.")
    scene.say("gus", opened, "Could you send a photo?")
    scene.say("ana", opened, "Here it is.")
    form = gus.get(f"/agents/cases/{opened.case_id}/transfer").text
    assert "Iris · not on duty" in form
    assert "Gus ·" not in form
    assert "Team Payments" in form
    scene.on_duty("iris")
    part = gus.get(f"/agents/cases/{opened.case_id}/transfer", headers=HTMX).text
    assert "Iris · on duty, 0 of 4 chats" in part
    assert "<html" not in part
    to = f"person:{scene.ids['iris']}"
    without = act(gus, opened, "transfer", to=to, reason=" ")
    assert without.status_code == 422
    assert "Say why." in without.text
    handed = act(gus, opened, "transfer", to=to, reason="She knows the shop.")
    assert handed.headers["Location"] == "/agents/?show=mine"
    assert "case is handed over." in gus.get("/agents/").text
    assert scene.case(opened).agent_id == scene.ids["iris"]
    summary = db.session.scalars(select(CaseNote.body)).one().splitlines()
    assert summary[0] == "Why it is handed over: She knows the shop."
    assert "About: Where is my order?" in summary
    assert any(line.startswith(f"Order: …{LUMA_ORDER[-4:]}, ") for line in summary)
    assert "The buyer asked first: “The lamp is broken.”" in summary
    assert "The buyer said last: “Here it is.”" in summary
    assert "Answered so far: 1, the last time: “Could you send a photo?”" in summary
    assert any(line.startswith("Promised: an answer by ") for line in summary)
    assert "Handover" in page(iris, opened)


def test_a_case_is_given_to_a_team_and_waits_there_at_its_place(scene: Scene, gus: FlaskClient) -> None:
    opened = scene.ask()
    before = scene.case(opened).queued_at
    assert act(gus, opened, "transfer", to="team:payments", **WHY).status_code == 303
    case = scene.case(opened)
    assert (case.team, case.state, case.agent_id, case.queued_at) == ("payments", "queued", None, before)


@pytest.mark.parametrize("to", ["", "person:", "person:999999", "person:x", "team:nobody", "nonsense"])
def test_nobody_is_handed_what_is_not_there(scene: Scene, gus: FlaskClient, to: str) -> None:
    opened = scene.ask()
    scene.claim("gus", opened)
    answer = act(gus, opened, "transfer", to=to, **WHY)
    assert answer.headers["Location"] == f"/agents/cases/{opened.case_id}"
    assert "That isn&#39;t possible with this case." in gus.get(answer.headers["Location"]).text
    assert scene.case(opened).agent_id == scene.ids["gus"]


def test_only_agents_are_handed_cases(scene: Scene, gus: FlaskClient) -> None:
    opened = scene.ask()
    scene.claim("gus", opened)
    for who in ("sol", "noor", "ana", "gus"):
        act(gus, opened, "transfer", to=f"person:{scene.ids[who]}", **WHY)
        assert scene.case(opened).agent_id == scene.ids["gus"]


def test_a_case_that_a_colleague_holds_is_not_handed_on(scene: Scene, gus: FlaskClient) -> None:
    opened = scene.ask()
    scene.claim("iris", opened)
    assert gus.get(f"/agents/cases/{opened.case_id}/transfer").status_code == 404
    act(gus, opened, "transfer", to="team:payments", **WHY)
    act(gus, opened, "handback")
    act(gus, opened, "state", state="resolved")
    case = scene.case(opened)
    assert (case.agent_id, case.team, case.state) == (scene.ids["iris"], "general", "assigned")


def test_what_is_handed_back_waits_again_with_a_summary_where_somebody_answered(
    scene: Scene, gus: FlaskClient
) -> None:
    opened, answered = scene.ask(), scene.ask(order=None)
    scene.claim("gus", opened)
    scene.say("gus", answered, "Let me look.")
    for each in (opened, answered):
        assert act(gus, each, "handback").headers["Location"] == "/agents/"
        case = scene.case(each)
        assert (case.state, case.agent_id) == ("queued", None)
    assert db.session.scalars(select(CaseNote.case_id)).all() == [answered.case_id]


@pytest.mark.parametrize("state", ["waiting_buyer", "waiting_seller", "resolved"])
def test_who_holds_it_says_whose_turn_it_is(scene: Scene, gus: FlaskClient, state: str) -> None:
    opened = scene.ask()
    scene.claim("gus", opened)
    part = act(gus, opened, "state", htmx=True, state=state)
    assert part.status_code == 200
    assert scene.case(opened).state == state
    assert act(gus, opened, "state", state="nonsense").status_code == 303
    assert scene.case(opened).state == state


def test_a_chat_goes_on_as_a_message_by_its_agent(scene: Scene, gus: FlaskClient) -> None:
    opened = scene.ask(mode="chat")
    assert "Go on as message" in page(gus, opened)
    assert "Go on as message" not in act(gus, opened, "message-mode", htmx=True).text
    assert scene.case(opened).mode == "message"
