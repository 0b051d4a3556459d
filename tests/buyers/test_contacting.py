"""What "Contact us" sends: one case for the same question, and nothing typed is lost on any road."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete

from shop_help.extensions import db
from shop_help.models import SignIn
from tests.buyers.conftest import LATE, send
from tests.buyers.service import cases_of, newest, on_duty, said_in, sets

pytestmark = pytest.mark.usefixtures("service")

ABOUT = f"order={LATE}&question=parcel-late"
CHOICE = f"/help/contact?{ABOUT}"


def test_a_live_agent_opens_the_case_and_leads_to_its_one_address(ana: FlaskClient) -> None:
    answer = send(ana, "chat", "It was to be here on Saturday.")
    case = newest()
    assert answer.headers["Location"] == f"/conversations/{case.conversation_id}"
    assert (case.mode, case.state, case.order.number, case.question.slug) == ("chat", "queued", LATE, "parcel-late")
    assert said_in(case) == [
        ("SYSTEM", "My parcel is late · Order …0107"),
        ("BUYER", "It was to be here on Saturday."),
    ]
    assert send(ana, "chat", "", order="", question="").status_code == 303
    assert len(cases_of("ana")) == 2, "nothing need be typed, and it may be about nothing"


def test_asking_the_same_once_more_leads_to_the_case_there_is(ana: FlaskClient) -> None:
    first = send(ana, "chat", "Where is it?").headers["Location"]
    assert "You already asked about this" in ana.get(CHOICE).text
    again = send(ana, "message", "Still nothing.")
    assert again.headers["Location"] == first
    assert "You already asked about this. Here it goes on." in ana.get(first).text
    assert [body for voice, body in said_in(newest()) if voice == "BUYER"] == ["Where is it?", "Still nothing."]
    assert len(cases_of("ana")) == 1
    other = send(ana, "message", "Mine too", question="tracking-stuck")
    assert other.headers["Location"] != first


def test_a_form_sent_twice_is_one_message(ana: FlaskClient) -> None:
    name = str(uuid4())
    for _ in range(3):
        assert send(ana, "message", "Where is it?", name).status_code == 303
    assert [body for voice, body in said_in(newest()) if voice == "BUYER"] == ["Where is it?"]


def test_who_waits_already_goes_on_waiting_though_the_chat_has_closed(ana: FlaskClient) -> None:
    first = send(ana, "chat").headers["Location"]
    on_duty(state="off")
    assert send(ana, "chat", "Still here").headers["Location"] == first


@pytest.mark.parametrize(
    ("body", "client_id", "words"),
    [
        ("", "", "Write something first."),
        ("  \n ", "", "Write something first."),
        ("x" * 4001, "", "at most 4,000 characters"),
        ("Hello", "no-uuid", "Write something first."),
    ],
)
def test_what_cant_be_sent_comes_back_with_the_words(ana: FlaskClient, body: str, client_id: str, words: str) -> None:
    answer = send(ana, "message", body, client_id)
    assert answer.status_code == 422
    assert words in answer.text
    assert f"{body.strip()}</textarea>" in answer.text
    assert cases_of("ana") == []
    long = send(ana, "chat", "x" * 4001)
    assert (long.status_code, "x" * 4001 in long.text) == (422, True)


def test_words_that_were_changed_after_they_arrived_get_a_name_of_their_own(ana: FlaskClient) -> None:
    name = str(uuid4())
    send(ana, "message", "One", name)
    answer = send(ana, "message", "One and a half", name)
    assert answer.status_code == 409
    assert name not in answer.text
    assert "One and a half</textarea>" in answer.text


@pytest.mark.parametrize("query", ["order=576461030000000123", "order=1", "question=nothing", f"{ABOUT}x"])
def test_somebody_elses_order_and_a_question_that_is_none_are_not_there(ana: FlaskClient, query: str) -> None:
    assert ana.get(f"/help/contact?{query}").status_code == 404
    form = dict(part.split("=") for part in query.split("&"))
    for way in ("chat", "message"):
        sent = ana.post(f"/help/contact/{way}", data=form | {"body": "Hi", "client_id": str(uuid4())})
        assert sent.status_code == 404
    assert cases_of("ana") == []


def test_a_case_of_somebody_else_is_no_earlier_one(ana: FlaskClient, sign_in: Callable[[str], FlaskClient]) -> None:
    bruno = sign_in("bruno")
    bruno.post("/help/contact/message", data={"client_id": str(uuid4()), "body": "Hello"})
    assert send(ana, "message", "Hi", earlier=str(newest("bruno").id)).status_code == 404
    assert cases_of("ana") == []


def test_a_visitor_signs_in_and_comes_back_and_somebody_of_seventeen_reads_help(
    app: Flask, sign_in: Callable[[str], FlaskClient]
) -> None:
    visitor = app.test_client()
    question = visitor.get("/help/questions/parcel-late?platform=ios").text
    assert 'href="/help/contact?question=parcel-late"' in question
    sent_away = visitor.get("/help/contact?question=parcel-late").headers["Location"]
    assert sent_away == "/sign-in?next=%2Fhelp%2Fcontact%3Fquestion%3Dparcel-late"
    back = visitor.post("/sign-in/demo", data={"person": "ana", "next": "/help/contact?question=parcel-late"})
    assert back.headers["Location"] == "/help/contact?question=parcel-late"
    kit = sign_in("kit")
    assert kit.get("/help/contact").headers["Location"] == "/help"
    assert "Contact us" not in kit.get("/help?platform=web").text


def test_every_buyer_may_ask_whatever_became_of_the_order(ana: FlaskClient, orders_of) -> None:
    for order in {order.state: order for order in orders_of("ana")}.values():
        sent = ana.post(
            "/help/contact/message", data={"order": order.number, "body": "Please", "client_id": str(uuid4())}
        )
        assert sent.status_code == 303, order.state


def test_a_resolved_case_is_opened_again_by_asking(ana: FlaskClient) -> None:
    first = send(ana, "message", "It is late.").headers["Location"]
    sets(newest(), "resolved")
    assert send(ana, "message", "It is still late.").headers["Location"] == first
    assert newest().state == "queued"


def test_signed_out_meanwhile_the_words_are_shown_and_nothing_is_sent(ana: FlaskClient) -> None:
    ana.get(f"/help/contact/message?{ABOUT}")
    db.session.execute(delete(SignIn))
    db.session.commit()
    answer = send(ana, "message", "These words took me ten minutes.")
    assert answer.status_code == 401
    assert "These words took me ten minutes.</textarea>" in answer.text
    assert "/sign-in?next=" in answer.text
    assert cases_of("ana") == []
