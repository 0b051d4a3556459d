"""Operators add questions of their own and hide any: buyers see it with their next page, in lists and searches."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop_help.actions import own_questions as acts
from shop_help.actions.help_catalogue import install_questions
from shop_help.extensions import db
from shop_help.help_catalogue import questions
from shop_help.help_finding import catalogue, find
from shop_help.models import AuditEntry, HelpQuestion, HelpText, Person, SignIn
from shop_help.policy.faults import Faulty
from shop_help.policy.help_questions import MOST_OWN, name_for
from shop_help.policy.messages import Refused

STRIKE = {
    "question": "Is my parcel stuck in the strike?",
    "asked": "harbour strike\nwalkout of the carriers",
    "body": "The carriers are on **strike** until Friday.\n\n::: late\n{shop_name} knows of it.",
}
NEW = "/operators/questions/new/delivery"


@pytest.fixture
def noor(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("noor")


def the_one(slug: str) -> HelpQuestion:
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(db.select(HelpQuestion).where(HelpQuestion.slug == slug)).one()


def found(text: str, most: int = 10) -> list[str]:
    """What the search finds now: this thread's look at the database begins anew."""
    db.session.rollback()
    return [hit.question.slug for hit in find(text, most)]


def own() -> list[HelpQuestion]:
    db.session.rollback()
    return list(db.session.scalars(db.select(HelpQuestion).where(HelpQuestion.slug.startswith("own"))))


def audited() -> list[tuple[str, str, str, Any, Any]]:
    db.session.rollback()
    found = db.select(AuditEntry).where(AuditEntry.act.like("help_question.%")).order_by(AuditEntry.id)
    return [
        (each.act.partition(".")[2], each.role, each.thing, json.loads(each.before or "null"), json.loads(each.after))
        for each in db.session.scalars(found)
    ]


def test_an_own_question_is_offered_found_and_answered(app: Flask, noor: FlaskClient) -> None:
    assert noor.post(NEW, data=STRIKE | {"actions": ["message", "track"], "fits": "late"}).status_code == 303
    [row] = own()
    assert (row.slug, row.actions, row.fits) == (
        "own-is-my-parcel-stuck-in-the-strike",
        ["track", "message"],
        {"late": 75},
    )
    text = db.session.scalars(db.select(HelpText).where(HelpText.question_id == row.id)).one()
    assert (text.version, text.question, db.session.get_one(Person, text.person_id).cast_name) == (
        1,
        STRIKE["question"],
        "noor",
    )
    assert found("harbor strike")[0] == row.slug
    topic = [each.slug for each in catalogue().questions if each.topic == "delivery"]
    assert topic[-1] == row.slug
    visitor = app.test_client()
    assert STRIKE["question"] in visitor.get("/help/questions").text
    page = visitor.get(f"/help/questions/{row.slug}").text
    assert "<strong>strike</strong>" in page
    assert "knows of it" not in page
    assert audited() == [
        (
            "added",
            "operator",
            f"question {row.slug}",
            None,
            {"question": STRIKE["question"], "topic": "delivery"},
        )
    ]


def test_for_orders_it_is_for_it_comes_before_most(noor: FlaskClient) -> None:
    noor.post(NEW, data=STRIKE | {"fits": "late"})
    slug = own()[0].slug
    late = [each.slug for each in catalogue().ranked(frozenset({"late", "in_transit", "has_order", "paid"}))]
    delivered = [each.slug for each in catalogue().ranked(frozenset({"delivered", "has_order", "paid"}))]
    assert late.index(slug) < 5 < delivered.index(slug)


def test_the_same_form_sent_twice_adds_one(noor: FlaskClient) -> None:
    for _ in range(2):
        assert noor.post(NEW, data=STRIKE).status_code == 303
    assert len(own()) == 1
    # With another choice, or once it is hidden, it is another wish.
    noor.post(NEW, data=STRIKE | {"fits": "late"})
    assert [each.fits for each in own()] == [{}, {"late": 75}]
    for each in own():
        acts.hide_question(None, each.id)
    noor.post(NEW, data=STRIKE)
    assert [each.hidden_at is None for each in own()] == [False, False, True]
    noor.post(NEW, data=STRIKE | {"body": "Another one."})
    name = "own-is-my-parcel-stuck-in-the-strike"
    assert [each.slug for each in own()] == [name, *(f"{name}-{n}" for n in (2, 3, 4))]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"question": " "}, "Write something here."),
        ({"body": ""}, "Write something here."),
        ({"body": "{nobody}"}, "can&#39;t be filled"),
        ({"actions": "fly"}, "Choose from the list."),
        ({"fits": "asleep"}, "Choose from the list."),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(noor: FlaskClient, wrong: dict[str, str], said: str) -> None:
    answer = noor.post(NEW, data=STRIKE | {"actions": ["track"], "fits": "late"} | wrong)
    assert (answer.status_code, own()) == (422, [])
    assert said in answer.text
    assert "walkout of the carriers" in answer.text
    if "actions" not in wrong:
        assert 'value="track" checked' in answer.text


def test_a_topic_there_is_not_is_nowhere(noor: FlaskClient) -> None:
    assert noor.get("/operators/questions/new/weather").status_code == 404
    assert noor.post("/operators/questions/new/weather", data=STRIKE).status_code == 404
    assert noor.post("/operators/questions/new/weather/preview", data=STRIKE).status_code == 404


def test_the_preview_adds_nothing(noor: FlaskClient) -> None:
    sample = STRIKE | {"sample": "late"}
    assert "knows of it" in noor.post(f"{NEW}/preview", data=sample).text
    assert "knows of it" in noor.post(NEW, data=sample | {"preview": "1"}).text
    assert own() == []


