"""What the system says is read by each in their own language, whoever caused it; what people wrote is itself."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop_help import help_catalogue
from shop_help.actions.cases import Asked, open_case
from shop_help.actions.order_requests import asking, deciding
from shop_help.dates import day
from shop_help.each_language import in_each_language
from shop_help.extensions import db
from shop_help.languages import LANGUAGES
from shop_help.models import Conversation, HelpQuestion, Message, Order, SignIn
from shop_help.presentation import money
from shop_help.sayings import ELSEWHERE, body_in, data_in, message_in
from shop_help.speech import gettext as _


@pytest.fixture
def rejected(app: Flask, person_of: Callable[[str], Any]) -> Conversation:
    """Ana, who reads Spanish, asked to cancel an order; Sol, who reads English, said no in her own words."""
    ana, sol = person_of("ana"), person_of("sol")
    ana.locale = "es"
    db.session.add_all([SignIn(id="ana", person_id=ana.id), SignIn(id="sol", person_id=sol.id)])
    db.session.commit()
    order = db.session.scalars(Order.of(ana.id).where(Order.number == "576461030000000104")).one()
    lines = [line.id for line in order.lines]
    made = asking.ask("ana", asking.Asked(order.id, "cancellation", lines, str(uuid4()), "by_mistake"))
    deciding.reject("sol", made.request_id, "already_packed", "It left the shelf at noon")
    return db.session.scalars(
        select(Conversation).where(Conversation.order_id == order.id, Conversation.shop_id.is_not(None))
    ).one()


def test_a_card_is_read_by_each_side_in_its_own_language(
    rejected: Conversation, sign_in: Callable[[str], FlaskClient]
) -> None:
    buyers = sign_in("ana").get(f"/conversations/{rejected.id}").text
    sellers = sign_in("sol").get(f"/sellers/conversations/{rejected.id}").text
    for ours, theirs in (("Rechazada", "Rejected"), ("Ver la solicitud", "See the request")):
        assert ours in buyers
        assert ours not in sellers
        assert theirs in sellers
        assert theirs not in buyers
    for page in (buyers, sellers):
        assert "It left the shelf at noon" in page
    assert 'data-language="es"' in buyers
    assert 'data-language="en"' in sellers


def test_a_list_shows_what_was_said_last_in_the_readers_language(
    rejected: Conversation, sign_in: Callable[[str], FlaskClient]
) -> None:
    last = db.session.get_one(Message, (rejected.id, rejected.last_seq))
    own = body_in("es", last.body, last.data)
    assert last.voice == "SYSTEM"
    assert own != last.body
    page = sign_in("ana").get("/inbox").text
    assert own in page
    assert last.body not in page


def test_a_question_of_ours_that_a_case_is_about_is_named_in_the_readers_language(
    app: Flask, person_of: Callable[[str], Any], sign_in: Callable[[str], FlaskClient]
) -> None:
    ana = person_of("ana")
    ana.locale = "es"
    db.session.add(SignIn(id="ana", person_id=ana.id))
    db.session.commit()
    question = help_catalogue.questions()[0]
    question_id = db.session.scalar(select(HelpQuestion.id).where(HelpQuestion.slug == question.slug))
    opened = open_case("ana", Asked("message", None, question_id, "¿Y bien?", str(uuid4())))
    spanish = help_catalogue.question_in("es", question.question)
    assert spanish != question.question
    assert help_catalogue.question_in("es", "An operator's own") == "An operator's own"
    for address in ("/cases", f"/conversations/{opened.conversation_id}"):
        page = sign_in("ana").get(address).text
        assert spanish in page
        assert question.question not in page
    assert question.question in sign_in("gus").get("/agents/?show=unassigned").text


def test_it_is_said_once_in_each_language_with_its_money_and_its_days(app: Flask) -> None:
    with app.app_context():
        order = db.session.scalars(select(Order).limit(1)).one()
        when = order.created_at
        body, data = in_each_language(
            lambda: (_("In dispute"), {"title": money(123456, "USD"), "state": day(when, "UTC"), "href": "/x"})
        )
    assert set(data[ELSEWHERE]) == set(LANGUAGES) - {"en"}
    assert (body, data["title"]) == ("In dispute", "$1,234.56")
    spanish = data_in("es", data)
    assert spanish is not None
    assert body_in("es", body, data) not in ("", body)
    assert spanish["title"] != data["title"]
    assert spanish["state"] != data["state"]
    # What is the same in all of them stands there once.
    assert spanish["href"] == "/x"
    assert "href" not in data[ELSEWHERE]["es"]["data"]


@pytest.mark.parametrize("data", [None, {}, {"photo": "p"}, {"title": "Old", ELSEWHERE: {"es": None}}])
def test_what_was_said_without_other_languages_stays_as_it_is(data: dict[str, Any] | None) -> None:
    assert body_in("es", "Hola", data) == "Hola"
    said = SimpleNamespace(seq=1, author="buyer", client_id="a", kind="text", created_at=None, body="Hola", data=data)
    assert message_in("es", said).body == "Hola"


def test_everything_that_the_system_says_in_the_demo_is_there_in_each_language(app: Flask) -> None:
    said = db.session.scalars(select(Message).where(Message.voice == "SYSTEM")).all()
    assert len(said) > 20
    lacking = [(each.body, each.kind) for each in said if ELSEWHERE not in (each.data or {})]
    assert lacking == []
