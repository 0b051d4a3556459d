"""Money of the feed: major units in text, to whole minor units, without a rounding anywhere."""

import re
from decimal import Decimal
from functools import cache
from typing import Any

from babel.numbers import get_currency_precision, is_currency

from shop_help.order_feed.remarks import shown

#: Minor units; more than any order of the marketplace, and safe in 64 bits when summed.
LARGEST_AMOUNT = 10**15

_AMOUNT = re.compile(r"[+-]?[0-9]{1,80}(\.[0-9]{1,80})?")


class NoAmountError(ValueError):
    """Why a value is no amount, in words."""


@cache
def digits_of(currency: str) -> int | None:
    """The digits of a currency after the point, by CLDR; None for a code that is no currency."""
    return get_currency_precision(currency) if is_currency(currency) else None


def minor_units(value: Any, currency: str) -> int:
    """An amount such as "12.50" in minor units (1250). Raises NoAmountError, in words."""
    text = str(value).strip() if isinstance(value, str | int | Decimal) and not isinstance(value, bool) else ""
    if isinstance(value, Decimal) and value.is_finite() and -40 < value.adjusted() < 40:
        # A JSON number may come as 1E+2, and 1E-999999999 would fill the memory.
        text = format(value, "f")
    if not _AMOUNT.fullmatch(text):
        raise NoAmountError(f"{shown(value)} is no amount; write digits and a point, such as 12.50")
    amount = Decimal(text)
    if amount < 0:
        raise NoAmountError(f"{text} is negative")
    digits = digits_of(currency) or 0
    whole, _, rest = text.lstrip("+").partition(".")
    if rest[digits:].strip("0"):
        raise NoAmountError(f"{text} has more decimals than {currency} ({digits})")
    minor = int(whole + rest[:digits].ljust(digits, "0"))
    if minor > LARGEST_AMOUNT:
        raise NoAmountError(f"{text if len(text) < 24 else 'the number'} is more than any order can cost")
    return minor


def major_units(minor: int, currency: str) -> str:
    """Minor units as people read them in a report: 12.50."""
    return f"{Decimal(minor).scaleb(-(digits_of(currency) or 0)):f}"
