"""A shop is there, away, or on holiday: both edges of each."""

from datetime import UTC, datetime, timedelta

import pytest

from shop_help.policy.shops import is_absent, is_on_holiday

BEGIN = datetime(2026, 12, 24, tzinfo=UTC)
END = datetime(2027, 1, 2, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)

ROWS = [
    (BEGIN, END, BEGIN - INSTANT, False),
    (BEGIN, END, BEGIN, True),
    (BEGIN, END, END - INSTANT, True),
    (BEGIN, END, END, False),
    (None, END, BEGIN, False),
    (BEGIN, None, BEGIN, False),
    (None, None, BEGIN, False),
    (END, BEGIN, BEGIN, False),
]


@pytest.mark.parametrize(("begin", "end", "now", "holiday"), ROWS)
def test_a_holiday_runs_from_its_first_instant_to_before_its_last(
    begin: datetime | None, end: datetime | None, now: datetime, holiday: bool
) -> None:
    assert is_on_holiday(begin, end, now) is holiday
    assert is_absent(False, begin, end, now) is holiday
    assert is_absent(True, begin, end, now)
