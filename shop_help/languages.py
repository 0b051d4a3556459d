"""Which language a person reads. Every visible string goes through gettext; English is the source."""

from flask import Flask
from markupsafe import Markup

from shop_help import identity
from shop_help.extensions import babel
from shop_help.speech import gettext, ngettext

#: Languages with a complete translation.
LANGUAGES = ("en",)


def language() -> str:
    """The account's language where we speak it, else English."""
    found = identity.viewer()
    return found.locale if found is not None and found.locale in LANGUAGES else LANGUAGES[0]


def _in_template(message: str, **values: object) -> Markup:
    """gettext for templates: the message is ours, the values are escaped."""
    text = Markup(gettext(message))  # noqa: S704 - the message is a constant of our templates
    return text % values if values else text


def init_app(app: Flask) -> None:
    babel.init_app(app, locale_selector=language)
    app.jinja_env.globals["language"] = language
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    # A page says `_()` some forty times; Jinja's own way there costs five times as much.
    app.jinja_env.globals["_"] = _in_template
