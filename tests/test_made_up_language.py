"""In a made-up language each sentence of ours stands in ⟦brackets⟧; a word outside of them is a name, or somebody's.

Everybody walks to every page they can reach, without a browser."""

import re
from collections import Counter, deque
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from babel import Locale
from babel.dates import get_day_names, get_month_names
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Text, cast, select, update

from shop_help import help_catalogue, help_markdown, inserts, languages, speech
from shop_help.buyers import help as help_page
from shop_help.extensions import db
from shop_help.help_catalogue import questions
from shop_help.languages import LANGUAGES
from shop_help.models import Person
from shop_help.operators import faqs as operators_faqs
from shop_help.policy.markets import MARKETS
from shop_help.policy.numbers import NUMBERS
from shop_help.policy.own_words import OURS
from shop_help.policy.standard_faqs import SHIPPED_FAQS
from shop_help.postal_forms import parts_of
from shop_help.sellers import preview

#: Babel writes its days and money, we have no sentences in it.
MADE_UP = "eo"
#: Pages of one kind that one person looks at.
OF_A_KIND = 2
HOMES = {
    "ana": ["/", "/orders/list", "/orders/576461030000000111/claim", "/protection/program"],
    "bruno": ["/"],
    "kit": ["/help"],
    "sol": ["/sellers/inbox"],
    "mara": ["/sellers/inbox"],
    "gus": ["/agents/", "/agents/search?q=parcel"],
    "iris": ["/agents/"],
    "noor": ["/operators/"],
}
#: Read aloud or shown, besides what stands between tags.
SHOWN = ("alt", "aria-label", "placeholder", "title")
SPOKEN = re.compile(r"⟦[^⟦⟧]*⟧")
#: The beginning of one, where a drawing has little room.
CUT = re.compile(r"⟦[^\n]*")
#: Not words, or what a key is called.
MUTE = ("script", "style", "code", "pre", "kbd")
WORD = re.compile(r"[^\W\d_]{2,}")
#: Of a currency or a zone: US$, EST, UTC.
LONGEST_SIGN = 4
#: Numbers of orders and parcels, sizes, days.
PARTED, SIGNS = re.compile(r"\n|·|: |, |; | – "), " ()…–:,.#·×+/;"
#: What programs are told by.
CODE = re.compile(r"[a-z_]+\.[a-z_]+")
NUMBERED = re.compile(r"\S*\d\S*")
#: Names of an API's calls.
NOT_READ = ("/partner-api",)
USES, WIDTHS = ("format", "stand-alone"), ("abbreviated", "wide")


class Brackets:
    """The catalogue of the made-up language."""

    def ugettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def upgettext(self, context: str, message: str) -> str:
        return f"⟦{message}⟧"

    def ungettext(self, singular: str, plural: str, num: int) -> str:
        return f"⟦{singular if num == 1 else plural}⟧"


class Reader(HTMLParser):
    """What a page says, and where it leads."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.links: list[str] = []
        self._mute = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self._mute += tag in MUTE
        self.said += [told[name] or "" for name in SHOWN if name in told]
        if tag == "a" and "download" not in told and told.get("href"):
            self.links.append(told["href"] or "")

    def handle_endtag(self, tag: str) -> None:
        self._mute -= tag in MUTE

    def handle_data(self, data: str) -> None:
        if not self._mute:
            self.said.append(data)


@pytest.fixture
def brackets(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Everybody reads the made-up language."""
    monkeypatch.setitem(LANGUAGES, MADE_UP, "Esperanto")
    monkeypatch.setitem(speech._catalogues, MADE_UP, Brackets())
    # The texts of Help are files of their own, a folder for each language: see tests/test_translations.py.
    monkeypatch.setattr(help_catalogue, "question_in", lambda language, question: f"⟦{question}⟧")
    monkeypatch.setattr(help_markdown, "rendered", lambda *_: "")
    # What shops and agents wrote ahead is filled with facts: words of both.
    for filler in (inserts, help_page, preview, operators_faqs):
        monkeypatch.setattr(filler, "filled", lambda text, *_: text)
    languages.words_of.cache_clear()
    db.session.execute(update(Person).values(locale=MADE_UP))
    db.session.commit()
    yield
    languages.words_of.cache_clear()


