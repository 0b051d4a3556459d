"""18+: a row a birthday, with the day before and the day itself (PRODUCT 1)."""

from datetime import date

import pytest

from shop_help.policy.age import ADULT_AT, age_on, is_adult


@pytest.mark.parametrize(
    ("born", "day", "years"),
    [
        (date(2008, 11, 23), date(2026, 11, 22), 17),
        (date(2008, 11, 23), date(2026, 11, 23), 18),
        (date(2008, 11, 23), date(2026, 11, 24), 18),
        # The year's end.
        (date(2008, 12, 31), date(2026, 12, 30), 17),
        (date(2008, 12, 31), date(2026, 12, 31), 18),
        (date(2008, 1, 1), date(2025, 12, 31), 17),
        (date(2008, 1, 1), date(2026, 1, 1), 18),
        # Born on a leap day: in other years the birthday is on 1 March.
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 28), 19),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
        # The day of birth, and a date that can't be.
        (date(2026, 11, 23), date(2026, 11, 23), 0),
        (date(2026, 11, 24), date(2026, 11, 23), -1),
    ],
)
def test_full_years_on_a_day(born: date, day: date, years: int) -> None:
    assert age_on(born, day) == years
    assert is_adult(born, None, day) is (years >= ADULT_AT)


@pytest.mark.parametrize(
    ("born", "confirmed_by", "may_buy"),
    [
        (None, None, False),
        (None, "", False),
        (None, "the shop", True),
        (date(2000, 1, 1), None, True),
        (date(2000, 1, 1), "the shop", True),
        # A birthdate outweighs who vouched.
        (date(2010, 1, 1), "the shop", False),
    ],
)
def test_nobody_unconfirmed_buys_and_a_birthdate_outweighs_who_vouched(
    born: date | None, confirmed_by: str | None, may_buy: bool
) -> None:
    assert is_adult(born, confirmed_by, date(2026, 11, 23)) is may_buy
