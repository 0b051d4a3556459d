"""What an operator writes as business hours: read leniently, refused in words, kept in order (PRODUCT 7)."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from shop_help.policy.faults import Fault
from shop_help.policy.wording import N_

#: Periods of one day, and days off ahead.
MOST_PERIODS = 6
MOST_DAYS_OFF = 60
#: Days off that passed are kept for so long: clocks that ran then still count without them.
KEPT_DAYS = 400
#: A day off lies within the time that is looked ahead.
FURTHEST_DAY_OFF = timedelta(days=3 * 365)

_TIME = re.compile(r"(\d{1,2})(?:[:.h ]?(\d{2}))?")

#: What stands in a day's fields: pairs of opening and closing.
Written = Sequence[tuple[str, str]]
Day = list[tuple[str, str]]


def time_of(text: str) -> str | None:
    """A time of day as it is kept, 08:00 to 24:00, from 8, 8:00, 0800 or 8.00; None for anything else."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        return None
    return f"{hour:02}:{minute:02}"


def week_of(written: Sequence[Written]) -> tuple[list[Day], dict[str, Fault]]:
    """The week that stands in the fields, and what is wrong with each day, by `day0` … `day6` from Monday."""
    week, faults = [], {}
    for number, each in enumerate(written):
        day, fault = _day_of([pair for pair in each if any(text.strip() for text in pair)])
        week.append(day)
        if fault is not None:
            faults[f"day{number}"] = fault
    return week, faults


def _day_of(written: Written) -> tuple[Day, Fault | None]:
    periods: Day = []
    for pair in written:
        begin, end = (time_of(text) for text in pair)
        if begin is None or end is None:
            return [], _unread(pair)
        if end <= begin:
            return [], _backwards(begin, end)
        periods.append((begin, end))
    if len(periods) > MOST_PERIODS:
        return [], Fault(N_("A day has at most %(most)s periods."), {"most": MOST_PERIODS})
    periods.sort()
    for (begin, end), (then, until) in pairwise(periods):
        if then < end:
            values = {"one": f"{begin}–{end}", "other": f"{then}–{until}"}
            return [], Fault(N_("%(one)s and %(other)s overlap."), values)
    return _joined(periods), None


def _unread(pair: tuple[str, str]) -> Fault:
    absent = [text for text in pair if not text.strip()]
    if absent:
        return Fault(N_("A period needs both: when it begins and when it ends."))
    wrong = next(text.strip() for text in pair if time_of(text) is None)
    return Fault(N_("“%(text)s” is no time of day. Write it as 08:00; 24:00 ends the day."), {"text": wrong[:20]})


def _backwards(begin: str, end: str) -> Fault:
    values = {"begin": begin, "end": end}
    return Fault(
        N_("%(begin)s–%(end)s ends before it begins. Past midnight, end at 24:00 and go on from 00:00 the next day."),
        values,
    )


def _joined(periods: Day) -> Day:
    """Periods that meet are one."""
    day: Day = []
    for begin, end in periods:
        if day and day[-1][1] == begin:
            day[-1] = (day[-1][0], end)
        else:
            day.append((begin, end))
    return day


def days_off_of(written: Sequence[str], today: date) -> tuple[list[date], dict[str, Fault]]:
    """The days off that stand in the fields, in order, and what is wrong with them, by `days_off`."""
    days = set()
    for text in filter(None, (each.strip() for each in written)):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return [], {"days_off": Fault(N_("“%(text)s” is no day."), {"text": text[:20]})}
        if not today <= day <= today + FURTHEST_DAY_OFF:
            fault = Fault(N_("%(day)s is not a day of the next three years."), {"day": text})
            return [], {"days_off": fault}
        days.add(day)
    if len(days) > MOST_DAYS_OFF:
        return [], {"days_off": Fault(N_("At most %(most)s days off can be set ahead."), {"most": MOST_DAYS_OFF})}
    return sorted(days), {}


def kept_days(days: Sequence[date], today: date) -> list[date]:
    """Of the days off there were, those before today that clocks may still need."""
    return [day for day in days if today - timedelta(days=KEPT_DAYS) <= day < today]
