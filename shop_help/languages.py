"""Which language a person reads. Every visible string goes through gettext; English is the source."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache

from flask import Flask, g, has_request_context, request, session
from flask_babel import force_locale
from markupsafe import Markup, escape
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from shop_help import identity, speech
from shop_help.extensions import babel

#: Languages with a complete translation, each by its own name.
LANGUAGES = {"en": "English", "es": "Español", "id": "Bahasa Indonesia", "ar": "العربية"}
RIGHT_TO_LEFT = frozenset({"ar"})

#: Where the session keeps what was chosen in a browser.
CHOSEN = "language"

#: What ends a text or a quoted attribute. An apostrophe ends neither: our templates quote with these.
HARMFUL = set('<>&"')

Words = Callable[..., Markup]


def others() -> list[str]:
    """The languages besides that of the sources."""
    return [name for name in LANGUAGES if name != speech.SOURCE]


def language() -> str:
    """The account's language; without one, what was chosen in this browser, else the browser's own, else English."""
    found = identity.viewer()
    if found is not None and (known := spoken(found.locale)):
        return known
    if not has_request_context():
        return speech.SOURCE
    return spoken(session.get(CHOSEN, "")) or _of_browser(request.headers.get("Accept-Language", ""))


def spoken(locale: str) -> str:
    """The language of a locale, such as es of es_MX, where we speak it; else empty."""
    name = locale.replace("-", "_").partition("_")[0].lower()
    return name if name in LANGUAGES else ""


@lru_cache(maxsize=1024)
def _of_browser(accepted: str) -> str:
    # Not best_match: of "en-GB, ar" it takes Arabic, which is named as we name it.
    wanted = parse_accept_header(accepted, LanguageAccept).values()
    return next(filter(None, map(spoken, wanted)), speech.SOURCE)


def direction() -> str:
    """In which direction the reader's language is written, as HTML says it."""
    return direction_of(speech.locale())


def direction_of(language: str) -> str:
    """The same of one of LANGUAGES."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


@contextmanager
def reading(locale: str) -> Iterator[None]:
    """What is said meanwhile is for somebody of this language, where we speak it: in a job nobody asks."""
    wanted = spoken(locale) or speech.SOURCE
    before = g.get("locale_name")
    try:
        g.locale_name = wanted
        with force_locale(wanted):
            yield
    finally:
        g.locale_name = before


@cache
def words_of(locale: str) -> Words:
    """gettext for templates in one language: the message is ours, the values are escaped."""
    known: dict[str, Markup] = {}
    catalogue = speech.catalogue_of(locale)

    def words(message: str, **values: object) -> Markup:
        text = known.get(message)
        if text is None:
            text = known[message] = _as_markup(catalogue.ugettext(message))
        return text % values if values else text

    return words


def _as_markup(text: str) -> Markup:
    """A sentence as it may stand in a page; one that a template took from the database instead is escaped."""
    return escape(text) if HARMFUL & set(text) else Markup(text)  # noqa: S704 - nothing in it is a mark of HTML


def _anywhere(message: str, **values: object) -> Markup:
    """The same for a partial that is imported without the page's context."""
    return words_of(speech.locale())(message, **values)


def init_app(app: Flask) -> None:
    """Gives the templates the reader's language."""
    babel.init_app(app, locale_selector=language)
    speech.ask_by(language)
    app.jinja_env.globals["language"] = speech.locale
    app.jinja_env.globals["direction"] = direction
    app.jinja_env.globals["languages"] = LANGUAGES
    # A page says `_()` some forty times, and Jinja's own way there costs ten times as much.
    app.jinja_env.globals["_"] = _anywhere
    app.jinja_env.globals["ngettext"] = speech.ngettext
    app.jinja_env.globals["pgettext"] = speech.pgettext
    app.context_processor(lambda: {"_": words_of(speech.locale())})
