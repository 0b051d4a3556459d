"""Which language a person reads. Every visible string goes through gettext; English is the source."""

from flask import Flask

from shop_help import identity
from shop_help.extensions import babel

#: Languages with a complete translation.
LANGUAGES = ("en",)


def language() -> str:
    """The account's language where we speak it, else English."""
    found = identity.viewer()
    return found.locale if found is not None and found.locale in LANGUAGES else LANGUAGES[0]


def init_app(app: Flask) -> None:
    babel.init_app(app, locale_selector=language)
    app.jinja_env.globals["language"] = language
