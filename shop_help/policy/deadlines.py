"""When a clock that counts calendar days closes (PRODUCT 4, "Calendar days")."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


def closes_at(began_at: datetime, days: int, zone: str) -> datetime:
    """The local midnight that ends day `days`. Day 0 is the local date on which it began; each day counts whole."""
    there = ZoneInfo(zone)
    first_after = began_at.astimezone(there).date() + timedelta(days=days + 1)
    return datetime.combine(first_after, time(), there).astimezone(UTC)


def last_moment(closes: datetime) -> datetime:
    """A moment of the last day that counts, for saying which day that is."""
    return closes - timedelta(microseconds=1)
