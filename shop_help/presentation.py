"""Jinja filters and questions: how instants, money and states read on a page."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time, get_day_names
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, get_currency_precision
from flask import Flask, current_app
from markupsafe import Markup

from shop_help import clock, urls
from shop_help.assets import asset
from shop_help.policy import photos, protection_events, refund_states, request_events, wording
from shop_help.postal import address_lines
from shop_help.speech import gettext as _
from shop_help.speech import locale


def digits_of(currency: str) -> int:
    """How many digits of a currency stand behind the point."""
    return int(get_currency_precision(currency))


@lru_cache(maxsize=4096)
def _money(minor: int, currency: str, locale: str) -> str:
    return format_currency(minor / 10 ** digits_of(currency), currency, locale=locale)


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


def day(instant: datetime, zone: str) -> str:
    """The local date: Tue, Nov 24; with the year when it isn't this year's."""
    local = instant.astimezone(ZoneInfo(zone))
    this_year = local.year == clock.now().astimezone(ZoneInfo(zone)).year
    return _day(local.date(), this_year, locale())


@lru_cache(maxsize=4096)
def _day(local: date, this_year: bool, locale: str) -> str:
    skeleton = "EEE, MMM d" if this_year else "MMM d, y"
    return format_date(local, skeleton, locale=locale)


def short_day(instant: datetime, zone: str) -> str:
    """The local date where there is little room: Nov 24."""
    return _short_day(instant.astimezone(ZoneInfo(zone)).date(), locale())


@lru_cache(maxsize=4096)
def _short_day(local: date, locale: str) -> str:
    return format_date(local, "MMM d", locale=locale)


def clock_time(instant: datetime, zone: str) -> str:
    """The local time of day."""
    local = instant.astimezone(ZoneInfo(zone))
    return _clock_time(local.hour, local.minute, locale())


@lru_cache(maxsize=2048)
def _clock_time(hour: int, minute: int, locale: str) -> str:
    return format_time(datetime(2000, 1, 1, hour, minute).time(), "short", locale=locale)  # noqa: DTZ001


def day_and_time(instant: datetime, zone: str) -> str:
    """Date, time and zone, as a deadline is read: Tue, Nov 24, 14:05 EST."""
    return _day_and_time(instant.replace(second=0, microsecond=0), zone, locale())


@lru_cache(maxsize=4096)
def _day_and_time(instant: datetime, zone: str, locale: str) -> str:
    words = format_datetime(instant, "EEE, MMM d, HH:mm", tzinfo=ZoneInfo(zone), locale=locale)
    return f"{words} {zone_word(instant, zone)}"


def zone_word(instant: datetime, zone: str) -> str:
    """What the people of a zone call its time just then: EST, CET, WIB."""
    return instant.astimezone(ZoneInfo(zone)).tzname() or zone


def day_of_week_and_time(instant: datetime, zone: str) -> str:
    """Within a week, the weekday says which day: Monday 08:00 EST."""
    words = format_datetime(instant, "EEEE HH:mm", tzinfo=ZoneInfo(zone), locale=locale())
    return f"{words} {zone_word(instant, zone)}"


def clock_of_zone(instant: datetime, zone: str) -> str:
    """Today, the time and its zone: 20:00 EST."""
    return f"{instant.astimezone(ZoneInfo(zone)):%H:%M} {zone_word(instant, zone)}"


def calendar_day(local: date) -> str:
    """A day of the calendar with its weekday: Tue, Nov 24."""
    return format_date(local, "EEE, MMM d", locale=locale())


def calendar_date(local: date) -> str:
    """A day of the calendar where there is little room: Nov 24."""
    return _short_day(local, locale())


def weekday_names() -> list[str]:
    """The days of the week from Monday, as they stand by themselves."""
    names = get_day_names("wide", context="stand-alone", locale=locale())
    return [names[day] for day in range(7)]


def length(seconds: float) -> str:
    """A length of time in its largest unit: 45 min, 3 h, 2 d."""
    minutes = max(0, round(seconds / 60))
    if minutes < 60:
        return _("%(count)s min", count=minutes)
    hours = round(minutes / 60)
    return _("%(count)s h", count=hours) if hours < 48 else _("%(count)s d", count=round(hours / 24))


def since(instant: datetime) -> str:
    """How long ago, in its largest unit; under a minute it is now."""
    passed = (clock.now() - instant) / timedelta(seconds=1)
    return length(passed) if passed >= 60 else _("now")


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


def preview(kind: str, body: str) -> str:
    """What was said last, as a list shows it."""
    words = words_of(kind, body)
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
        short_number=short_number,
        first_name=first_name,
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
