"""An agent decides a case of Buyer Protection from one page; above an amount a second one confirms it."""

import html
import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shop_help.actions.protection import answering, appealing, settling
from tests.actions.protection.scene import Scene

HTMX = {"HX-Request": "true"}


@pytest.fixture
def reviewed(counter: Scene) -> Any:
    """A case that both sides spoke in."""
    case = counter.open()
    answering.answer(counter.sign_ins["seller"], case.protection_id, "It was whole when it left us.")
    return case


def at(counter: Scene, case: Any, place: str = "") -> str:
    return f"/agents/cases/{counter.row(case).case_id}/protection{place}"


def do(client: FlaskClient, counter: Scene, case: Any, place: str, **form: Any) -> TestResponse:
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/agents/").text)
    data = {"client_id": str(uuid4()), **form} | ({"csrf_token": token[1]} if token else {})
    return client.post(at(counter, case, place), data=data)


def words_of(answer: TestResponse) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text)))


def decide(client: FlaskClient, counter: Scene, case: Any, outcome: str, **form: Any) -> TestResponse:
    return do(client, counter, case, "/decision", outcome=outcome, **({"why": "The photo shows it."} | form))


def test_both_sides_the_rules_the_money_and_what_was_before_stand_on_one_page(
    agent: FlaskClient, counter: Scene, reviewed: Any
) -> None:
    settling.offer(counter.sign_ins["seller"], reviewed.protection_id, 500, "For your trouble.", str(uuid4()))
    told = words_of(agent.get(at(counter, reviewed)))
    for words in (
        "It came with a crack from top to bottom.",
        "It was whole when it left us.",
        "Offers $5.00 to end it : waits for an answer",
        "On the day it was opened: covered",
        "Now, as if this case were not there: covered",
        "In all $45.00 $45.00 $0.00 $45.00",
        "Decided cases besides this one",
        "one in part counts half for the buyer",
        "Buyer 0 0 0 0 –",
    ):
        assert words in told, words
    photos = re.findall(r'<a href="(/evidence/[0-9a-f-]+)"', agent.get(at(counter, reviewed)).text)
    assert photos
    assert agent.get(photos[0]).status_code == 200


def test_what_follows_is_said_before_anything_is_decided(agent: FlaskClient, counter: Scene, reviewed: Any) -> None:
    told = words_of(agent.get(at(counter, reviewed)))
    assert "$45.00 goes back to Buyer at once." in told
    assert "Nothing goes back to Buyer." in told
    assert "Buyer and Luma Home both read your reason." in told
    assert "can appeal it once, until" in told
    page = agent.get(at(counter, reviewed)).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    lines = counter.lines(counter.row(reviewed).order_id)
    form = {f"line-{lines[0]}": "10", f"line-{lines[1]}": "0", "shipping": "2.50", "csrf_token": token[1]}
    told = agent.post(at(counter, reviewed, "/follows"), data=form | {"outcome": "partial"}, headers=HTMX).text
    assert "$12.50 goes back to Buyer at once." in told
    told = agent.post(
        at(counter, reviewed, "/follows"), data=form | {"outcome": "for_buyer", "back": "1"}, headers=HTMX
    ).text
    assert "Buyer sends it back until" in told
    assert counter.row(reviewed).state == "under_review"
    assert counter.decisions(reviewed) == []


def test_it_is_decided_for_the_buyer_and_the_money_goes_back(
    agent: FlaskClient, counter: Scene, reviewed: Any
) -> None:
    assert decide(agent, counter, reviewed, "for_buyer").status_code == 303
    row = counter.row(reviewed)
    assert (row.outcome, row.decided_amount) == ("for_buyer", 4500)
    assert [refund.amount for refund in counter.refunds(reviewed)] == [4500]
    assert counter.case(reviewed).agent_id == counter.people["agent"].id
    assert "The photo shows it." in words_of(agent.get(at(counter, reviewed)))


def test_it_is_decided_in_part_item_by_item(agent: FlaskClient, counter: Scene, reviewed: Any) -> None:
    lines = counter.lines(counter.row(reviewed).order_id)
    amounts = {f"line-{lines[0]}": "12.50", f"line-{lines[1]}": "0", "shipping": "1"}
    assert decide(agent, counter, reviewed, "partial", **amounts).status_code == 303
    decision = counter.decisions(reviewed)[0]
    assert (decision.by_line, decision.shipping_amount) == ({str(lines[0]): 1250, str(lines[1]): 0}, 100)


