"""When a shop is there, and when it is not."""

from datetime import datetime


def is_on_holiday(begin: datetime | None, end: datetime | None, now: datetime) -> bool:
    """A holiday has a beginning and an end; in between no clock of the shop's answers runs."""
    return begin is not None and end is not None and begin <= now < end


def is_absent(is_away: bool, begin: datetime | None, end: datetime | None, now: datetime) -> bool:
    """Nobody of the shop is there to answer: set away, or on holiday."""
    return is_away or is_on_holiday(begin, end, now)
