"""For how long a sign-in lasts: so long without use, and so long in any case (OWASP ASVS 5.0, V7.3)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

#: A use is written down once it moves the end by this part of the idle time: nearly every page has nothing to write.
NOTED = 24


@dataclass(frozen=True)
class Limits:
    """How long it lasts without use, and in all."""

    idle: timedelta
    whole: timedelta

    def end(self, started_at: datetime, now: datetime) -> datetime:
        """When a sign-in that is used now ends, unless it is used again."""
        return min(started_at + self.whole, now + self.idle)

    def is_worth_noting(self, kept: datetime | None, end: datetime) -> bool:
        """Is the end that is kept another one by so much? Less time than was kept is always noted."""
        return kept is None or end < kept or end - kept >= self.idle / NOTED