def test_there_are_so_many_at_most(app: Flask, noor: FlaskClient) -> None:
    topic = the_one("parcel-late").topic_id
    db.session.add_all(HelpQuestion(slug=f"own-{n}", topic_id=topic, position=100 + n) for n in range(MOST_OWN - 1))
    db.session.commit()
    assert noor.post(NEW, data=STRIKE).status_code == 303
    answer = noor.post(NEW, data=STRIKE | {"question": "One more?"})
    assert answer.status_code == 422
    assert "200 of your own at most" in answer.text
    assert len(own()) == MOST_OWN


def test_a_hidden_one_is_offered_nowhere_and_read_by_who_has_its_address(app: Flask, noor: FlaskClient) -> None:
    hiding = f"/operators/questions/{the_one('parcel-late').id}/hiding"
    visitor = app.test_client()
    assert "parcel-late" in visitor.get("/help/questions").text
    assert found("my parcel is late")[0] == "parcel-late"
    for _ in range(2):
        assert noor.post(hiding, data={"hidden": "yes"}).status_code == 303
    assert "/help/questions/parcel-late" not in visitor.get("/help/questions").text
    assert "parcel-late" not in found("my parcel is late", 50)
    assert "parcel-late" not in [each.slug for each in catalogue().ranked(frozenset({"late", "has_order"}))]
    assert visitor.get("/help/questions/parcel-late").status_code == 200
    assert visitor.get("/help/questions/where-is-my-order").status_code == 200
    assert "Hidden" in noor.get("/operators/questions").text
    assert install_questions().added == 0, "a new release doesn't bring it back"
    assert the_one("parcel-late").hidden_at is not None
    assert noor.post(hiding, data={"hidden": "no"}).status_code == 303
    assert found("my parcel is late")[0] == "parcel-late"
    assert [(act, before, after) for act, _, _, before, after in audited()] == [
        ("hidden", {"hidden": False}, {"hidden": True}),
        ("offered", {"hidden": True}, {"hidden": False}),
    ]


def test_what_is_neither_yes_nor_no_hides_nothing(noor: FlaskClient) -> None:
    row = the_one("parcel-late")
    assert noor.post(f"/operators/questions/{row.id}/hiding", data={"hidden": "perhaps"}).status_code == 400
    assert noor.post("/operators/questions/99999/hiding", data={"hidden": "yes"}).status_code == 404
    assert the_one("parcel-late").hidden_at is None


@pytest.mark.parametrize("name", ["ana", "sol", "gus"])
def test_nobody_else_adds_or_hides(sign_in: Callable[[str], FlaskClient], name: str) -> None:
    sign_in(name).get("/profile")
    mine = db.session.scalars(db.select(SignIn.id).join(Person).where(Person.cast_name == name)).one()
    question_id = the_one("parcel-late").id
    with pytest.raises(Refused):
        acts.add_question(mine, acts.WrittenQuestion("delivery", **STRIKE))
    with pytest.raises(Refused):
        acts.hide_question(mine, question_id)
    assert own() == []
    assert the_one("parcel-late").hidden_at is None


def test_commands_do_the_same(app: Flask, tmp_path: Any) -> None:
    body = tmp_path / "strike.md"
    body.write_text(STRIKE["body"])
    noor = db.session.scalars(db.select(Person.email).where(Person.cast_name == "noor")).one()
    run = app.test_cli_runner().invoke
    words = ["delivery", STRIKE["question"], "--body", str(body), "--first-for", "late", "--solved-by", "track"]
    done = run(args=["faqs", "add", *words, "--by", noor])
    assert "own-is-my-parcel-stuck-in-the-strike" in done.output, done.output
    assert own()[0].fits == {"late": 75}
    assert run(args=["faqs", "hide", own()[0].slug]).output == "It is hidden.\n"
    listed = json.loads(run(args=["faqs", "list", "--json"]).output)
    assert [each["name"] for each in listed if not each["offered"]] == [own()[0].slug]
    assert run(args=["faqs", "offer", own()[0].slug]).exit_code == 0
    assert own()[0].hidden_at is None
    refused = run(args=["faqs", "add", "weather", *words[1:], "--by", noor])
    assert (refused.exit_code, "no such question, topic" in refused.output) == (1, True)
    faulty = run(args=["faqs", "add", "items", *words[1:], "--solved-by", "fly", "--by", noor])
    assert (faulty.exit_code, "Choose from the list." in faulty.output) == (1, True)
    assert len(own()) == 1


@pytest.mark.parametrize(
    ("question", "taken", "name"),
    [
        ("Where is it?", [], "own-where-is-it"),
        ("Where is it?", ["own-where-is-it", "own-where-is-it-2"], "own-where-is-it-3"),
        ("¿Dónde está?", [], "own-donde-esta"),
        ("أين طلبي؟", [], "own"),
        ("أين طلبي؟", ["own"], "own-2"),
        ("a" * 100, [], "own-" + "a" * 60),
    ],
)
def test_a_name_for_its_address(question: str, taken: list[str], name: str) -> None:
    assert name_for(question, taken) == name


def test_no_shipped_name_is_like_an_own_one() -> None:
    assert not [each.slug for each in questions() if each.slug.startswith("own")]


def test_faults_are_told_by_field(app: Flask, sign_in: Callable[[str], FlaskClient]) -> None:
    sign_in("noor").get("/operators/")
    mine = db.session.scalars(db.select(SignIn.id).join(Person).where(Person.cast_name == "noor")).first()
    with pytest.raises(Faulty) as caught:
        acts.add_question(mine, acts.WrittenQuestion("delivery", "", "", "", ("fly",), ("asleep",)))
    assert set(caught.value.faults) == {"question", "body", "actions", "fits"}
