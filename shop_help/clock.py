"""The one file that reads the clock. Everything else is told the time or asks here."""

import time
from datetime import UTC, datetime


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def ticks() -> float:
    """Seconds of a clock that never goes back, for waits and rates; not an instant."""
    return time.monotonic()
