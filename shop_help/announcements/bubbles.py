"""Messages as HTML: the one shared partial, rendered once a message and reader's zone, for a row is never updated."""

from collections.abc import Iterable
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from flask import current_app
from markupsafe import Markup

from shop_help.presentation import day
from shop_help.speech import locale

#: Messages kept ready, about 1 KB each.
KEPT = 8192


class _Bubble:
    """A message as it is shown to somebody; two of the same name and place are the same."""

    __slots__ = ("key", "message")

    def __init__(self, message: Any, zone: str, first_of: str) -> None:
        self.message = message
        self.key = (message.client_id, message.seq, zone, first_of, locale())

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Bubble) and self.key == other.key


@lru_cache(maxsize=KEPT)
def _html(bubble: _Bubble) -> str:
    _, _, zone, first_of, _ = bubble.key
    # Not through render_template: its context (who asks, for which page) is what a shared partial must not know.
    template = current_app.jinja_env.get_template("shared/_message.html")
    html = template.render(message=bubble.message, zone=zone, day=first_of).strip()
    # The key is all that is kept; the row may go.
    bubble.message = None
    return html


def message_html(message: Any, zone: str = "UTC", first_of: str = "") -> str:
    """One message; `first_of` is the day, in words, that begins with it."""
    return _html(_Bubble(message, zone, first_of))


def messages_html(messages: Iterable[Any], zone: str = "UTC") -> Markup:
    """Messages in their order; the first of a day says which day it is, in the reader's zone."""
    last, parts = "", []
    for message in messages:
        shown = SimpleNamespace(**message) if isinstance(message, dict) else message
        today = day(shown.created_at, zone)
        parts.append(message_html(shown, zone, today if today != last else ""))
        last = today
    return Markup("\n").join(Markup(part) for part in parts)  # noqa: S704 - the partial escapes what people wrote
