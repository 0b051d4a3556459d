"""What a seller's forms hand over."""

import re
from datetime import date

from flask import abort, request

from shop_help import identity
from shop_help.order_feed.money import major_units, minor_units
from shop_help.policy.faults import Fault, Faulty
from shop_help.policy.permissions import may_run_shop
from shop_help.policy.wording import N_
from shop_help.presentation import digits_of


def day_of(name: str) -> date | None:
    """A field's day; None where it holds none."""
    try:
        return date.fromisoformat(request.form.get(name, ""))
    except ValueError:
        return None


def shop_of_form() -> int:
    """The shop a form is for: the one it names, else the only one there is. A stranger's is not there."""
    viewer = identity.current()
    only = next(iter(viewer.shop_ids), 0) if len(viewer.shop_ids) == 1 else 0
    shop_id = request.form.get("shop", only, type=int)
    if not may_run_shop(viewer, shop_id):
        abort(404)
    return shop_id


#: Thousands aren't set apart: 1.000 is a thousand to some, and one to others.
_AMOUNT = re.compile(r"([0-9]{1,13})(?:[.,]([0-9]*))?")


def minor_amount(text: str, currency: str) -> int:
    """An amount as somebody writes it, in minor units. Raises Faulty on the field "amount"."""
    digits = digits_of(currency)
    found = _AMOUNT.fullmatch(text.replace(currency, "").strip(" \u00a0$£€"))
    if found is None or len(found[2] or "") > digits:
        example = major_units(1250 if digits else 12, currency)
        raise Faulty({"amount": Fault(N_("Write it in digits, such as %(example)s."), {"example": example})})
    return minor_units(found[1] + (f".{found[2]}" if found[2] else ""), currency)
