"""Business hours of customer service: several periods a day, days off, and clocks that count these alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

#: A day's periods, local: from (hour, minute) until (hour, minute); 24:00 is the midnight that ends the day.
Periods = Sequence[Sequence[str]]

#: A week that is always closed ends the search for an opening after so many days.
LONGEST_SEARCH_DAYS = 400

ALWAYS = (("00:00", "24:00"),)
_WORKDAY = (("08:00", "12:00"), ("13:00", "20:00"))
_SATURDAY = (("09:00", "14:00"),)
#: Where no operator set others.
DEFAULT_WEEK: tuple[Periods, ...] = (*[_WORKDAY] * 5, _SATURDAY, ())


@dataclass(frozen=True)
class Hours:
    """When customer service of a market is open. `week` has a day's periods for each weekday from Monday."""

    zone: str
    week: tuple[Periods, ...] = DEFAULT_WEEK
    days_off: frozenset[date] = frozenset()

    def is_open(self, now: datetime) -> bool:
        """Is it open at this instant?"""
        return any(begin <= now < end for begin, end in self._periods_from(now, days=1))

    def opens_next(self, now: datetime) -> datetime | None:
        """This instant while it is open, else when it opens next; None where it never does."""
        return next((max(begin, now) for begin, _ in self._periods_from(now)), None)

    def closes_next(self, now: datetime) -> datetime | None:
        """When the period that runs ends; None while it is closed."""
        return next((end for begin, end in self._periods_from(now, days=1) if begin <= now), None)

    def after(self, start: datetime, seconds: float) -> datetime:
        """The instant when so many seconds of business hours have passed since `start`, in UTC.

        Where it never opens, the clock on the wall counts: a promise is still kept some day.
        """
        left = timedelta(seconds=seconds)
        for begin, end in self._periods_from(start):
            counted_from = max(begin, start)
            if counted_from + left <= end:
                return counted_from + left
            left -= end - counted_from
        return (start + timedelta(seconds=seconds)).astimezone(UTC)

    def seconds_between(self, start: datetime, end: datetime) -> int:
        """Seconds of business hours between two instants; negative where `end` is the earlier one."""
        if end < start:
            return -self.seconds_between(end, start)
        passed = timedelta()
        for begin, until in self._periods_from(start):
            if begin >= end:
                break
            passed += min(until, end) - max(begin, start)
        return round(passed.total_seconds())

    def _periods_from(self, now: datetime, days: int = LONGEST_SEARCH_DAYS) -> Iterator[tuple[datetime, datetime]]:
        """Periods that end after `now`, in UTC, from its own local day on. Local times that a clock skips or
        repeats at a change of daylight saving mean the first instant with that reading (PEP 495, fold 0)."""
        there = ZoneInfo(self.zone)
        first = now.astimezone(there).date()
        for offset in range(days):
            day = first + timedelta(days=offset)
            if day in self.days_off:
                continue
            for opens, closes in self.week[day.weekday()]:
                begin, end = _instant(day, opens, there), _instant(day, closes, there)
                if end > now and end > begin:
                    yield begin, end


def _instant(day: date, reading: str, there: ZoneInfo) -> datetime:
    hour, minute = (int(part) for part in reading.split(":"))
    moved = day + timedelta(days=hour // 24)
    return datetime.combine(moved, time(hour % 24, minute), there).astimezone(UTC)
