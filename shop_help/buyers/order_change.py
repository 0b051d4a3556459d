""" "Make a change to your order": another variant or quantity, or in words; the seller confirms it or not."""

from collections.abc import Sequence
from typing import Any

from flask import request

from shop_help import forms
from shop_help.buyers import door
from shop_help.buyers.order_actions import CHANGING
from shop_help.buyers.possible import Case
from shop_help.buyers.requesting import (
    NONE,
    Trouble,
    begun,
    clock_to_come,
    form_page,
    is_sent,
    no_page,
    send,
    sent_before,
    sent_to,
)
from shop_help.buyers.units import Units, units_of
from shop_help.models.product_variants import variants_like
from shop_help.policy.request_forms import LONGEST_VARIANT, MOST_UNITS
from shop_help.speech import gettext as _


@door.get("/orders/<number>/order-change")
def order_change(number: str) -> str:
    return _page(begun(number), NONE)


@door.post("/orders/<number>/order-change")
def send_order_change(number: str) -> Any:
    if not is_sent():
        return _page(begun(number), NONE)
    if (known := sent_before()) is not None:
        return known
    case = sent_to(number)
    item = _item(_units(case))
    quantity = request.form.get("quantity", "").strip()
    details: dict[str, Any] = {"variant": wanted_variant(item)}
    if quantity and not (item and quantity == str(len(item.ids))):
        # Anything else than a number is for the act to say.
        details["quantity"] = int(quantity) if quantity.isascii() and quantity.isdigit() else 0
    ids = item.ids if item else []
    return send(case, "order_change", ids, lambda trouble: _page(begun(number), trouble), details=details)


def wanted_variant(item: Units | None) -> str:
    """What was chosen of the list, or written where the list hasn't got it; the one there is, is no change."""
    chosen, written = forms.text_of("variant"), forms.text_of("other_variant")
    wanted = written or chosen
    return "" if item is not None and wanted == item.line.variant else wanted


def _units(case: Case) -> list[Units]:
    return units_of(case, lambda line_id: case.verdict("change_order", [line_id]))


def _item(units: Sequence[Units]) -> Units | None:
    """The item that is to be changed: one at a time."""
    open_ones = [each for each in units if each.is_open]
    if len(open_ones) == 1:
        return open_ones[0]
    chosen = request.values.get("item", 0, type=int)
    return next((each for each in open_ones if each.ids[0] == chosen), None)


def _page(case: Case, trouble: Trouble) -> str:
    units = _units(case)
    if not any(each.is_open for each in units):
        return no_page(case, CHANGING["order_change"], units)
    item = _item(units)
    return form_page(
        "buyers/order_change.html",
        "buyers/_order_change.html",
        case,
        CHANGING["order_change"],
        trouble,
        units=units,
        item=item,
        variants=variants_like(item.ids[0]) if item else [],
        variant=forms.text_of("variant"),
        other_variant=forms.text_of("other_variant"),
        longest_variant=LONGEST_VARIANT,
        quantity=request.form.get("quantity", ""),
        most_units=MOST_UNITS,
        is_complete=item is not None,
        send_words=_("Ask for this change"),
        clock=clock_to_come("order_change", case) if item else None,
    )
