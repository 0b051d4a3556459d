"""The one file that reads the clock. Everything else is told the time or asks here."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """This instant, aware, in UTC."""
    return _told.get() or datetime.now(UTC)


@contextmanager
def as_of(instant: datetime) -> Iterator[None]:
    """What this thread does meanwhile happens at that instant: so the demo has a past that its own acts made."""
    told = _told.set(instant)
    try:
        yield
    finally:
        _told.reset(told)


def ticks() -> float:
    """Seconds of a clock that never goes back, for waits and rates; not an instant."""
    return time.monotonic()
