"""Your orders: newest first, by chips, loading on as one scrolls. On Android "Orders" opens the list."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from flask import render_template, request
from sqlalchemy import Select

from shop_help import hx, identity, order_words, request_words, urls
from shop_help.buyers import door
from shop_help.doors import platform
from shop_help.models import Order
from shop_help.models.buyers_requests import waiting_for_buyer
from shop_help.models.shown_orders import SHOWN, ShownOrder, shown
from shop_help.paging import behind, cut, place, place_of
from shop_help.policy.orders import CHIPS, UNDER_WAY, Chip, chip_called
from shop_help.speech import gettext as _

PAGE = 10


@door.get("/orders")
def orders() -> str:
    if platform().has_orders_button and "state" not in request.args:
        return _overview()
    return _list(urls.orders)


@door.get("/orders/list")
def order_list() -> str:
    return _list(urls.order_list)


def _overview() -> str:
    """Android's first sight: the newest orders that are under way, and "Orders" to the list of all."""
    under_way = Chip("", "", ("ON_HOLD", *UNDER_WAY))
    found = shown(_wanted(under_way, None).limit(3))
    return render_template("buyers/orders_overview.html", orders=found, **_waiting(found))


def _waiting(found: Sequence[ShownOrder]) -> dict[str, Any]:
    """What waits for the buyer, by order: a clock, and where one goes to move; else the parcel they wait for."""
    waiting = waiting_for_buyer([order.id for order in found])
    words = {"partial_offered": _("Answer the offer"), "awaiting_shipment": _("Send it back")}

    def clock_of(order: ShownOrder) -> dict[str, Any] | None:
        mine = waiting.get(order.id)
        if mine is None:
            return order_words.clock_of(order)
        return request_words.clock_of(mine, order_words.zone_of(order), "BUYER")

    moves = {order_id: {"words": words[row.state], "href": urls.request(row.id)} for order_id, row in waiting.items()}
    return {"clock_of": clock_of, "moves": moves}


def _list(address: Callable[[str], str]) -> str:
    chip = chip_called(request.args.get("state", ""))
    asked_for = _wanted(chip, place_of(request.args.get("before", ""))).limit(PAGE + 1)
    found, last = cut(shown(asked_for), PAGE)
    following = f"{address(chip.slug)}&before={place(last.created_at, last.id)}" if last else None
    chips = [{"href": address(each.slug), "word": _(each.word)} for each in CHIPS]
    template = "buyers/_orders.html" if hx.is_fragment() else "buyers/orders.html"
    return render_template(
        template,
        orders=found,
        next_url=following,
        chips=chips,
        chosen=address(chip.slug),
        chip=chip,
        **_waiting(found),
    )


def _wanted(chip: Chip, behind_what: tuple[datetime, int] | None) -> Select[Any]:
    wanted: Select[Any] = SHOWN.where(Order.buyer_id == identity.current().person_id)
    if chip.slug != "all":
        wanted = wanted.where(Order.state.in_(chip.states))
    if behind_what is not None:
        wanted = wanted.where(behind(Order.created_at, Order.id, behind_what))
    return wanted.order_by(Order.created_at.desc(), Order.id.desc())
