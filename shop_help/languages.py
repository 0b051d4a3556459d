"""Which language a person reads. Every visible string goes through gettext; English is the source."""

from collections.abc import Callable
from functools import cache

from flask import Flask
from markupsafe import Markup, escape

from shop_help import identity, speech
from shop_help.extensions import babel

#: Languages with a complete translation.
LANGUAGES = ("en",)

#: What ends a text or a quoted attribute. An apostrophe ends neither: our templates quote with these.
HARMFUL = set('<>&"')

Words = Callable[..., Markup]


def language() -> str:
    """The account's language where we speak it, else English."""
    found = identity.viewer()
    return found.locale if found is not None and found.locale in LANGUAGES else LANGUAGES[0]


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
    app.jinja_env.globals["language"] = language
    # A page says `_()` some forty times, and Jinja's own way there costs ten times as much.
    app.jinja_env.globals["_"] = _anywhere
    app.context_processor(lambda: {"_": words_of(speech.locale())})
