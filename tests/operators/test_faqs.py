"""Questions for the conversations of shops that have none of their own: operators edit them, buyers tap them."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop_help.actions import standard_faqs as acts
from shop_help.actions.conversations import open_conversation
from shop_help.extensions import db
from shop_help.languages import LANGUAGES, reading
from shop_help.models import AuditEntry, Conversation, Message, Order, Person, ShopFaq, SignIn, StandardFaq
from shop_help.models.shown_faqs import standard_faqs
from shop_help.policy.answers import unknown_places
from shop_help.policy.faults import Faulty
from shop_help.policy.messages import Refused
from shop_help.policy.orders import STATES
from shop_help.policy.standard_faqs import MOST_STANDARD, SHIPPED_FAQS
from shop_help.sayings import body_in
from shop_help.speech import gettext as _

WORDS = {"question": "Do you ship on Sundays?", "answer": "{shop_name} doesn't, {buyer_name}."}


@pytest.fixture
def noor(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("noor")


@pytest.fixture
def talk(app: Flask, person_of: Callable[[str], Person]) -> int:
    """Ana's conversation about an order on its way, with a shop that wrote no questions."""
    ana = person_of("ana")
    order = db.session.scalars(Order.of(ana.id).where(Order.state == "IN_TRANSIT").limit(1)).one()
    db.session.execute(db.delete(ShopFaq).where(ShopFaq.shop_id == order.shop_id))
    db.session.commit()
    return open_conversation(ana.id, order.shop_id, order.id)


def one(question: str = SHIPPED_FAQS[0].question) -> StandardFaq:
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(db.select(StandardFaq).where(StandardFaq.question == question)).one()


def questions() -> list[str]:
    """What there is now: this thread's look at the database begins anew."""
    db.session.rollback()
    db.session.expire_all()
    return [each.question for each in standard_faqs()]


def tapped(client: FlaskClient, talk: int, **named: Any) -> int:
    form = {"client_id": str(uuid4()), **named}
    return client.post(f"/conversations/{talk}/questions", data=form).status_code


def test_a_conversation_opens_with_them_where_the_shop_has_none(
    talk: int, sign_in: Callable[[str], FlaskClient]
) -> None:
    ana = sign_in("ana")
    page = ana.get(f"/conversations/{talk}").text
    assert f'name="standard" value="{one().id}"' in page
    assert "How do I send something back?" not in page, "it isn't there yet"
    assert tapped(ana, talk, standard=one().id) == 303
    db.session.rollback()
    asked, answer = db.session.scalars(
        db.select(Message).where(Message.conversation_id == talk).order_by(Message.seq.desc()).limit(2)
    ).all()[::-1]
    assert (asked.body, asked.voice, answer.voice) == ("Where is my order?", "BUYER", "ROBOT")
    assert "{" not in answer.body
    assert "not known" not in answer.body
    assert one().asked == 1
    spanish = body_in("es", answer.body, answer.data)
    assert spanish != answer.body
    with reading("es"):
        assert body_in("es", asked.body, asked.data) == _("Where is my order?") != "Where is my order?"


def test_with_a_question_of_its_own_the_shop_speaks_for_itself(
    talk: int, sign_in: Callable[[str], FlaskClient]
) -> None:
    shop_id = db.session.get_one(Conversation, talk).shop_id
    db.session.add(ShopFaq(shop_id=shop_id, question="Is it linen?", answer="Yes."))
    db.session.commit()
    ana = sign_in("ana")
    page = ana.get(f"/conversations/{talk}").text
    assert 'name="standard"' not in page
    assert "Is it linen?" in page
    assert tapped(ana, talk, standard=one().id) == 404


def test_nothing_else_can_be_tapped(talk: int, sign_in: Callable[[str], FlaskClient]) -> None:
    ana = sign_in("ana")
    other = db.session.scalars(db.select(ShopFaq.id)).first()
    for named in ({}, {"standard": 9999}, {"standard": "x"}, {"faq": other}):
        assert tapped(ana, talk, **named) == 404, named
    assert sign_in("bruno").post(f"/conversations/{talk}/questions", data={"standard": one().id}).status_code == 404


def test_help_shows_their_answers_too(talk: int, sign_in: Callable[[str], FlaskClient]) -> None:
    number = db.session.scalars(
        db.select(Order.number).where(Order.state == "IN_TRANSIT", Order.buyer_id.is_not(None))
    ).all()
    pages = [sign_in("ana").get(f"/help?order={each}").text for each in number]
    assert any("Each step of the way stands" in page for page in pages)


def test_sellers_see_what_is_offered_until_they_write_their_own(
    talk: int, sign_in: Callable[[str], FlaskClient]
) -> None:
    db.session.execute(db.delete(ShopFaq))
    db.session.commit()
    page = sign_in("sol").get("/sellers/faqs").text
    assert "What buyers are offered until then" in page
    assert "When will it be shipped?" in page
    assert "/removal" not in page


