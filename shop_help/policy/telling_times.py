"""When somebody is told: how long we wait whether they see it by themselves, quiet hours, and how often we try."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

#: Seconds from the happening: who looks has seen it by then, and several messages have become one.
_MOMENT = {("messages", "mail"): 120, ("messages", "push"): 10}
_OTHERWISE = {"mail": 30, "push": 0}
#: What is older stays in the list of the app; what is older still is told nowhere (a first start, a long standstill).
NEWS_FOR, KNOWN_FOR = timedelta(days=1), timedelta(days=7)

#: A try that didn't end is over by then: another process may send it again.
LEASE = timedelta(minutes=2)
FIRST_WAIT, LONGEST_WAIT, PATIENCE = timedelta(seconds=30), timedelta(hours=3), timedelta(days=1)

DAY_MINUTES = 24 * 60


def due_at(kind: str, channel: str, happened_at: datetime) -> datetime:
    """When a channel has its turn."""
    return happened_at + timedelta(seconds=_MOMENT.get((kind, channel), _OTHERWISE[channel]))


def is_zone(name: str) -> bool:
    """Is there such a zone of the tz database?"""
    return name in available_timezones()


def quiet_until(now: datetime, begins: int | None, ends: int | None, zone: str) -> datetime | None:
    """When the quiet hours that `now` lies in are over; None outside of them.

    `begins`, `ends`: minutes of the local day, which may lie on both sides of midnight; the same twice is never.
    """
    if begins is None or ends is None or begins == ends:
        return None
    there = ZoneInfo(zone)
    local = now.astimezone(there)
    minute = local.hour * 60 + local.minute
    is_quiet = begins <= minute < ends if begins < ends else minute >= begins or minute < ends
    if not is_quiet:
        return None
    day = local.date() + timedelta(days=1 if minute >= ends else 0)
    over = datetime.combine(day, time(*divmod(ends, 60)), there).astimezone(UTC)
    # Where the clocks are put back, an hour comes twice: what is over by the first of them is over.
    return max(over, now + timedelta(minutes=1))


def next_try(tries: int, since: datetime, now: datetime) -> datetime | None:
    """When it is sent again after so many tries; None where we give up."""
    if now - since >= PATIENCE:
        return None
    doubled: int = 2 ** min(max(tries, 1) - 1, 12)
    return now + min(LONGEST_WAIT, FIRST_WAIT * doubled)
