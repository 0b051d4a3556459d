"""How days, times and lengths of time read: in the order and with the signs of the reader's language."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, format_time, get_day_names

from shop_help import clock
from shop_help.speech import gettext as _
from shop_help.speech import locale, ngettext


def day(instant: datetime, zone: str) -> str:
    """The local date: Tue, Nov 24; with the year when it isn't this year's."""
    local = instant.astimezone(ZoneInfo(zone))
    this_year = local.year == clock.now().astimezone(ZoneInfo(zone)).year
    return _day(local.date(), this_year, locale())


@lru_cache(maxsize=4096)
def _day(local: date, this_year: bool, locale: str) -> str:
    return _in_parts("MMMEd" if this_year else "yMMMd", datetime.combine(local, time()), locale)


def _in_parts(parts: str, local: datetime, locale: str) -> str:
    """These parts of a local time in the order and with the signs of a language: Tue, Nov 24 and mar, 24 nov."""
    return str(format_skeleton(parts, local, locale=locale))


def short_day(instant: datetime, zone: str) -> str:
    """The local date where there is little room: Nov 24."""
    return _short_day(instant.astimezone(ZoneInfo(zone)).date(), locale())


@lru_cache(maxsize=4096)
def _short_day(local: date, locale: str) -> str:
    return _in_parts("MMMd", datetime.combine(local, time()), locale)


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
    local = instant.astimezone(ZoneInfo(zone))
    at = f"{_in_parts('Hm', local.replace(tzinfo=None), locale)} {zone_word(instant, zone)}"
    # "," and "،": what stands between a day and its time.
    return _("%(day)s, %(time)s", day=_in_parts("MMMEd", local.replace(tzinfo=None), locale), time=at)


def zone_word(instant: datetime, zone: str) -> str:
    """What the people of a zone call its time just then: EST, CET, WIB."""
    return instant.astimezone(ZoneInfo(zone)).tzname() or zone


def day_of_week_and_time(instant: datetime, zone: str) -> str:
    """Within a week, the weekday says which day: Monday 08:00 EST."""
    local = instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    at = _in_parts("Hm", local, locale())
    return f"{format_date(local, 'EEEE', locale=locale())} {at} {zone_word(instant, zone)}"


def clock_of_zone(instant: datetime, zone: str) -> str:
    """Today, the time and its zone: 20:00 EST."""
    local = instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return f"{_in_parts('Hm', local, locale())} {zone_word(instant, zone)}"


def calendar_day(local: date) -> str:
    """A day of the calendar with its weekday: Tue, Nov 24."""
    return _in_parts("MMMEd", datetime.combine(local, time()), locale())


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


def whole_length(length: timedelta) -> str:
    """A length of time in a sentence, in the largest unit that says it exactly: 30 minutes, 14 hours, 60 days."""
    minutes = round(length.total_seconds() / 60)
    if minutes % 60:
        return ngettext("%(num)s minute", "%(num)s minutes", minutes)
    hours = minutes // 60
    if hours % 24:
        return ngettext("%(num)s hour", "%(num)s hours", hours)
    return ngettext("%(num)s day", "%(num)s days", hours // 24)


def since(instant: datetime) -> str:
    """How long ago, in its largest unit; under a minute it is now."""
    passed = (clock.now() - instant) / timedelta(seconds=1)
    return length(passed) if passed >= 60 else _("now")
