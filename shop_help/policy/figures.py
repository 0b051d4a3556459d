"""What a report counts: the days it goes over, and what a median, a share and a solved question are (PRODUCT 7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from shop_help.policy.faults import Fault
from shop_help.policy.wording import N_

#: Days up to today that can be chosen with one tap.
LAST_DAYS = (7, 30, 90)
USUAL_DAYS = 30
LONGEST_DAYS = 731
#: Up to so many days, a day is drawn by itself; more are drawn by the week.
MOST_SINGLE_DAYS = 35
#: Who reads an answer and writes nothing to customer service for so long, did without it.
CONTACT_WITHIN = timedelta(hours=48)
#: Days until all readings of a day are counted: the day itself, and the time above.
COUNTED_AFTER_DAYS = 3
#: A buyer who says so, from 1 to 5, was satisfied.
SATISFIED = 4


@dataclass(frozen=True)
class Span:
    """Whole days from the first to the last, on the clocks of a zone."""

    first: date
    last: date
    zone: str

    @property
    def begin(self) -> datetime:
        """The midnight that begins the first day."""
        return datetime.combine(self.first, time(), ZoneInfo(self.zone))

    @property
    def end(self) -> datetime:
        """The midnight that ends the last day."""
        return datetime.combine(self.last + timedelta(days=1), time(), ZoneInfo(self.zone))

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1

    def parts(self) -> list[tuple[date, date]]:
        """The days one by one, or by the week where they are many; the last week may be a short one."""
        step = 1 if self.days <= MOST_SINGLE_DAYS else 7
        begins = [self.first + timedelta(days=offset) for offset in range(0, self.days, step)]
        return [(begin, min(begin + timedelta(days=step - 1), self.last)) for begin in begins]

    def part_of(self, instant: datetime) -> int | None:
        """In which of these an instant lies; None for one outside."""
        day = instant.astimezone(ZoneInfo(self.zone)).date()
        if not self.first <= day <= self.last:
            return None
        return (day - self.first).days // (1 if self.days <= MOST_SINGLE_DAYS else 7)


def last_days(days: int, today: date, zone: str) -> Span:
    """So many days up to and with today."""
    return Span(today - timedelta(days=days - 1), today, zone)


def span_of(first: date | None, last: date | None, today: date, zone: str) -> tuple[Span, Fault | None]:
    """From a day until another; where that can't be, what is wrong, and the usual days instead."""
    usual = last_days(USUAL_DAYS, today, zone)
    if first is None or last is None:
        return usual, Fault(N_("Choose both days."))
    if last < first:
        return usual, Fault(N_("The last day can't be before the first."))
    if (last - first).days >= LONGEST_DAYS:
        return usual, Fault(N_("A report goes over at most %(days)s days."), {"days": LONGEST_DAYS})
    return Span(first, last, zone), None


def nearest_rank(ordered: Sequence[int], share: float) -> int | None:
    """The value that so great a share of the ordered ones does not exceed: one that there was. None of none."""
    return ordered[max(0, ceil(share * len(ordered)) - 1)] if ordered else None


def share_of(part: int, whole: int) -> float | None:
    """A part of a whole; of nothing there is no share."""
    return part / whole if whole else None
