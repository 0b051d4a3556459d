"""Which language one reads. A sentence of ours stands in a page as it is; what else comes through gettext is text."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop_help import speech
from shop_help.languages import reading, spoken, words_of


@pytest.mark.parametrize("text", ["<b>x</b>", 'x" hx-get="/', "a & b", "<"])
def test_what_a_template_hands_to_gettext_from_the_database_is_escaped(text: str) -> None:
    assert not {"<", '"'} & set(str(words_of("en")(text)))


def test_a_sentence_of_ours_stays_as_it_is_and_its_values_are_escaped() -> None:
    words = words_of("en")
    assert str(words("It isn't %(what)s.", what="<here>")) == "It isn't &lt;here&gt;."


def page(client: FlaskClient, accepts: str = "", address: str = "/sign-in") -> str:
    return client.get(address, headers={"Accept-Language": accepts}).text


@pytest.mark.parametrize(
    ("accepts", "code"),
    [
        ("", "en"),
        ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("de-DE,de;q=0.9,id;q=0.5,en;q=0.4", "id"),
        ("fr", "en"),
        ("*", "en"),
        ("en-GB,ar;q=0.5", "en"),
        ("nonsense;;q=x", "en"),
    ],
)
def test_who_chose_none_reads_the_browsers_language_where_we_speak_it(app: Flask, accepts: str, code: str) -> None:
    assert f'<html lang="{code}" dir="ltr">' in page(app.test_client(), accepts)


def test_what_is_written_from_right_to_left_says_so(app: Flask) -> None:
    assert '<html lang="ar" dir="rtl">' in page(app.test_client(), "ar-EG")


def test_what_is_chosen_holds_in_this_browser_and_with_the_account(
    app: Flask, sign_in: Callable[[str], FlaskClient]
) -> None:
    ana = sign_in("ana")
    answer = ana.post("/language", data={"language": "es", "next": "/orders"})
    assert (answer.status_code, answer.location) == (303, "/orders")
    assert '<html lang="es"' in page(ana, "en", "/orders")
    # In another browser the account says it, whatever that browser wants.
    assert '<html lang="es"' in page(sign_in("ana"), "id", "/orders")
    assert '<html lang="en"' in page(sign_in("bruno"), "en", "/orders")
    ana.post("/sign-out")
    assert '<html lang="es"' in page(ana, "en")


def test_a_visitor_chooses_too_and_nothing_but_what_we_speak(app: Flask) -> None:
    visitor = app.test_client()
    assert visitor.post("/language", data={"language": "tlh"}).status_code == 404
    away = visitor.post("/language", data={"language": "id", "next": "https://elsewhere.example/"})
    assert away.location == "/home"
    assert '<html lang="id"' in page(visitor, "es")


@pytest.mark.parametrize(("locale", "code"), [("es_MX", "es"), ("ar-EG", "ar"), ("EN", "en"), ("de", ""), ("", "")])
def test_a_locale_is_read_by_its_language(locale: str, code: str) -> None:
    assert spoken(locale) == code


def test_numbers_of_things_are_said_in_the_readers_language_too(
    app: Flask, sign_in: Callable[[str], FlaskClient]
) -> None:
    assert "Tienes 14 días" in page(sign_in("ana"), "es", "/your-data")


@pytest.mark.parametrize(("language", "button", "state"), [("es", "Abrir", "Abierto"), ("ar", "فتح", "مفتوحة")])
def test_a_word_of_several_senses_is_said_in_the_one_that_is_meant(
    app: Flask, language: str, button: str, state: str
) -> None:
    with app.app_context(), reading(language):
        assert (speech.pgettext("button", "Open"), speech.gettext("Open")) == (button, state)
