"""A shop's holiday: whole days of its own zone, in which the clock of its answers stands still."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shop_help.policy.faults import Fault
from shop_help.policy.wording import N_

#: A holiday has at most so many days, the first and the last counted.
LONGEST_HOLIDAY_DAYS = 60


def holiday_of(first: date, last: date, zone: str) -> tuple[datetime, datetime]:
    """From the midnight that begins the first day to the midnight that ends the last."""
    there = ZoneInfo(zone)
    return (
        datetime.combine(first, time(), there),
        datetime.combine(last + timedelta(days=1), time(), there),
    )


def days_of(begin: datetime, end: datetime, zone: str) -> tuple[date, date]:
    """The first and the last day that a holiday touches."""
    there = ZoneInfo(zone)
    return begin.astimezone(there).date(), (end.astimezone(there) - timedelta(microseconds=1)).date()


def latest_last_day(first: date) -> date:
    """The last day of the longest holiday that begins then; the calendar's own end is the end of it."""
    return first + min(timedelta(days=LONGEST_HOLIDAY_DAYS - 1), date.max - timedelta(days=1) - first)


def holiday_faults(first: date | None, last: date | None, today: date, begun: date | None) -> dict[str, Fault]:
    """What is wrong with a holiday from `first` to `last`. `begun`: the first day of the one that runs."""
    if first is None or last is None:
        absent = {"from": first, "until": last}
        return {name: Fault(N_("Choose a day.")) for name, day in absent.items() if day is None}
    if first < today and first != begun:
        # Or buyers who waited too long would be made not to have waited.
        return {"from": Fault(N_("A holiday can't begin before today."))}
    if last < first:
        return {"until": Fault(N_("The last day can't be before the first."))}
    if last < today:
        return {"until": Fault(N_("The last day has passed. End the holiday instead."))}
    if last > latest_last_day(first):
        return {
            "until": Fault(N_("A holiday has at most %(days)s days."), {"days": LONGEST_HOLIDAY_DAYS}),
        }
    return {}
