"""Operators write their questions in other languages, too: buyers read theirs, and who edits sees what is older."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop_help import help_finding
from shop_help.actions.cases import Asked, open_case
from shop_help.actions.conversations import open_conversation
from shop_help.actions.help_questions import change_question
from shop_help.actions.own_questions import WrittenQuestion, add_question
from shop_help.actions.standard_faqs import change_faq, remove_faq, restore_faq
from shop_help.actions.translations import (
    FOR_SHOPS,
    HELP,
    drop_translation,
    restore_translation,
    translate,
    written_at,
)
from shop_help.extensions import db
from shop_help.help_catalogue import shipped_in
from shop_help.help_finding import find, question_words
from shop_help.languages import reading
from shop_help.models import AuditEntry, HelpQuestion, Message, Order, Person, ShopFaq, SignIn, StandardFaq
from shop_help.policy.faults import Faulty
from shop_help.policy.messages import Refused
from shop_help.sayings import body_in

IN_SPANISH = {"question": "¿Está mi paquete en huelga?", "asked": "paro de carteros", "body": "Hay **huelga** hoy."}
SHORT = {"question": "¿Envían los domingos?", "answer": "{shop_name} no, {buyer_name}."}
SLUG = "where-is-my-order"


@pytest.fixture
def noor(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("noor")


@pytest.fixture
def strike(app: Flask, person_of: Callable[[str], Person]) -> HelpQuestion:
    """A question of an operator's own, in English."""
    written = WrittenQuestion("delivery", "Is my parcel on strike?", "walkout", "A **strike** today.")
    return the_one(add_question(None, written, person_of("noor").id))


def the_one(slug: str) -> HelpQuestion:
    fresh()
    return db.session.scalars(db.select(HelpQuestion).where(HelpQuestion.slug == slug)).one()


def a_faq() -> StandardFaq:
    fresh()
    return db.session.scalars(db.select(StandardFaq).order_by(StandardFaq.id)).first()  # type: ignore[return-value]


def fresh() -> None:
    """This thread's look at the database begins anew."""
    db.session.rollback()
    db.session.expire_all()


def reads_spanish(person: Person) -> Person:
    fresh()
    person.locale = "es"
    db.session.commit()
    return person


def address(row: HelpQuestion | StandardFaq, language: str = "es", more: str = "") -> str:
    kind = "help" if isinstance(row, HelpQuestion) else "shops"
    return f"/operators/translations/{kind}/{row.id}/{language}{more}"


def spanish(app: Flask, path: str) -> str:
    return app.test_client().get(path, headers={"Accept-Language": "es"}).text


def audited() -> list[tuple[str, str, str, Any, Any]]:
    fresh()
    found = db.select(AuditEntry).where(AuditEntry.act.like("%transla%")).order_by(AuditEntry.id)
    return [
        (each.act, each.role, each.thing, json.loads(each.before or "null"), json.loads(each.after or "null"))
        for each in db.session.scalars(found)
    ]


def test_who_reads_that_language_reads_it_finds_it_and_nobody_else_does(
    app: Flask, noor: FlaskClient, strike: HelpQuestion
) -> None:
    page = f"/help/questions/{strike.slug}"
    assert "<strong>strike</strong>" in spanish(app, page), "until then as it is"
    assert noor.post(address(strike), data={**IN_SPANISH, "version": 1}).status_code == 303
    assert IN_SPANISH["question"] in spanish(app, page)
    assert "<strong>huelga</strong>" in spanish(app, page)
    assert IN_SPANISH["question"] in spanish(app, "/help/questions")
    english = app.test_client().get(page).text
    assert "<strong>strike</strong>" in english
    assert "huelga" not in english
    assert "huelga" not in app.test_client().get(page, headers={"Accept-Language": "id"}).text
    with reading("es"):
        fresh()
        assert find("paro de los carteros")[0].question.slug == strike.slug
        assert question_words("Is my parcel on strike?") == IN_SPANISH["question"]
    with reading("id"):
        assert question_words("Is my parcel on strike?") == "Is my parcel on strike?"
    with reading("en"):
        assert question_words("Is my parcel on strike?") == "Is my parcel on strike?"


def test_a_case_is_called_by_it(
    sign_in: Callable[[str], FlaskClient], person_of: Callable[[str], Person], strike: HelpQuestion
) -> None:
    translate(None, HELP, strike.id, "es", IN_SPANISH)
    ana = reads_spanish(person_of("ana"))
    db.session.add(SignIn(id="ana", person_id=ana.id))
    db.session.commit()
    opened = open_case("ana", Asked("message", None, strike.id, "¿Y bien?", str(uuid4())))
    first = db.select(Message).where(Message.conversation_id == opened.conversation_id).order_by(Message.seq).limit(1)
    said = db.session.scalars(first).one()
    assert IN_SPANISH["question"] in body_in("es", said.body, said.data)
    assert "Is my parcel on strike?" in body_in("en", said.body, said.data)
    assert IN_SPANISH["question"] in sign_in("ana").get("/cases").text