def typed_words() -> str:
    """Everything that stands in the database as text, and the names of documents that the rules' numbers are from."""
    found = [number.source for number in NUMBERS.values()]
    for table in db.metadata.sorted_tables:
        columns = [cast(column, Text) for column in table.columns]
        rows = db.session.execute(select(*columns))
        found += [" ".join(each.split()) for row in rows for each in row if each]
    db.session.rollback()
    return "\n".join(found)


def babels_words() -> set[str]:
    """Of days, months, countries and languages, and what stands before the last of a row."""
    wide = [get_day_names(width, use, MADE_UP) for width in WIDTHS for use in USES]
    wide += [get_month_names(width, use, MADE_UP) for width in WIDTHS for use in USES]
    here = Locale(MADE_UP)
    return set(
        WORD.findall(
            " ".join(str(dict(each)) for each in [*wide, here.territories, here.languages, here.list_patterns])
        )
    )


def names() -> set[str]:
    """Ours, of languages, of carriers, and of states that are chosen in an address."""
    told = ["Shop Help", *LANGUAGES.values()]
    for code, market in MARKETS.items():
        told += market.carriers
        told += [word for part in parts_of(code) for choice in part.choices for word in choice]
    return set(WORD.findall(" ".join(told)))


def label_words() -> set[str]:
    """Of the labels in each language that they are said in: where they are changed, the address names it."""
    spoken = [speech.catalogue_of(language) for language in (*LANGUAGES, "en") if language != MADE_UP]
    return set(WORD.findall(" ".join(each.ugettext(words) for each in spoken for words in OURS.values())))


def shipped_words() -> set[str]:
    """Of the questions that we ship, as each language has them: where they are translated, the address names it."""
    told = [f"{each.question} {each.asked} {each.body}" for language in LANGUAGES for each in questions(language)]
    for language in LANGUAGES:
        said = speech.catalogue_of(language).ugettext
        told += [f"{said(each.question)} {said(each.answer)}" for each in SHIPPED_FAQS]
    return set(WORD.findall(" ".join(told)))


def strange_in(said: list[str], typed: str, known: set[str]) -> list[str]:
    """What stands outside of our brackets, and is neither typed by anybody nor a name, a number or a day."""
    pieces = (" ".join(piece.split()) for piece in said)
    text = "\n".join("" if piece in typed else piece for piece in pieces)
    while SPOKEN.search(text):
        text = SPOKEN.sub("\n", text)
    text = CUT.sub("", text)
    parts = {part.strip(SIGNS) for part in PARTED.split(text)}
    return [part for part in sorted(parts) if not is_known(part, typed, known)]


def is_known(piece: str, typed: str, known: set[str]) -> bool:
    bare = " ".join(NUMBERED.sub(" ", piece).split()).strip(SIGNS)
    words = {word for word in WORD.findall(bare) if not (word.isupper() and len(word) <= LONGEST_SIGN)}
    return words <= known or any(each in typed for each in (piece, bare)) or CODE.fullmatch(piece) is not None


def kind_of(address: str) -> str:
    parts = urlsplit(address)
    return re.sub(r"\d+", "N", parts.path) + "?" + ",".join(sorted(re.findall(r"([a-z]+)=", parts.query)))


@pytest.mark.parametrize("who", HOMES)
def test_no_word_of_ours_stands_on_a_page_without_being_said_in_its_language(
    brackets: None, sign_in: Callable[[str], FlaskClient], who: str
) -> None:
    client, typed = sign_in(who), typed_words()
    known = babels_words() | names()
    elsewhere = {"/operators/labels": label_words(), "/operators/translations": shipped_words()}
    ahead = deque(HOMES[who])
    met, kinds, wrong = set(ahead), Counter[str](), dict[str, str]()
    while ahead:
        address = ahead.popleft()
        answer = client.get(address)
        if answer.status_code == 302:
            ahead.append(answer.location)
            continue
        if not answer.content_type.startswith("text/html"):
            continue
        reader = Reader()
        reader.feed(answer.text)
        here = known.union(*(words for page, words in elsewhere.items() if address.startswith(page)))
        wrong |= {f"{piece}": address for piece in strange_in(reader.said, typed, here)}
        for link in (urljoin(address, link).partition("#")[0] for link in reader.links):
            if link.startswith("/") and link not in NOT_READ and link not in met and kinds[kind_of(link)] < OF_A_KIND:
                kinds[kind_of(link)] += 1
                met.add(link)
                ahead.append(link)
    assert len(met) > 4
    assert not wrong, "\n".join(f"{piece} | {address}" for piece, address in sorted(wrong.items()))
