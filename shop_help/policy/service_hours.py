"""Business hours of customer service: several periods a day, days off, and clocks that count these alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

#: A day's periods, local: from (hour, minute) until (hour, minute); 24:00 is the midnight that ends the day.
Periods = Sequence[Sequence[str]]

#: A week that is always closed ends the search for an opening after so many days.
LONGEST_SEARCH_DAYS = 400
_MINUTE = timedelta(minutes=1)

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
        """When it closes, periods that meet taken as one; None while it is closed, and where it never closes."""
        closes: datetime | None = None
        for begin, end in self._periods_from(now):
            if begin > (closes or now):
                return closes
            closes = end
        return None

    def after(self, start: datetime, seconds: float) -> datetime:
        """The instant, in UTC, when so many seconds of business hours have passed; negative ones go back.

        Where it never opens, or too rarely, the clock on the wall counts: a promise is still kept some day.
        """
        start, left = start.astimezone(UTC), timedelta(seconds=seconds)
        if seconds < 0:
            return self._before(start, -left)
        for begin, end in self._periods_from(start):
            counted_from = max(begin, start)
            if counted_from + left <= end:
                return counted_from + left
            left -= end - counted_from
        return start + timedelta(seconds=seconds)

    def _before(self, start: datetime, length: timedelta) -> datetime:
        left = length
        for begin, end in self._periods_until(start):
            counted_to = min(end, start)
            if counted_to - left >= begin:
                return counted_to - left
            left -= counted_to - begin
        return start - length

    def seconds_between(self, start: datetime, end: datetime) -> int:
        """Seconds of business hours between two instants; negative where `end` is the earlier one."""
        if end < start:
            return -self.seconds_between(end, start)
        start, end, passed = start.astimezone(UTC), end.astimezone(UTC), timedelta()
        for begin, until in self._periods_from(start):
            if begin >= end:
                break
            passed += min(until, end) - max(begin, start)
        return round(passed.total_seconds())

    def periods_on(self, day: date) -> list[tuple[datetime, datetime]]:
        """The periods of a local day, in UTC; those that a change of the clock leaves nothing of are left out."""
        if day in self.days_off:
            return []
        there = ZoneInfo(self.zone)
        found = (
            (_instant(day, opens, there), _instant(day, closes, there)) for opens, closes in self.week[day.weekday()]
        )
        return [(begin, end) for begin, end in found if end > begin]

    def _periods_from(self, now: datetime, days: int = LONGEST_SEARCH_DAYS) -> Iterator[tuple[datetime, datetime]]:
        """Periods that end after `now`, from its own local day on."""
        first = now.astimezone(ZoneInfo(self.zone)).date()
        for offset in range(days):
            yield from (each for each in self.periods_on(first + timedelta(days=offset)) if each[1] > now)

    def _periods_until(self, now: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Periods that begin before `now`, the latest first."""
        last = now.astimezone(ZoneInfo(self.zone)).date()
        for offset in range(LONGEST_SEARCH_DAYS):
            there = self.periods_on(last - timedelta(days=offset))
            yield from (each for each in reversed(there) if each[0] < now)


def _instant(day: date, reading: str, there: ZoneInfo) -> datetime:
    """The first instant at which the clock on the wall has reached a reading, where it skips or repeats it, too."""
    hour, minute = (int(part) for part in reading.split(":"))
    moved = day + timedelta(days=hour // 24)
    said = datetime.combine(moved, time(hour % 24, minute))
    found = said.replace(tzinfo=there).astimezone(UTC)
    # Python takes a skipped reading for one as much later: go back to where the clock jumped.
    while (found - _MINUTE).astimezone(there).replace(tzinfo=None) >= said:
        found -= _MINUTE
    return found
