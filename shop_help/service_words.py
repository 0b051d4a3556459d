"""When customer service is open, in words: as buyers read it, and day by day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shop_help.dates import calendar_day, clock_of_zone, day_and_time, day_of_week_and_time
from shop_help.policy.service_hours import Hours
from shop_help.speech import gettext as _


def open_words(hours: Hours, now: datetime) -> str:
    """Whether it is open, and until when; or when it opens: Opens Monday 08:00 EST."""
    if hours.is_open(now):
        closes = hours.closes_next(now)
        return _("Open until %(time)s", time=_near(closes, now, hours.zone)) if closes else _("Always open")
    opens = hours.opens_next(now)
    return _("Opens %(time)s", time=_near(opens, now, hours.zone)) if opens else _("Never open")


def _near(instant: datetime, now: datetime, zone: str) -> str:
    """Today by the time alone, within a week by the weekday, later by the date; always with its zone."""
    there = ZoneInfo(zone)
    days = (instant.astimezone(there).date() - now.astimezone(there).date()).days
    if days == 0:
        return clock_of_zone(instant, zone)
    return day_of_week_and_time(instant, zone) if days < 7 else day_and_time(instant, zone)


@dataclass(frozen=True)
class DayShown:
    """A day of the preview: its periods as text, or why it is closed; `note` where its clock is changed."""

    name: str
    periods: list[str]
    why: str = ""
    note: str = ""


def week_shown(hours: Hours, first: date, names: Mapping[date, str], off: frozenset[date]) -> list[DayShown]:
    """The seven days from `first`. `names`: of public holidays that are kept; `off`: further days off."""
    return [_day_shown(hours, first + timedelta(days=offset), names, off) for offset in range(7)]


def _day_shown(hours: Hours, day: date, names: Mapping[date, str], off: frozenset[date]) -> DayShown:
    if day in names:
        return DayShown(calendar_day(day), [], names[day])
    if day in off:
        return DayShown(calendar_day(day), [], _("Day off"))
    periods = hours.week[day.weekday()]
    return DayShown(calendar_day(day), [f"{begin}–{end}" for begin, end in periods], note=_change_on(day, hours.zone))


def _change_on(day: date, zone: str) -> str:
    there = ZoneInfo(zone)
    begin, end = (
        datetime.combine(each, time(), there).utcoffset() or timedelta() for each in (day, day + timedelta(days=1))
    )
    if begin == end:
        return ""
    return _("Clocks go forward on this day.") if begin < end else _("Clocks go back on this day.")
