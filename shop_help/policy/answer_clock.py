"""The clock of an answer, as the seller sees it run: until when, and how near that is."""

from datetime import datetime

from shop_help.policy.answering import ANSWER_WITHIN

#: From this share of the time on, a wait is pressing.
PRESSING = 0.5


def answer_by(asked_at: datetime, holiday_from: datetime | None, holiday_until: datetime | None) -> datetime:
    """The last instant at which an answer is in time; the shop's holiday moves it back by what it covers."""
    due = asked_at + ANSWER_WITHIN
    if holiday_from is None or holiday_until is None:
        return due
    begin = max(asked_at, holiday_from)
    return due + (holiday_until - begin) if begin < due and holiday_until > begin else due


def is_late(asked_at: datetime | None, now: datetime) -> bool:
    """Does a buyer wait since then for longer than they should, of a shop that had no holiday?"""
    return asked_at is not None and answer_by(asked_at, None, None) <= now


def service_from(
    asked_at: datetime, is_suspended: bool, holiday_from: datetime | None, holiday_until: datetime | None
) -> datetime:
    """From when on customer service is offered to a buyer who waits: as soon as no answer can be in time any more,
    and of a suspended shop at once."""
    return asked_at if is_suspended else answer_by(asked_at, holiday_from, holiday_until)


def wait_level(counted: float) -> str:
    """How a wait of so many counted seconds stands: calm, warn from half the time on, bad once it is late."""
    share = counted / ANSWER_WITHIN.total_seconds()
    return "bad" if share > 1 else "warn" if share >= PRESSING else "calm"
