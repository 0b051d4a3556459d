"""gettext, with what a page asks forty times looked up once: a language for a request, a catalogue for a process."""

from collections.abc import Callable
from typing import Protocol

from flask import g, has_app_context
from flask_babel import get_translations

#: The language of the sources, and of everything said where nobody's language is known.
SOURCE = "en"


class Catalogue(Protocol):
    """The sentences of one language."""

    def ugettext(self, message: str) -> str: ...

    def ungettext(self, singular: str, plural: str, num: int) -> str: ...


_catalogues: dict[str, Catalogue] = {}
_ask: list[Callable[[], str]] = []


def ask_by(ask: Callable[[], str]) -> None:
    """Says how the reader's language is found out; asked once a request."""
    _ask[:] = [ask]


def locale() -> str:
    """The reader's locale, for words, dates, numbers and money."""
    try:
        name: str | None = getattr(g, "locale_name", None)
    except RuntimeError:
        # Outside of an application there is nobody who reads.
        return SOURCE
    if name is None:
        name = g.locale_name = _ask[0]() if _ask else SOURCE
    return name


def catalogue_of(name: str) -> Catalogue:
    """The catalogue of a locale that is the reader's own, read once a process."""
    if name not in _catalogues:
        _catalogues[name] = get_translations()
    return _catalogues[name]


def gettext(message: str, **values: object) -> str:
    """The message in the reader's language, with its places filled."""
    text = catalogue_of(locale()).ugettext(message) if has_app_context() else message
    return text % values if values else text


def ngettext(singular: str, plural: str, num: int, **values: object) -> str:
    """The singular or plural that the reader's language has for a number; `num` is one of the places."""
    text = catalogue_of(locale()).ungettext(singular, plural, num)
    return text % {"num": num, **values}
