"""Whether a live chat can be had: both edges of a period, a break, a holiday, nobody there, and never open."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from shop_help.policy.chat_offer import chat_offer
from shop_help.policy.service_hours import ALWAYS, DEFAULT_WEEK, Hours

ZONE = "Europe/London"
#: In 2026 the 23rd of November is a Monday; the 26th is a day off.
SHOP_HOURS = Hours(ZONE, DEFAULT_WEEK, frozenset({date(2026, 11, 26)}))
SECOND = timedelta(seconds=1)


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "code", "opens"),
    [
        (local(23, 8) - SECOND, "closed", local(23, 8)),
        (local(23, 8), "open", None),
        (local(23, 12) - SECOND, "open", None),
        (local(23, 12), "closed", local(23, 13)),
        (local(23, 13) - SECOND, "closed", local(23, 13)),
        (local(23, 13), "open", None),
        (local(23, 20) - SECOND, "open", None),
        (local(23, 20), "closed", local(24, 8)),
        # A day off, however early or late.
        (local(25, 20), "closed", local(27, 8)),
        (local(26, 0), "closed", local(27, 8)),
        (local(26, 10), "closed", local(27, 8)),
        (local(27, 8) - SECOND, "closed", local(27, 8)),
        (local(27, 8), "open", None),
        # Saturday has one period, Sunday none.
        (local(28, 9), "open", None),
        (local(28, 14), "closed", local(30, 8)),
        (local(29, 12), "closed", local(30, 8)),
    ],
)
def test_the_chat_is_open_within_the_periods_and_says_when_it_opens(
    now: datetime, code: str, opens: datetime | None
) -> None:
    offer = chat_offer(SHOP_HOURS, now, on_duty=1, in_line=0, expected_seconds=None, message_by=now)
    assert (offer.code, offer.opens_at, offer.is_open) == (code, opens, code == "open")


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (local(23, 8), local(23, 13)),
        (local(23, 12) - SECOND, local(23, 13)),
        (local(23, 13), local(24, 8)),
        (local(25, 14), local(27, 8)),
        (local(28, 10), local(30, 8)),
    ],
)
def test_where_nobody_is_on_duty_it_opens_at_the_latest_with_the_next_period(now: datetime, opens: datetime) -> None:
    offer = chat_offer(SHOP_HOURS, now, on_duty=0, in_line=0, expected_seconds=60, message_by=now)
    assert (offer.code, offer.opens_at, offer.is_open) == ("nobody", opens, False)


def test_around_the_clock_nobody_knows_when_somebody_is_back() -> None:
    for now in (local(23, 0), local(23, 12), local(24, 0) - SECOND):
        offer = chat_offer(Hours(ZONE, (ALWAYS,) * 7), now, 0, 0, None, now)
        assert (offer.code, offer.opens_at) == ("nobody", None)


def test_where_it_never_opens_nothing_is_promised_of_the_chat() -> None:
    offer = chat_offer(Hours(ZONE, ((),) * 7), local(23, 12), 3, 0, None, local(23, 20))
    assert (offer.code, offer.opens_at) == ("closed", None)


@pytest.mark.parametrize(("in_line", "place"), [(0, 1), (1, 2), (41, 42)])
def test_one_stands_behind_those_who_wait(in_line: int, place: int) -> None:
    offer = chat_offer(SHOP_HOURS, local(23, 9), 1, in_line, 240, local(23, 18))
    assert (offer.place, offer.expected_seconds, offer.message_by) == (place, 240, local(23, 18))
