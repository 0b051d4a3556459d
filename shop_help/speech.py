"""gettext, with the reader's catalogue looked up once a request instead of once a word."""

from flask import g, has_app_context
from flask_babel import get_locale, get_translations

#: The language of the sources, and of everything said where nobody's language is known.
SOURCE = "en"


def _catalogue() -> object:
    if "catalogue" not in g:
        g.catalogue = get_translations()
    return g.catalogue


def gettext(message: str, **values: object) -> str:
    """The message in the reader's language, with its places filled."""
    text: str = _catalogue().ugettext(message) if has_app_context() else message  # type: ignore[attr-defined]
    return text % values if values else text


def ngettext(singular: str, plural: str, num: int, **values: object) -> str:
    """The singular or plural that the reader's language has for a number; `num` is one of the places."""
    text: str = _catalogue().ungettext(singular, plural, num)  # type: ignore[attr-defined]
    return text % {"num": num, **values}


def locale() -> str:
    """The reader's locale, for dates, numbers and money."""
    if not has_app_context():
        return SOURCE
    if "locale_name" not in g:
        g.locale_name = str(get_locale() or SOURCE)
    name: str = g.locale_name
    return name
