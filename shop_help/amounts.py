"""An amount as somebody writes it into a form."""

import re

from shop_help.order_feed.money import NoAmountError, digits_of, major_units, minor_units
from shop_help.policy.faults import Fault, Faulty
from shop_help.policy.wording import N_

#: Thousands aren't set apart: 1.000 is a thousand to some, and one to others.
_AMOUNT = re.compile(r"([0-9]{1,13})(?:[.,]([0-9]*))?")


def typed_amount(text: str, currency: str, name: str = "amount") -> int | None:
    """An amount in minor units, None for an empty field. Raises Faulty on the field `name`."""
    bare = text.replace(currency, "").strip(" \u00a0$£€Rp")
    if not bare:
        return None
    found = _AMOUNT.fullmatch(bare)
    try:
        if found is None:
            raise NoAmountError(bare)
        return minor_units(found[1] + (f".{found[2]}" if found[2] else ""), currency)
    except NoAmountError as error:
        example = major_units(1250 if digits_of(currency) else 12000, currency)
        raise Faulty({name: Fault(N_("Write it in digits, such as %(example)s."), {"example": example})}) from error


def shown_amount(minor: int | None, currency: str) -> str:
    """The same the other way round, for the form that comes back."""
    return "" if minor is None else major_units(minor, currency)
