"""Messages as HTML: the one shared partial, rendered once for each zone it is read in, for a row is never updated."""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from flask import current_app
from markupsafe import Markup

from shop_help.dates import day
from shop_help.sayings import message_in
from shop_help.speech import locale

#: Messages kept ready, about 1 KB each.
MOST_KEPT = 2048

_kept: dict[tuple[tuple[object, ...], str, str, str], str] = {}


def _facts(message: Any) -> tuple[object, ...]:
    """What tells one message from another. Not client_id alone: people choose it, and may use one twice."""
    shown = (message.data or {}).get("photo")
    return message.client_id, message.seq, message.author, message.kind, message.body, message.created_at, shown


def message_html(message: Any, zone: str = "UTC", first_of: str = "", language: str = "") -> str:
    """One message; `first_of` is the day, in words, that begins with it."""
    language = language or locale()
    key = (_facts(message), zone, first_of, language)
    html = _kept.get(key)
    if html is None:
        # Not through render_template: its context (who asks, for which page) is what a shared partial must not know.
        template = current_app.jinja_env.get_template("shared/_message.html")
        html = template.render(message=message_in(language, message), zone=zone, day=first_of).strip()
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[key] = html
    return html


def messages_html(messages: Iterable[Any], zone: str = "UTC", since: int = 0, line: str = "") -> Markup:
    """Messages in their order; the first of a day says which day it is, in the reader's zone.

    `line` stands before the first message behind the place `since`.
    """
    language, parts = locale(), []
    hour, today, last = None, "", ""
    for message in messages:
        shown = SimpleNamespace(**message) if isinstance(message, dict) else message
        if since and shown.seq > since:
            since = 0
            parts.append(line)
        at = shown.created_at
        if (at.date(), at.hour) != hour:
            hour, today = (at.date(), at.hour), day(at, zone)
        parts.append(message_html(shown, zone, today if today != last else "", language))
        last = today
    return Markup("\n".join(parts))  # noqa: S704 - the partial escapes what people wrote
