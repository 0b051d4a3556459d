"""Jinja filters and questions: how instants, money and states read on a page."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from babel import Locale
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, get_currency_precision
from flask import Flask, current_app
from markupsafe import Markup

from shop_help import clock, urls
from shop_help.assets import asset
from shop_help.dates import (
    clock_time,
    day,
    day_and_time,
    length,
    since,
)
from shop_help.policy import photos, protection_events, refund_states, request_events, wording
from shop_help.postal import address_lines
from shop_help.sayings import body_in
from shop_help.speech import gettext as _
from shop_help.speech import locale


def digits_of(currency: str) -> int:
    """How many digits of a currency stand behind the point."""
    return int(get_currency_precision(currency))


RIGHT_TO_LEFT_MARK, LEFT_TO_RIGHT_MARK = "\u200f", "\u200e"


@lru_cache(maxsize=4096)
def _money(minor: int, currency: str, locale: str) -> str:
    written = str(format_currency(minor / 10 ** digits_of(currency), currency, locale=locale))
    # From right to left, a sign such as $ behind its letters would jump before them.
    return f"{written}{LEFT_TO_RIGHT_MARK}" if RIGHT_TO_LEFT_MARK in written else written


def money(minor: int, currency: str) -> str:
    """An amount in minor units, in the reader's language: 2400, USD → $24.00."""
    return _money(minor, currency, locale())


def number(count: int) -> str:
    """A number of things, in the reader's language: 10000 → 10,000."""
    return format_decimal(count, locale=locale())


#: A badge counts so far; of more it says that there are more.
MOST_ON_BADGE = 99


def on_badge(count: int) -> int | str:
    """A count as a badge shows it: nobody needs to know how many more than 99."""
    return count if count <= MOST_ON_BADGE else f"{MOST_ON_BADGE}+"


def short_number(number: str) -> str:
    """An order number as it is recognised: its last four signs."""
    return f"…{number[-4:]}" if len(number) > 6 else number


def state_word(state: str) -> str:
    """An order's state in words."""
    return _(wording.ORDER_STATES[state])


def item_class_word(item_class: str) -> str:
    """An item's class in words."""
    return _(wording.ITEM_CLASSES[item_class])


def voice_word(author: str) -> str:
    """Who speaks, for those who do not see left from right."""
    return _(wording.VOICES[author])


def words_of(kind: str, body: str) -> str:
    """What a message says in one line of text; of a photo without words, that it is one."""
    return body or (_("Photo") if kind == "photo" else "")


def speaks_word(language: str) -> str:
    """In which language somebody is answered: Speaks Spanish."""
    return _("Speaks %(language)s", language=Locale(locale()).languages.get(language, language))


def preview(kind: str, body: str, data: Mapping[str, Any] | None = None) -> str:
    """What was said last, as a list shows it."""
    words = words_of(kind, body_in(locale(), body, data))
    return Markup("{} {}").format(icon("photo"), words) if kind == "photo" else words


def refusal_sentence(code: str) -> str:
    """Why something was not sent."""
    said = wording.REFUSALS | photos.REFUSALS | request_events.REFUSALS | refund_states.REFUSALS
    said |= protection_events.REFUSALS
    return _(said[code], **photos.PLACES)


@lru_cache(maxsize=256)
def icon(name: str) -> Markup:
    """A picture of the sprite, for the eye alone: its button says in words what it does."""
    address = asset("icons.svg")
    return Markup(f'<svg class="icon" aria-hidden="true"><use href="{address}#{name}"/></svg>')  # noqa: S704


def picture(source: str) -> str:
    """Where a product's picture is. One that our pages may not load is drawn as a plain parcel."""
    if source.startswith("art:"):
        return asset(f"art/{source[4:]}.svg")
    parts = urlsplit(source)
    if f"{parts.scheme}://{parts.netloc}" in current_app.config["IMAGE_ORIGINS"]:
        return source
    return asset("art/placeholder.svg")


def joined(words: Sequence[str]) -> str:
    """Words in a row, as the reader's language puts them: refund, return, or exchange."""
    return format_list(list(words), "or", locale=locale())


def listed(words: Sequence[str]) -> str:
    """All of them in a row, as the reader's language puts them: Ana, Bruno, and Kit."""
    return format_list(list(words), locale=locale())


def first_name(name: str) -> str:
    """What one calls somebody."""
    return name.split(maxsplit=1)[0] if name.split() else name


def init_app(app: Flask) -> None:
    """Gives the templates these filters and questions."""
    app.jinja_env.filters.update(
        money=money,
        day=day,
        clock_time=clock_time,
        day_and_time=day_and_time,
        length_of_time=length,
        since=since,
        speaks_word=speaks_word,
        short_number=short_number,
        first_name=first_name,
        listed=listed,
        on_badge=on_badge,
    )
    app.jinja_env.globals.update(
        icon=icon,
        address_lines=address_lines,
        picture=picture,
        shown_size=photos.shown_size,
        photo_rules=photos,
        preview=preview,
        refusal_sentence=refusal_sentence,
        state_word=state_word,
        item_class_word=item_class_word,
        voice_word=voice_word,
        urls=urls,
        wording=wording,
        now=clock.now,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