def test_what_is_wrong_with_a_decision_stands_beside_it_and_what_was_typed_stays(
    agent: FlaskClient, counter: Scene, reviewed: Any
) -> None:
    answer = decide(agent, counter, reviewed, "for_seller", why="")
    assert answer.status_code == 422
    assert "Say why, in words that both sides understand." in words_of(answer)
    lines = counter.lines(counter.row(reviewed).order_id)
    amounts = {f"line-{lines[0]}": "ten", f"line-{lines[1]}": "0", "shipping": "0"}
    answer = decide(agent, counter, reviewed, "partial", **amounts)
    assert answer.status_code == 422
    assert 'value="ten"' in answer.text
    assert "Write it in digits" in words_of(answer)
    amounts[f"line-{lines[0]}"] = "999"
    answer = decide(agent, counter, reviewed, "partial", **amounts)
    assert "This is more than was paid for it" in words_of(answer)
    assert counter.row(reviewed).state == "under_review"


def test_a_side_is_asked_for_more_until_a_day(agent: FlaskClient, counter: Scene, reviewed: Any) -> None:
    asked = {"side": "SHOP", "words": "Show us the parcel before it left.", "days": "2"}
    assert do(agent, counter, reviewed, "/evidence-requests", **asked | {"days": "15"}).status_code == 422
    assert do(agent, counter, reviewed, "/evidence-requests", **asked | {"side": "X"}).status_code == 422
    assert do(agent, counter, reviewed, "/evidence-requests", **asked).status_code == 303
    assert counter.row(reviewed).state == "evidence_requested"
    told = words_of(agent.get(at(counter, reviewed)))
    assert "We asked: Show us the parcel before it left." in told
    assert "It is decided once what was asked for is here" in told
    assert 'id="decide-for_buyer"' not in agent.get(at(counter, reviewed)).text


def test_it_can_be_found_not_covered_with_a_reason(agent: FlaskClient, counter: Scene, reviewed: Any) -> None:
    assert do(agent, counter, reviewed, "/ineligibility", why=" ").status_code == 422
    assert do(agent, counter, reviewed, "/ineligibility", why="It was collected in person.").status_code == 303
    assert counter.row(reviewed).state == "ineligible"
    assert "What you can do" not in words_of(agent.get(at(counter, reviewed)))


def test_before_the_seller_has_answered_there_is_nothing_to_decide(agent: FlaskClient, counter: Scene) -> None:
    case = counter.open()
    page = agent.get(at(counter, case)).text
    assert 'id="decide-for_buyer"' not in page
    assert 'id="find-ineligible"' in page
    answer = decide(agent, counter, case, "for_buyer")
    assert answer.status_code == 409
    assert "Nothing was done." in words_of(answer)


def test_a_colleague_of_who_holds_it_says_why_first_and_decides_nothing(
    agent: FlaskClient, colleague: FlaskClient, counter: Scene, reviewed: Any
) -> None:
    do(agent, counter, reviewed, "/evidence-requests", side="BUYER", words="The label, please.", days="3")
    assert colleague.get(at(counter, reviewed)).status_code == 303
    assert colleague.get(at(counter, reviewed, "/file")).status_code == 303
    assert decide(colleague, counter, reviewed, "for_buyer").status_code == 404
    case_id = counter.row(reviewed).case_id
    token = re.search(r'name="csrf_token" value="([^"]+)"', colleague.get(f"/agents/cases/{case_id}").text)
    assert token
    opening = {"reason": "quality", "csrf_token": token[1]}
    assert colleague.post(f"/agents/cases/{case_id}/opening", data=opening).status_code == 303
    told = words_of(colleague.get(at(counter, reviewed)))
    assert "Agent holds this case and decides it." in told
    assert "What you can do" not in told
    answer = decide(colleague, counter, reviewed, "for_buyer")
    assert answer.status_code == 409
    assert "A colleague holds this case by now." in words_of(answer)


def test_above_the_amount_a_second_agent_confirms_and_never_the_first(
    app: Flask, agent: FlaskClient, colleague: FlaskClient, counter: Scene, reviewed: Any
) -> None:
    app.config["SECOND_AGENT_ABOVE"] = "40"
    told = words_of(agent.get(at(counter, reviewed)))
    assert "More than $40.00 is claimed: it counts once a second agent has confirmed it." in told
    decide(agent, counter, reviewed, "for_buyer")
    assert counter.row(reviewed).state == "under_review"
    assert counter.refunds(reviewed) == []
    told = words_of(agent.get(at(counter, reviewed)))
    assert "You proposed this decision: a colleague confirms it" in told
    assert "Confirm it" not in told
    assert do(agent, counter, reviewed, "/confirmation").status_code == 409
    # A colleague finds it though the first agent holds the case, and reads what follows.
    told = words_of(colleague.get(at(counter, reviewed)))
    assert "Confirm it" in told
    assert "$45.00 goes back to Buyer at once." in told
    assert "It came with a crack from top to bottom." in told
    assert do(colleague, counter, reviewed, "/confirmation").status_code == 303
    assert counter.row(reviewed).outcome == "for_buyer"
    assert [refund.amount for refund in counter.refunds(reviewed)] == [4500]
    assert colleague.get(at(counter, reviewed)).location.endswith(f"/agents/cases/{counter.row(reviewed).case_id}")


