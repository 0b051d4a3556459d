"""Business hours against an oracle that knows nothing of them: it walks minute by minute and looks at the wall."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from shop_help.policy.service_hours import Hours

MINUTE = timedelta(minutes=1)
DAYS = 4
#: Of minutes in a week that is drawn, which takes longer than to look at them.
PAIRS = 4
#: Zones, with a local day two days before their clocks change, or before none does.
WINDOWS = [
    ("America/New_York", date(2026, 3, 6)),
    ("America/New_York", date(2026, 10, 30)),
    ("Europe/Berlin", date(2026, 3, 27)),
    ("Europe/Berlin", date(2026, 10, 23)),
    ("Europe/London", date(2026, 3, 27)),
    ("Europe/London", date(2026, 10, 23)),
    ("Asia/Jakarta", date(2028, 2, 27)),
    ("Europe/Berlin", date(2026, 12, 30)),
]

Day = list[tuple[int, int]]


@cache
def walls(zone: str, first: date) -> tuple[datetime, list[tuple[int, int]]]:
    """Each minute of some days: the latest reading that the wall has shown by then, as day and minute."""
    there = ZoneInfo(zone)
    midnight = datetime(first.year, first.month, first.day, tzinfo=there)
    begin, shown, latest = midnight.astimezone(UTC), [], midnight.replace(tzinfo=None)
    for i in range(DAYS * 1440):
        latest = max(latest, (begin + i * MINUTE).astimezone(there).replace(tzinfo=None))
        shown.append(((latest.date() - first).days, latest.hour * 60 + latest.minute))
    return begin, shown


def opened(day: Day) -> bytearray:
    """For each minute of a day, whether it lies in a period."""
    flags = bytearray(1440)
    for begin, end in day:
        flags[begin:end] = b"\1" * (end - begin)
    return flags


def readings(day: Day) -> tuple[tuple[str, str], ...]:
    return tuple((f"{a // 60:02}:{a % 60:02}", f"{b // 60:02}:{b % 60:02}") for a, b in day)


#: Any minute of the day; those around the changes of the clock often.
MINUTES = st.integers(0, 1440) | st.sampled_from([0, 59, 60, 61, 90, 119, 120, 121, 150, 179, 180, 181, 1440])


@st.composite
def days(draw: st.DrawFn) -> Day:
    marks = sorted(draw(st.lists(MINUTES, max_size=6)))
    return [(a, b) for a, b in zip(marks[::2], marks[1::2], strict=False) if a < b]


@st.composite
def scenes(draw: st.DrawFn) -> tuple[Hours, datetime, list[bool], list[tuple[int, int]]]:
    zone, first = draw(st.sampled_from(WINDOWS))
    week = draw(st.lists(days(), min_size=7, max_size=7))
    off = frozenset(first + timedelta(days=day) for day in draw(st.sets(st.integers(0, DAYS - 1), max_size=2)))
    begin, shown = walls(zone, first)
    dates = [first + timedelta(days=day) for day in range(DAYS + 1)]
    # An hour that comes twice moves the window's end into the day behind it.
    table = [opened([] if day in off else week[day.weekday()]) for day in dates]
    flags = [bool(table[day][minute]) for day, minute in shown]
    place = st.integers(0, len(flags) - 1)
    pairs = draw(st.lists(st.tuples(place, place), min_size=PAIRS, max_size=PAIRS))
    return Hours(zone, tuple(readings(day) for day in week), off), begin, flags, pairs


@settings(max_examples=700, deadline=None)
@given(scenes())
def test_the_walker_and_the_hours_agree(scene: tuple[Hours, datetime, list[bool], list[tuple[int, int]]]) -> None:
    hours, begin, flags, pairs = scene
    for one, other in pairs:
        _agree(hours, begin, flags, one, other)


def _agree(hours: Hours, begin: datetime, flags: list[bool], one: int, other: int) -> None:
    here, there = begin + one * MINUTE, begin + other * MINUTE
    assert hours.is_open(here) is flags[one]
    low, high = sorted((one, other))
    passed = 60 * sum(flags[low:high])
    assert hours.seconds_between(here, there) == (passed if one <= other else -passed)
    opens = next((i for i in range(one, len(flags)) if flags[i]), None)
    if opens is not None:
        assert hours.opens_next(here) == begin + opens * MINUTE
    if flags[one] and False in flags[one:]:
        assert hours.closes_next(here) == begin + (one + flags[one:].index(False)) * MINUTE
    if passed:
        walked = _walked(flags, one, passed // 60, 1 if one <= other else -1)
        assert hours.after(here, passed if one <= other else -passed) == begin + walked * MINUTE


def _walked(flags: list[bool], at: int, minutes: int, step: int) -> int:
    """Where one stands after so many open minutes, forwards or back."""
    while minutes:
        minutes -= flags[at if step > 0 else at - 1]
        at += step
    return at


@settings(max_examples=500, deadline=None)
@given(scenes(), st.integers(-90_000, 90_000), st.integers(0, 59))
def test_after_and_seconds_between_are_inverse(
    scene: tuple[Hours, datetime, list[bool], list[tuple[int, int]]], seconds: int, second: int
) -> None:
    hours, begin, _, [(one, _other), *_more] = scene
    start = begin + one * MINUTE + timedelta(seconds=second)
    in_a_week = sum(
        (end - opening).total_seconds()
        for day in range(10, 17)
        for opening, end in hours.periods_on(begin.date() + timedelta(days=day))
    )
    # A week of a few minutes takes years; those are not looked for.
    assume(in_a_week * 40 > abs(seconds))
    assert hours.seconds_between(start, hours.after(start, seconds)) == seconds
