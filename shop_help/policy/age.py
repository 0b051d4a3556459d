"""18+: nobody under 18, or whose age is unconfirmed, can buy (PRODUCT 1)."""

from datetime import date

from shop_help.policy.numbers import NUMBERS

ADULT_AT = NUMBERS["adult_age"].value


def age_on(birthdate: date, day: date) -> int:
    """Full years on a day. Somebody born on 29 February has their birthday on 1 March in other years."""
    return day.year - birthdate.year - ((day.month, day.day) < (birthdate.month, birthdate.day))


def is_adult(birthdate: date | None, confirmed_by: str | None, today: date) -> bool:
    """May this person buy? `today` is the local date in their market. A birthdate outweighs who vouched."""
    if birthdate is not None:
        return age_on(birthdate, today) >= ADULT_AT
    return bool(confirmed_by)