def test_a_second_agent_who_says_no_says_why_to_the_colleague_alone(
    app: Flask, agent: FlaskClient, colleague: FlaskClient, counter: Scene, reviewed: Any
) -> None:
    app.config["SECOND_AGENT_ABOVE"] = "40"
    decide(agent, counter, reviewed, "for_buyer")
    assert do(colleague, counter, reviewed, "/refusal", why="").status_code == 422
    assert do(colleague, counter, reviewed, "/refusal", why="Ask for the label first.").status_code == 303
    told = words_of(agent.get(at(counter, reviewed)))
    assert "Ask for the label first. Only agents read this." in told
    assert 'id="decide-for_buyer"' in agent.get(at(counter, reviewed)).text


def test_after_an_appeal_another_agent_decides_for_good(
    agent: FlaskClient, colleague: FlaskClient, counter: Scene, reviewed: Any
) -> None:
    decide(agent, counter, reviewed, "for_seller")
    new = "Here is the carrier's own protocol about the broken box."
    appealing.appeal(counter.sign_ins["buyer"], reviewed.protection_id, new)
    told = words_of(agent.get(at(counter, reviewed)))
    assert "You made the decision that was appealed" in told
    assert decide(agent, counter, reviewed, "for_buyer").status_code == 409
    told = words_of(colleague.get(at(counter, reviewed)))
    assert "Decide for good" in told
    assert "It is final: nobody can appeal it." in told
    assert decide(colleague, counter, reviewed, "for_buyer").status_code == 303
    assert counter.decisions(reviewed)[-1].is_final


def test_nobody_but_agents_finds_the_page_and_a_case_of_another_kind_has_none(
    browser_of: Callable[[str], FlaskClient], counter: Scene, reviewed: Any
) -> None:
    assert browser_of("agent").get(at(counter, reviewed)).status_code == 200
    for who in ("buyer", "seller", "rival", "other"):
        client = browser_of(who)
        for place in ("", "/file", "/archive"):
            assert client.get(at(counter, reviewed, place)).status_code == 404
    assert browser_of("agent").get("/agents/cases/999999/protection").status_code == 404


def test_an_agents_file_holds_the_talk_and_the_notes(agent: FlaskClient, counter: Scene, reviewed: Any) -> None:
    told = words_of(agent.get(at(counter, reviewed, "/file")))
    assert "The buyer's talk with customer service" in told
    assert "The buyer opened the case." in told
    answer = agent.get(at(counter, reviewed, "/archive"))
    with zipfile.ZipFile(BytesIO(answer.data)) as kept:
        assert {"case.json", "case.htm"} < set(kept.namelist())


def test_the_list_tells_cases_of_buyer_protection_with_their_clock(
    agent: FlaskClient, counter: Scene, reviewed: Any
) -> None:
    waiting = counter.open()
    told = words_of(agent.get("/agents/?show=protection"))
    assert "Protection 1" in told
    assert "To be decided Buyer Protection" in told
    assert "You decide until" in told
    page = agent.get("/agents/?show=protection").text
    assert f'href="{at(counter, reviewed)}?show=protection"' in page
    assert at(counter, waiting) not in page
    page = agent.get("/agents/?show=protection&state=sides").text
    assert at(counter, waiting) in page
    assert at(counter, reviewed) not in page
    assert "The seller answers until" in words_of(agent.get("/agents/?show=protection&state=sides"))
    decide(agent, counter, reviewed, "for_buyer")
    assert at(counter, reviewed) in agent.get("/agents/?show=protection&state=decided").text
    assert "No case of Buyer Protection waits for a decision." in words_of(agent.get("/agents/?show=protection"))


def test_the_case_beside_its_talk_leads_to_the_decision(agent: FlaskClient, counter: Scene, reviewed: Any) -> None:
    page = agent.get(f"/agents/cases/{counter.row(reviewed).case_id}").text
    assert f'href="{at(counter, reviewed)}"' in page
