"""gettext, with what a page asks forty times looked up once: a language for a request, a catalogue for a process."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import g, has_app_context

#: The language of the sources, and of everything said where nobody's language is known.
SOURCE = "en"
#: A folder for each other language, as gettext's tools know it.
TRANSLATIONS = Path(__file__).parent / "translations"


class Catalogue(Protocol):
    """The sentences of one language."""

    def ugettext(self, message: str) -> str: ...

    def upgettext(self, context: str, message: str) -> str: ...

    def ungettext(self, singular: str, plural: str, num: int) -> str: ...


_catalogues: dict[str, Catalogue] = {}
_ask: list[Callable[[], str]] = []


def ask_by(ask: Callable[[], str]) -> None:
    """Says how the reader's language is found out; asked once a request."""
    _ask[:] = [ask]


def locale() -> str:
    """The reader's locale, for words, dates, numbers and money."""
    try:
        # Through its stand-in each access costs a page, which asks fifty times, as much as a query.
        here: Any = g._get_current_object()
    except RuntimeError:
        # Outside of an application there is nobody who reads.
        return SOURCE
    name: str | None = here.get("locale_name")
    if name is None:
        name = here.locale_name = _ask[0]() if _ask else SOURCE
    return name


def catalogue_of(name: str) -> Catalogue:
    """The catalogue of a locale that is the reader's own, read once a process."""
    if name not in _catalogues:
        _catalogues[name] = _read(name)
    return _catalogues[name]


def file_of(name: str) -> Path:
    """Where translators write the sentences of a locale."""
    return TRANSLATIONS / name / "LC_MESSAGES" / "messages.po"


def read_all() -> None:
    """Reads all catalogues before anybody waits for one: some is first asked for while others wait to write."""
    for path in TRANSLATIONS.iterdir():
        if path.is_dir():
            catalogue_of(path.name)


def _read(name: str) -> Catalogue:
    """From what translators write, so that nothing has to be compiled before it is seen."""
    if name == SOURCE:
        return NullTranslations()
    with file_of(name).open("rb") as file:
        written = read_po(file, locale=name)
    compiled = BytesIO()
    write_mo(compiled, written)
    compiled.seek(0)
    return Translations(compiled)


def gettext(message: str, **values: object) -> str:
    """The message in the reader's language, with its places filled."""
    text = catalogue_of(locale()).ugettext(message) if has_app_context() else message
    return text % values if values else text


def pgettext(context: str, message: str) -> str:
    """The same for a word that has several senses in English; `context` says which one it is."""
    return catalogue_of(locale()).upgettext(context, message)


def ngettext(singular: str, plural: str, num: int, **values: object) -> str:
    """The singular or plural that the reader's language has for a number; `num` is one of the places."""
    text = catalogue_of(locale()).ungettext(singular, plural, num)
    return text % {"num": num, **values}
