"""Every sentence of ours stands in every language, whole and with the same places; nothing else is kept there."""

import re
from collections.abc import Iterator
from functools import cache
from gettext import c2py
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from shop_help import help_catalogue
from shop_help.config import ROOT
from shop_help.languages import LANGUAGES
from shop_help.policy.markets import MARKETS
from shop_help.speech import SOURCE, TRANSLATIONS

OTHERS = [language for language in LANGUAGES if language != SOURCE]
PLACES = re.compile(r"%\(\w+\)[sd]|\{\w+\}|%%")
Key = str | tuple[str, ...]
#: What begins the key of a word that is said in one of several senses.
SENSE = "sense"


@cache
def sentences() -> dict[Key, str]:
    """What the code and the templates say, and where."""
    found: dict[Key, str] = {}
    keywords = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
    for method, folder, files in (("python", "shop_help", "*.py"), ("jinja2", "templates", "*.html")):
        for path in sorted((ROOT / folder).rglob(files)):
            for line, words, _, sense in extract_from_file(method, path, keywords=keywords):
                key = words if isinstance(words, str) else (words[0], words[1])
                found.setdefault((SENSE, sense, str(key)) if sense else key, f"{path.name}:{line}")
    return found


@cache
def catalog(language: str) -> Catalog:
    with (TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def messages(language: str) -> Iterator[Message]:
    return (message for message in catalog(language) if message.id)


def key_of(message: Message) -> Key:
    return (SENSE, message.context, str(message.id)) if message.context else message.id


@pytest.mark.parametrize("language", OTHERS)
def test_no_sentence_is_untranslated_and_none_is_kept_that_nobody_says(language: str) -> None:
    said = {key_of(message) for message in messages(language)}
    assert {key: where for key, where in sentences().items() if key not in said} == {}, "make words"
    assert said - set(sentences()) == set(), "make words"
    assert [m.id for m in messages(language) if not all([m.string] if isinstance(m.string, str) else m.string)] == []
    assert [m.id for m in messages(language) if m.fuzzy] == []


@pytest.mark.parametrize("language", OTHERS)
def test_each_has_the_places_of_its_sentence_and_all_forms_of_a_number(language: str) -> None:
    for message in messages(language):
        ids, strings = (
            ([message.id], [message.string]) if isinstance(message.id, str) else ([*message.id], [*message.string])
        )
        places = {place for each in ids for place in PLACES.findall(each)}
        if len(ids) > 1:
            assert len(strings) == catalog(language).num_plurals, message.id
        for string in strings:
            found = set(PLACES.findall(string))
            assert found <= places, (message.id, string)
            # "One message" needs no number.
            assert found == places or len(ids) > 1, (message.id, string)


#: In which order gettext's forms of a number stand: that of CLDR.
FORMS = ("zero", "one", "two", "few", "many", "other")


@pytest.mark.parametrize("language", OTHERS)
def test_each_number_has_the_form_that_its_language_wants(language: str) -> None:
    rule = Locale(language).plural_form
    # Millions have a form of their own in Spanish, which no catalogue of gettext's knows; nobody has so many.
    there = {rule(count) for count in range(1000)}
    forms = [form for form in FORMS if form in there]
    chosen = c2py(catalog(language).plural_expr)
    wrong = {count: chosen(count) for count in range(1000) if chosen(count) != forms.index(rule(count))}
    if len(forms) > 1:
        assert wrong == {}
    else:
        assert [m.id for m in messages(language) if not isinstance(m.id, str) and len(set(m.string)) > 1] == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_market_is_called_in_each_language(language: str) -> None:
    said = {str(message.id): str(message.string) for message in messages(language)}
    assert [market.name for market in MARKETS.values() if market.name not in said] == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_question_of_help_is_told_with_the_same_parts_and_places(language: str) -> None:
    there = {question.slug: question for question in help_catalogue.questions(language)}
    for question in help_catalogue.questions():
        told = there.pop(question.slug)
        assert (told.fits, told.unless, told.actions) == (question.fits, question.unless, question.actions)
        assert len(told.asked.splitlines()) >= 8, question.slug
        for parts in (r"^:::.*$", r"\{\w+\}", r"\]\(([^)]+)\)"):
            ours, theirs = (set(re.findall(parts, each.body, re.MULTILINE)) for each in (question, told))
            assert ours == theirs, question.slug
    assert there == {}


def test_the_languages_are_those_that_are_translated() -> None:
    assert sorted(path.name for path in Path(TRANSLATIONS).iterdir() if path.is_dir()) == sorted(OTHERS)