def test_an_operator_adds_changes_and_deletes_and_takes_that_back(noor: FlaskClient) -> None:
    page = noor.get("/operators/faqs").text
    assert all(each.question in page.replace("&#39;", "'") for each in SHIPPED_FAQS)
    for _again in range(2):
        assert noor.post("/operators/faqs", data=WORDS | {"states": ["IN_TRANSIT", "UNPAID"]}).status_code == 303
    assert noor.post("/operators/faqs", data=WORDS | {"states": "UNPAID"}).status_code == 303
    db.session.execute(db.delete(StandardFaq).where(StandardFaq.id == max(each.id for each in standard_faqs())))
    db.session.commit()
    row = one(WORDS["question"])
    assert row.states == ["UNPAID", "IN_TRANSIT"]
    told = "Readers of other languages read these words as they are"
    assert told in noor.get(f"/operators/faqs/{row.id}").text
    assert told not in noor.get(f"/operators/faqs/{standard_faqs()[0].id}").text
    change = WORDS | {"answer": "No.", "seen": row.updated_at.isoformat()}
    assert noor.post(f"/operators/faqs/{row.id}", data=change).status_code == 303
    late = noor.post(f"/operators/faqs/{row.id}", data=change | {"answer": "Never."})
    assert late.status_code == 422
    assert "Somebody else changed this" in late.text
    assert "Never." in late.text
    assert one(WORDS["question"]).answer == "No."
    assert noor.post(f"/operators/faqs/{row.id}/removal").status_code == 303
    assert WORDS["question"] not in questions()
    shown = noor.get("/operators/faqs").text
    entry = shown.split('name="entry" value="')[1].split('"')[0]
    assert noor.post("/operators/faqs/restorations", data={"entry": entry}).status_code == 303
    assert one(WORDS["question"]).id == row.id
    db.session.rollback()
    wanted = db.select(AuditEntry.act).where(AuditEntry.act.like("standard_faq.%")).order_by(AuditEntry.id)
    told = [act.partition(".")[2] for act in db.session.scalars(wanted)]
    assert told == ["added", "added", "changed", "removed", "restored"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"question": ""}, "Write something here."),
        ({"answer": "{weather}"}, "can&#39;t be filled"),
        ({"states": "LOST"}, "Choose states from the list."),
    ],
)
def test_what_cannot_be_is_said(noor: FlaskClient, wrong: dict[str, str], said: str) -> None:
    answer = noor.post("/operators/faqs", data=WORDS | wrong)
    assert (answer.status_code, said in answer.text) == (422, True)
    assert len(questions()) == len(SHIPPED_FAQS)


def test_there_are_so_many_at_most(noor: FlaskClient) -> None:
    db.session.add_all(
        StandardFaq(question=f"Number {n}?", answer="Yes.") for n in range(MOST_STANDARD - len(SHIPPED_FAQS) - 1)
    )
    db.session.commit()
    assert noor.post("/operators/faqs", data=WORDS).status_code == 303
    assert noor.post("/operators/faqs", data=WORDS | {"question": "One more?"}).status_code == 422


def test_the_preview_fills_it_for_a_kind_of_order(noor: FlaskClient) -> None:
    page = noor.post("/operators/faqs/preview", data={"answer": "{shop_name}: {status}", "order": "delivered"}).text
    assert "{" not in page.split("robot")[-1]
    assert "Nothing can fill" in noor.post("/operators/faqs/preview", data={"answer": "{weather}"}).text


@pytest.mark.parametrize("name", ["ana", "sol", "gus"])
def test_nobody_else_edits_them(sign_in: Callable[[str], FlaskClient], name: str) -> None:
    client, row = sign_in(name), one()
    client.get("/profile")
    mine = db.session.scalars(db.select(SignIn.id).join(Person).where(Person.cast_name == name)).first()
    for act in (
        lambda: acts.add_faq(str(mine), **WORDS, states=[]),
        lambda: acts.change_faq(str(mine), row.id, row.updated_at, **WORDS, states=[]),
        lambda: acts.remove_faq(str(mine), row.id),
    ):
        with pytest.raises(Refused):
            act()
    assert client.get("/operators/faqs").status_code == 404
    assert one().answer == SHIPPED_FAQS[0].answer


def test_they_are_put_in_once_and_what_operators_made_of_them_stays(app: Flask) -> None:
    acts.remove_faq(None, one().id)
    assert acts.install_standard_faqs() == 0
    assert len(questions()) == len(SHIPPED_FAQS) - 1


def test_commands_do_the_same(app: Flask, tmp_path: Any) -> None:
    answer = tmp_path / "answer.txt"
    answer.write_text(WORDS["answer"])
    run = app.test_cli_runner().invoke
    added = run(args=["seller-faqs", "add", WORDS["question"], str(answer), "--state", "UNPAID"])
    assert "Its number is" in added.output, added.output
    number = str(one(WORDS["question"]).id)
    assert run(args=["seller-faqs", "change", number, "--question", "On Sundays?", "--always"]).exit_code == 0
    assert (one("On Sundays?").answer, one("On Sundays?").states) == (WORDS["answer"], [])
    assert "On Sundays?" in run(args=["seller-faqs", "list"]).output
    assert json.loads(run(args=["seller-faqs", "list", "--json"]).output)[-1]["question"] == "On Sundays?"
    assert run(args=["seller-faqs", "remove", number]).exit_code == 0
    missing = run(args=["seller-faqs", "change", number, "--always"])
    assert (missing.exit_code, "There is no such question" in missing.output) == (1, True)
    faulty = run(args=["seller-faqs", "add", "", str(answer)])
    assert (faulty.exit_code, "Write something here." in faulty.output) == (1, True)


@pytest.mark.parametrize("shipped", SHIPPED_FAQS, ids=lambda each: each.question)
def test_what_we_ship_can_be_filled_and_is_translated(app: Flask, shipped: Any) -> None:
    assert not unknown_places(shipped.answer)
    assert set(shipped.states) <= set(STATES)
    for language in set(LANGUAGES) - {"en"}:
        with app.test_request_context(), reading(language):
            assert _(shipped.question) != shipped.question
            assert set(_places(_(shipped.answer))) == set(_places(shipped.answer)), language


def _places(text: str) -> list[str]:
    return [part.split("}")[0] for part in text.split("{")[1:]]


def test_faults_stop_it(app: Flask) -> None:
    with pytest.raises(Faulty):
        acts.add_faq(None, "", "", [])
