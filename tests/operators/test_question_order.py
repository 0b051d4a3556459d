"""Operators put the questions of a topic in order; a new release keeps that; and the default is one tap away."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop_help.actions import question_order as acts
from shop_help.actions.help_catalogue import install_questions
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.help_finding import catalogue
from shop_help.models import AuditEntry, HelpQuestion, HelpText, HelpTopic, SignIn
from shop_help.models.shown_questions import all_questions
from shop_help.policy.help_questions import place_in
from shop_help.policy.messages import Refused

ORDER = "/operators/questions/order/payment"
SHIPPED = ["charged-twice", "payment-failed", "order-on-hold", "receipt", "wrong-amount", "discount-missing"]


@pytest.fixture
def noor(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("noor")


def order(topic: str = "payment") -> list[str]:
    db.session.rollback()
    db.session.expire_all()
    return [each.slug for each in all_questions() if each.topic == topic]


def moved(client: FlaskClient, slug: str, move: str, place: int) -> int:
    question_id = db.session.scalars(db.select(HelpQuestion.id).where(HelpQuestion.slug == slug)).one()
    return client.post(f"/operators/questions/{question_id}/place", data={"move": move, "place": place}).status_code


def audited() -> list[tuple[str, str, str, Any, Any]]:
    db.session.rollback()
    found = db.select(AuditEntry).where(AuditEntry.act.like("help_question.%")).order_by(AuditEntry.id)
    return [
        (each.act.partition(".")[2], each.role, each.thing, json.loads(each.before), json.loads(each.after))
        for each in db.session.scalars(found)
    ]


def test_a_move_holds_at_once_for_buyers_and_stands_in_the_audit_log(noor: FlaskClient) -> None:
    assert order() == SHIPPED
    before = [each.slug for each in catalogue().questions if each.topic == "payment"]
    for _ in range(2):  # tapped twice on the page that one had, it moves once
        assert moved(noor, "receipt", "up", 4) == 303
    wanted = ["charged-twice", "payment-failed", "receipt", "order-on-hold", "wrong-amount", "discount-missing"]
    assert order() == wanted != before
    assert [each.slug for each in catalogue().questions if each.topic == "payment"] == wanted
    page = noor.get("/help/questions").text
    assert page.index("/help/questions/receipt") < page.index("/help/questions/order-on-hold")
    assert audited() == [("moved", "operator", "question receipt", {"place": 4}, {"place": 3})]
    assert order("delivery")[0] == "where-is-my-order", "another topic keeps its own"


def test_each_order_of_the_same_questions_is_read_anew(app: Flask) -> None:
    ids = {row.slug: row.id for row in db.session.scalars(db.select(HelpQuestion))}
    db.session.rollback()
    for slug, place in (("charged-twice", 2), ("payment-failed", 3), ("order-on-hold", 1), ("charged-twice", 1)):
        acts.move_question(None, ids[slug], place)
        known = [each.slug for each in catalogue().questions if each.topic == "payment"]
        assert known == order()
    acts.reset_order(None, "payment")
    assert [each.slug for each in catalogue().questions if each.topic == "payment"] == SHIPPED


def test_what_comes_with_a_new_release_leaves_the_order_and_stands_behind(app: Flask, noor: FlaskClient) -> None:
    moved(noor, "discount-missing", "up", 6)
    with write_unit(db.session) as session:
        topic = session.scalars(db.select(HelpTopic).where(HelpTopic.slug == "payment")).one()
        topic.placed = [slug for slug in topic.placed or [] if slug != "charged-twice"]
    install_questions()
    assert order()[-3:] == ["discount-missing", "wrong-amount", "charged-twice"]


@pytest.mark.parametrize(
    ("placed", "slug", "position", "place"),
    [
        (None, "a", 3, (0, 3)),
        ([], "a", 3, (0, 3)),
        (["b", "a"], "a", 1, (1, 0)),
        (["b", "a"], "new", 1, (2, 1)),
    ],
)
def test_where_a_question_stands(placed: list[str] | None, slug: str, position: int, place: tuple[int, int]) -> None:
    assert place_in(placed, slug, position) == place


def test_the_default_order_is_back_with_one_tap(noor: FlaskClient) -> None:
    assert "Back to the default order" not in noor.get(ORDER).text
    moved(noor, "receipt", "up", 4)
    there = order()
    assert "Back to the default order" in noor.get(ORDER).text
    for _ in range(2):
        assert noor.post(f"{ORDER}/removal").status_code == 303
    assert order() == SHIPPED
    assert audited()[1:] == [("order_reset", "operator", "topic payment", {"order": there}, {"order": SHIPPED})]


def test_nothing_moves_where_there_is_no_place(noor: FlaskClient) -> None:
    assert moved(noor, SHIPPED[0], "up", 1) == 404
    assert moved(noor, SHIPPED[-1], "down", 6) == 404
    assert moved(noor, SHIPPED[0], "sideways", 3) == 404
    assert noor.post("/operators/questions/999999/place", data={"move": "up", "place": 2}).status_code == 404
    assert noor.get("/operators/questions/order/nowhere").status_code == 404
    assert noor.post("/operators/questions/order/nowhere/removal").status_code == 404
    assert order() == SHIPPED
    assert audited() == []


@pytest.mark.parametrize("who", ["ana", "sol", "gus"])
def test_nobody_but_operators(who: str, sign_in: Any, person_of: Any) -> None:
    client = sign_in(who)
    assert client.get(ORDER).status_code == 404
    assert moved(client, "receipt", "up", 4) == 404
    assert client.post(f"{ORDER}/removal").status_code == 404
    question_id = db.session.scalars(db.select(HelpQuestion.id).where(HelpQuestion.slug == "receipt")).one()
    db.session.add(SignIn(id="others", person_id=person_of(who).id))
    db.session.commit()
    with pytest.raises(Refused, match="forbidden"):
        acts.move_question("others", question_id, 1)
    with pytest.raises(Refused, match="forbidden"):
        acts.reset_order("others", "payment")
    assert order() == SHIPPED


def test_all_that_is_done_to_questions_by_command(app: Flask, tmp_path: Any) -> None:
    def ran(*words: str, code: int = 0) -> str:
        result = app.test_cli_runner().invoke(args=["faqs", *words])
        assert result.exit_code == code, result.output
        return result.output

    text = tmp_path / "text.md"
    text.write_text("Under “Your orders”.\n")
    by = ("--by", "noor@example.com")
    ran("change", "receipt", "--question", "Where is my receipt?", "--body", str(text), *by)
    shown = json.loads(ran("show", "receipt"))
    assert (shown["question"], shown["body"], shown["version"]) == (
        "Where is my receipt?",
        "Under “Your orders”.",
        2,
    )
    install_questions()
    assert json.loads(ran("show", "receipt"))["version"] == 2, "a new release keeps an operator's words"
    ran("restore", "receipt", "1", *by)
    assert json.loads(ran("show", "receipt"))["question"] == "I need a receipt or an invoice"
    ran("move", "receipt", "1")
    listed = [each["name"] for each in json.loads(ran("list", "--json")) if each["topic"] == "payment"]
    assert listed[0] == "receipt"
    ran("default-order", "payment")
    assert order() == SHIPPED
    assert "Where is my order?" in ran("list")
    assert [each[:2] for each in audited()] == [
        (act, "command") for act in ("changed", "restored", "moved", "order_reset")
    ]


def test_a_command_changes_no_words_but_as_an_operator(app: Flask) -> None:
    def refused(*words: str) -> str:
        result = app.test_cli_runner().invoke(args=["faqs", *words])
        assert result.exit_code == 1, result.output
        return result.output

    for email in ("gus@example.com", "nobody@example.com"):
        assert "no such" in refused("change", "receipt", "--question", "Where?", "--by", email)
        assert "no such" in refused("restore", "receipt", "1", "--by", email)
    assert "no such" in refused("show", "nothing")
    assert "no such" in refused("move", "receipt", "9")
    assert "Write something" in refused("change", "receipt", "--question", "", "--by", "noor@example.com")
    assert db.session.query(HelpText).filter(HelpText.person_id.is_not(None)).count() == 0
    assert audited() == []
