"""What operators do to the business hours of customer service."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from shop_help import audit, clock
from shop_help.actions.staff import By, staff_at
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.identity import Viewer
from shop_help.models import LogEntry, ServiceHours
from shop_help.policy.faults import Fault, Faulty
from shop_help.policy.markets import MARKETS
from shop_help.policy.messages import Refused
from shop_help.policy.opening_times import Written, days_off_of, kept_days, week_of
from shop_help.policy.permissions import may_set_hours
from shop_help.policy.service_hours import DEFAULT_WEEK
from shop_help.policy.wording import N_

STALE = Fault(
    N_("Somebody else changed these hours meanwhile. Yours are kept here: look at theirs, then save again.")
)


@dataclass(frozen=True)
class WrittenHours:
    """The hours of a market as they stand in a form: seven days of pairs, and the days off from today on."""

    week: Sequence[Written]
    keeps_holidays: bool
    days_off: Sequence[str]


def set_hours(by: By, market: str, written: WrittenHours, seen: str) -> None:
    """Customer service of a market is open then, from now on; promises that were made stay.

    `seen` is the version that was edited. Raises Faulty for hours that can't be, and where somebody was quicker.
    """
    today = today_in(market)
    week, faults = week_of(written.week)
    days, more = days_off_of(written.days_off, today)
    if faults | more:
        raise Faulty(faults | more)
    with write_unit(db.session) as session:
        viewer = _operator(by, market)
        row = session.get(ServiceHours, market, with_for_update=True)
        if version_of(row) != seen:
            raise Faulty({"": STALE})
        was, now = _kept(row), clock.now()
        past = kept_days([date.fromisoformat(day) for day in row.days_off] if row else [], today)
        row = row or ServiceHours(market=market)
        row.week = [[list(period) for period in day] for day in week]
        row.keeps_holidays, row.days_off = written.keeps_holidays, [day.isoformat() for day in [*past, *days]]
        if _kept(row) == was:
            session.rollback()
            return
        row.updated_at = now
        session.add(row)
        session.add(_log(viewer, market, was, _kept(row), now))
        audit.note("service_hours.changed", f"hours {market}", viewer, before=was, after=_kept(row))


def written_hours(row: ServiceHours | None, week: Sequence[Sequence[Sequence[str]]], today: date) -> WrittenHours:
    """The hours that hold, as they are edited: `week` is what the calendar finds, and days off that passed are left
    out."""
    pairs = [[(begin, end) for begin, end in day] for day in week]
    ahead = [day for day in row.days_off if day >= today.isoformat()] if row else []
    return WrittenHours(pairs, row.keeps_holidays if row else True, ahead)


def version_of(row: ServiceHours | None) -> str:
    """What tells an edited row from the one there is now."""
    return row.updated_at.isoformat() if row else ""


def today_in(market: str) -> date:
    """The day it is in a market."""
    return clock.now().astimezone(ZoneInfo(MARKETS[market].zone)).date()


def _operator(by: By, market: str) -> Viewer | None:
    if market not in MARKETS:
        raise Refused("forbidden")
    return staff_at(by, may_set_hours)


def _kept(row: ServiceHours | None) -> dict[str, object]:
    """The hours as the log keeps them; where no operator set others, the rulebook's."""
    if row is None:
        return {"week": [[list(period) for period in day] for day in DEFAULT_WEEK], "holidays": True, "off": []}
    return {"week": row.week, "holidays": row.keeps_holidays, "off": row.days_off}


def _log(viewer: Viewer | None, market: str, was: object, now_is: object, now: datetime) -> LogEntry:
    told = {"market": market, "was": was, "now": now_is}
    return LogEntry(
        happened_at=now,
        what="service_hours.changed",
        voice="OPERATOR",
        person_id=viewer.person_id if viewer else None,
        why=market,
        data=told,
    )
