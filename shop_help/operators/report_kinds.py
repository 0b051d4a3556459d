"""What a report is made of: a table, what is drawn of it, and the words that say what was counted."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from shop_help.dates import day_and_time
from shop_help.operators.charts import Chart
from shop_help.presentation import number
from shop_help.speech import gettext as _

#: A value of a table as it is: text, a count, seconds, a share, an instant, or nothing.
Value = str | int | float | datetime | None


@dataclass(frozen=True)
class Column:
    """A column's head, and of which kind its values are: text, count, seconds, share or instant."""

    head: str
    kind: str = "text"

    @property
    def is_number(self) -> bool:
        """Do its values stand under each other?"""
        return self.kind in ("count", "seconds", "share")

    @property
    def csv_head(self) -> str:
        """The head where the values stand bare: with their unit."""
        if self.kind == "seconds":
            return _("%(head)s (seconds)", head=self.head)
        return _("%(head)s (percent)", head=self.head) if self.kind == "share" else self.head


@dataclass(frozen=True)
class Table:
    """A table behind a figure; `name` is its address as CSV. `all_rows` says more than the page shows, row by row."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    all_rows: Callable[[], Iterable[Sequence[Value]]] | None = None


@dataclass(frozen=True)
class Report:
    """One card of the page."""

    title: str
    table: Table
    #: What was counted, in sentences.
    says: Sequence[str]
    charts: Sequence[Chart] = ()
    #: [(label, value)] in large.
    headline: Sequence[tuple[str, str]] = ()
    #: In its place where there is nothing to show.
    empty: str = ""

    @property
    def headline_stats(self) -> list[dict[str, str]]:
        """The headline as shared/_stats.html shows it."""
        return [{"label": label, "value": value} for label, value in self.headline]


def shown(value: Value, kind: str, zone: str) -> str:
    """A value as a page shows it; nothing is a dash."""
    if value is None:
        return "–"
    if isinstance(value, datetime):
        return day_and_time(value, zone)
    if kind == "seconds":
        return duration(float(value))
    if kind == "share":
        return percent(float(value))
    return number(value) if isinstance(value, int) else str(value)


def percent(share: float | None) -> str:
    """A share as one reads it; nearly all is not all, and nearly none not none."""
    if share is None:
        return "–"
    rounded = round(share * 100)
    if rounded in (0, 100) and share not in (0, 1):
        return _("<1%") if rounded == 0 else _(">99%")
    return _("%(count)s%%", count=rounded)


def duration(seconds: float) -> str:
    """A length of time by two units: 42 s, 3 min, 1 h 20 min, 2 d 4 h."""
    if seconds < 60:
        return _("%(count)s s", count=round(seconds))
    minutes = round(seconds / 60)
    if minutes < 60:
        return _("%(count)s min", count=minutes)
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return (
            _("%(hours)s h %(minutes)s min", hours=hours, minutes=minutes)
            if minutes
            else _("%(count)s h", count=hours)
        )
    days, hours = divmod(hours, 24)
    return _("%(days)s d %(hours)s h", days=days, hours=hours) if hours else _("%(count)s d", count=days)