def test_a_case_is_opened_without_an_index_being_made(
    app: Flask, person_of: Callable[[str], Person], strike: HelpQuestion, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its line names the question in each language while the others who write wait."""

    def made(*_: Any) -> None:
        raise AssertionError("an index takes a tenth of a second")

    monkeypatch.setattr(help_finding, "Index", made)
    help_finding._indexed.cache_clear()
    translate(None, HELP, strike.id, "es", IN_SPANISH)
    db.session.add(SignIn(id="ana", person_id=person_of("ana").id))
    db.session.commit()
    assert open_case("ana", Asked("message", None, strike.id, "And?", str(uuid4()))).case_id


def test_of_what_we_ship_one_language_can_be_said_otherwise(app: Flask, noor: FlaskClient) -> None:
    row, ours = the_one(SLUG), shipped_in("es", SLUG)
    assert ours
    form = noor.get(address(row)).text
    assert ours["question"] in form, "one begins with ours"
    assert "This is the translation that is shipped" in form
    mended = {**ours, "question": "¿Y mi pedido?"}
    assert noor.post(address(row), data={**mended, "version": row.version}).status_code == 303
    assert "¿Y mi pedido?" in spanish(app, f"/help/questions/{SLUG}")
    indonesian = shipped_in("id", SLUG)
    assert indonesian
    page = app.test_client().get(f"/help/questions/{SLUG}", headers={"Accept-Language": "id"}).text
    assert indonesian["question"] in page
    fresh()
    with reading("es"):
        assert question_words("Where is my order?") == "¿Y mi pedido?"


def test_it_is_told_where_it_is_of_earlier_words_and_saving_it_again_makes_it_fit(
    noor: FlaskClient, person_of: Callable[[str], Person], strike: HelpQuestion
) -> None:
    def says(words: str) -> bool:
        return words in noor.get(f"/operators/questions/{strike.id}").text

    def chip(words: str) -> bool:
        return words in noor.get("/operators/questions").text

    assert chip("Not in each language")
    for language in ("es", "id", "ar"):
        translate(None, HELP, strike.id, language, IN_SPANISH)
    assert not chip("Not in each language")
    assert says("Your words")
    assert not says("Yours, of earlier words")
    change_question(None, strike.id, 1, "Is it on strike?", "", "Not any more.", person_of("noor").id)
    assert says("Yours, of earlier words")
    assert chip("A translation is older")
    form = noor.get(address(strike)).text
    assert "have changed since this was written" in form
    seen = written_at(the_one(strike.slug), "es")
    assert noor.post(address(strike), data={**IN_SPANISH, "version": 2, "seen": seen}).status_code == 303
    there = the_one(strike.slug).translations
    assert {name: words["version"] for name, words in there.items()} == {"es": 2, "id": 1, "ar": 1}
    assert (
        noor.post(address(strike, "id"), data={**IN_SPANISH, "version": 99, "seen": there["id"]["at"]}).status_code
        == 303
    )
    assert the_one(strike.slug).translations["id"]["version"] == 2, "of words that are not there yet nobody saw any"


def test_what_is_shipped_is_in_each_language_and_says_so(noor: FlaskClient) -> None:
    page = noor.get(f"/operators/questions/{the_one(SLUG).id}").text
    assert page.count("Shipped with Shop Help") >= 3
    assert "Not in each language" not in noor.get("/operators/questions").text


def test_deleting_it_is_taken_back_once(app: Flask, noor: FlaskClient, strike: HelpQuestion) -> None:
    translate(None, HELP, strike.id, "es", IN_SPANISH)
    kept = the_one(strike.slug).translations
    assert noor.post(address(strike, more="/removal")).status_code == 303
    assert the_one(strike.slug).translations == {}
    assert "<strong>strike</strong>" in spanish(app, f"/help/questions/{strike.slug}")
    page = noor.get(f"/operators/questions/{strike.id}").text
    assert "Yours in Español is deleted." in page
    entry = page.partition('name="entry" value="')[2].partition('"')[0]
    assert noor.post(address(strike, more="/removal")).status_code == 303, "a second tap finds the first's"
    assert noor.post("/operators/translations/help/restorations", data={"entry": entry}).status_code == 303
    assert the_one(strike.slug).translations == kept
    translate(None, HELP, strike.id, "es", {**IN_SPANISH, "body": "Otra cosa."})
    noor.post("/operators/translations/help/restorations", data={"entry": entry})
    assert the_one(strike.slug).translations["es"]["body"] == "Otra cosa.", "what was written anew stays"
    assert [each[0].partition(".")[2] for each in audited()] == [
        "translated",
        "translation_removed",
        "translation_restored",
        "translated",
    ]


def test_a_colleague_who_was_quicker_is_not_written_over(noor: FlaskClient, strike: HelpQuestion) -> None:
    translate(None, HELP, strike.id, "es", IN_SPANISH)
    answer = noor.post(address(strike), data={**IN_SPANISH, "body": "La mía.", "version": 1, "seen": ""})
    assert answer.status_code == 422
    assert "Somebody else changed this meanwhile" in answer.text
    assert "La mía." in answer.text
    assert "Hay **huelga** hoy." in answer.text
    assert the_one(strike.slug).translations["es"]["body"] == IN_SPANISH["body"]
    # Sent once more with what was seen then, it is kept.
    seen = answer.text.partition('name="seen" value="')[2].partition('"')[0]
    again = {**IN_SPANISH, "body": "La mía.", "version": 1, "seen": seen}
    assert noor.post(address(strike), data=again).status_code == 303
    assert noor.post(address(strike), data=again).status_code == 303, "a second tap is no other hand"
    assert len([each for each in audited() if each[0] == "help_question.translated"]) == 2


@pytest.mark.parametrize(
    ("field", "words", "told"),
    [
        ("question", "", "Write something here."),
        ("question", "x" * 121, "At most 120 characters; these are 121."),
        ("body", " ", "Write something here."),
        ("body", "{nobody_knows}", "can&#39;t be filled"),
        ("asked", "x" * 4001, "At most 4000 characters; these are 4001."),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    noor: FlaskClient, strike: HelpQuestion, field: str, words: str, told: str
) -> None:
    answer = noor.post(address(strike), data={**IN_SPANISH, field: words, "version": 1})
    assert answer.status_code == 422
    assert told in answer.text
    assert the_one(strike.slug).translations == {}


@pytest.mark.parametrize(
    "path", ["help/{id}/en", "help/{id}/xx", "help/999999/es", "nothing/{id}/es", "shops/999999/es"]
)
def test_there_is_no_other_page(noor: FlaskClient, strike: HelpQuestion, path: str) -> None:
    where = "/operators/translations/" + path.format(id=strike.id)
    assert noor.get(where).status_code == 404
    assert noor.post(where, data={**IN_SPANISH, "version": 1}).status_code == 404
    assert noor.post(f"{where}/preview", data=IN_SPANISH).status_code == 404
    assert noor.post(f"{where}/removal").status_code == 404
    assert the_one(strike.slug).translations == {}


def test_what_was_never_deleted_cannot_be_taken_back(noor: FlaskClient, strike: HelpQuestion) -> None:
    translate(None, HELP, strike.id, "es", IN_SPANISH)
    entry = drop_translation(None, HELP, strike.id, "es")
    for kind, number in (("help", 0), ("help", 999999), ("shops", entry), ("nothing", entry)):
        assert noor.post(f"/operators/translations/{kind}/restorations", data={"entry": number}).status_code == 404
    for wrong in (lambda: drop_translation(None, HELP, strike.id, "ar"), lambda: restore_translation(None, HELP, 0)):
        with pytest.raises(Refused):
            wrong()
    with pytest.raises(Refused):
        translate(None, HELP, strike.id, "en", IN_SPANISH)


def test_the_preview_speaks_that_language(noor: FlaskClient, strike: HelpQuestion) -> None:
    asked = {**IN_SPANISH, "body": "Llega: {delivered_on}.", "sample": "delivered"}
    page = noor.post(address(strike, more="/preview"), data=asked).text
    arabic = noor.post(address(strike, "ar", "/preview"), data=asked).text
    assert 'lang="es" dir="ltr"' in page
    assert 'lang="ar" dir="rtl"' in arabic
    assert page.partition("Llega:")[2].partition("<")[0] != arabic.partition("Llega:")[2].partition("<")[0]


def test_a_conversation_opens_with_a_question_for_all_shops_in_the_buyers_language(
    app: Flask, noor: FlaskClient, sign_in: Callable[[str], FlaskClient], person_of: Callable[[str], Person]
) -> None:
    faq = a_faq()
    change_faq(None, faq.id, None, "Do you ship on Sundays?", "{shop_name} doesn't, {buyer_name}.", ())
    assert a_faq().version == 2
    assert noor.post(address(faq), data={**SHORT, "version": 2}).status_code == 303
    ana = reads_spanish(person_of("ana"))
    order = db.session.scalars(Order.of(ana.id).where(Order.state == "IN_TRANSIT").limit(1)).one()
    db.session.execute(db.delete(ShopFaq).where(ShopFaq.shop_id == order.shop_id))
    db.session.commit()
    talk = open_conversation(ana.id, order.shop_id, order.id)
    client = sign_in("ana")
    assert SHORT["question"] in client.get(f"/conversations/{talk}").text
    sent = {"client_id": str(uuid4()), "standard": faq.id}
    assert client.post(f"/conversations/{talk}/questions", data=sent).status_code == 303
    fresh()
    last = db.select(Message).where(Message.conversation_id == talk).order_by(Message.seq.desc()).limit(2)
    answer, asked = db.session.scalars(last).all()
    assert (asked.body, body_in("es", asked.body, asked.data)) == ("Do you ship on Sundays?", SHORT["question"])
    assert body_in("en", answer.body, answer.data).endswith("doesn't, Ana.")
    assert body_in("es", answer.body, answer.data).endswith("no, Ana.")
    assert body_in("id", answer.body, answer.data).endswith("doesn't, Ana.")


def test_a_deleted_question_for_all_shops_comes_back_with_its_translations(app: Flask) -> None:
    faq = a_faq()
    translate(None, FOR_SHOPS, faq.id, "es", SHORT)
    kept = a_faq().translations
    restore_faq(None, remove_faq(None, faq.id).entry_id)
    assert a_faq().translations == kept != {}


def test_other_states_make_no_translation_older(app: Flask) -> None:
    faq = a_faq()
    change_faq(None, faq.id, None, faq.question, faq.answer, ("DELIVERED",))
    assert a_faq().version == 1


def test_a_question_for_all_shops_says_what_is_wrong_with_it(app: Flask) -> None:
    with pytest.raises(Faulty) as faulty:
        translate(None, FOR_SHOPS, a_faq().id, "es", {"question": "", "answer": "{nobody}"})
    assert set(faulty.value.faults) == {"question", "answer"}
    assert a_faq().translations == {}


def test_by_command(app: Flask, tmp_path: Path, strike: HelpQuestion) -> None:
    def ran(*words: str, code: int = 0) -> str:
        result = app.test_cli_runner().invoke(args=list(words))
        assert result.exit_code == code, result.output
        return result.output

    body, asked = tmp_path / "body.md", tmp_path / "asked.txt"
    body.write_text(IN_SPANISH["body"], encoding="utf-8")
    asked.write_text(IN_SPANISH["asked"], encoding="utf-8")
    words = (
        "faqs",
        "translate",
        strike.slug,
        "es",
        IN_SPANISH["question"],
        "--body",
        str(body),
        "--asked",
        str(asked),
    )
    assert ran(*words) == "Who reads Español reads it so from now on.\n"
    told = json.loads(ran("faqs", "show", strike.slug))["translations"]["es"]
    assert {name: told[name] for name in IN_SPANISH} == IN_SPANISH
    assert ran("faqs", "untranslate", strike.slug, "es") == "It is deleted.\n"
    assert the_one(strike.slug).translations == {}
    assert "no such question" in ran("faqs", "untranslate", "nothing", "es", code=1)
    ran("faqs", "untranslate", strike.slug, "en", code=2)
    number, answer = str(a_faq().id), tmp_path / "answer.txt"
    answer.write_text(SHORT["answer"], encoding="utf-8")
    assert "from now on" in ran("seller-faqs", "translate", number, "es", SHORT["question"], str(answer))
    assert a_faq().translations["es"]["answer"] == SHORT["answer"]
    assert ran("seller-faqs", "untranslate", number, "es") == "It is deleted.\n"
    assert a_faq().translations == {}
    assert {(each[0], each[1]) for each in audited()} == {
        (f"{noun}.{what}", "command")
        for noun in ("help_question", "standard_faq")
        for what in ("translated", "translation_removed")
    }


def test_who_writes_it_stands_in_the_audit_log_with_before_and_after(noor: FlaskClient, strike: HelpQuestion) -> None:
    noor.post(address(strike), data={**IN_SPANISH, "version": 1})
    [(act, role, thing, before, after)] = audited()
    assert (act, role, thing) == ("help_question.translated", "operator", f"question {strike.slug}, es")
    assert before is None
    assert after == {**IN_SPANISH, "version": 1}
