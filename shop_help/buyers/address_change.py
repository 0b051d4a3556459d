""" "Update shipping address": the form of the order's country; the old address stands beside it, and is kept."""

from typing import Any

from flask import request

from shop_help import forms, postal_forms
from shop_help.buyers import door
from shop_help.buyers.order_actions import CHANGING
from shop_help.buyers.possible import Case
from shop_help.buyers.requesting import (
    NONE,
    Trouble,
    begun,
    came_back,
    clock_to_come,
    form_page,
    no_page,
    send,
)
from shop_help.buyers.units import units_of
from shop_help.policy.markets import market_called
from shop_help.speech import gettext as _


@door.get("/orders/<number>/address-change")
def address_change(number: str) -> str:
    return _page(begun(number), NONE)


@door.post("/orders/<number>/address-change")
def send_address_change(number: str) -> Any:
    case = begun(number)

    def page(trouble: Trouble) -> str:
        return _page(begun(number), trouble)

    address = postal_forms.address_of(forms.text_of, case.order.market)
    faults = postal_forms.faults_of(address, case.order.market)
    if faults and _open_lines(case):
        return came_back(page, Trouble(forms.in_words(faults), status=422))
    return send(case, "address_change", _open_lines(case), page, details={"address": address})


def _open_lines(case: Case) -> list[int]:
    """The units that an address can still be changed for; the request is about them."""
    return list(case.verdict("change_address", []).lines)


def _page(case: Case, trouble: Trouble) -> str:
    units = units_of(case, lambda line_id: case.verdict("change_address", [line_id]))
    if not any(each.is_open for each in units):
        return no_page(case, CHANGING["address_change"], units)
    market = case.order.market
    typed = {part.name: forms.text_of(part.name) for part in postal_forms.parts_of(market)}
    return form_page(
        "buyers/address_change.html",
        "buyers/_address_change.html",
        case,
        CHANGING["address_change"],
        trouble,
        parts=postal_forms.parts_of(market),
        typed=typed if request.method == "POST" else postal_forms.typed(case.order.address, market),
        country=market_called(market).name,
        is_complete=True,
        send_words=_("Ask for this address"),
        clock=clock_to_come("address_change", case),
    )
