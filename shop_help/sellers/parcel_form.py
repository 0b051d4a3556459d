"""The form of a parcel that leaves: what is to be shipped, and what is overtaken by it."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from shop_help.extensions import db
from shop_help.models.leaving import cancelled_lines, has_left, units_of, waiting_for_shipment
from shop_help.models.shown_lines import ShownLine
from shop_help.models.shown_orders import ShownOrder
from shop_help.models.shown_requests import ShownRequest
from shop_help.policy.orders import TO_SHIP
from shop_help.request_words import items_of, kind_word
from shop_help.speech import gettext as _


def parcel_form(order: ShownOrder, asked: Sequence[ShownRequest], **more: Any) -> dict[str, Any]:
    """What sellers/_parcel_form.html shows. `more`: the form that came back, and what is wrong with it."""
    lines = to_ship(order)
    ids, connection = {line.id for line in lines}, db.session.connection()
    waits = waiting_for_shipment(connection, order.id) if lines and asked else {}
    known: dict[str, Any] = {
        "to_ship": lines,
        "overtaken": [_words(each) for each in asked if waits.get(each.id, set()) & ids],
        "parcel_client_id": str(uuid4()),
        "typed_parcel": {"lines": list(ids), **_labelled(order)},
        "parcel_errors": {},
        "parcel_told": None,
    }
    return known | more


def to_ship(order: ShownOrder) -> list[ShownLine]:
    """The units that may still leave."""
    if order.state not in TO_SHIP:
        return []
    connection = db.session.connection()
    here = {unit.id for unit in units_of(connection, order.id) if not has_left(unit) and unit.refunded_at is None}
    here -= cancelled_lines(connection, order.id)
    return [line for line in order.lines if line.id in here]


def _labelled(order: ShownOrder) -> dict[str, str]:
    """Carrier and number of a parcel that is packed and waits for the carrier."""
    packed = next((each for each in order.packages if each.tracking_number), None)
    if packed is None or order.state != "AWAITING_COLLECTION":
        return {"carrier": "", "tracking_number": ""}
    return {"carrier": packed.carrier, "tracking_number": packed.tracking_number}


def _words(asked: ShownRequest) -> str:
    """What is open about something to be shipped, and ends as soon as that leaves."""
    return _("%(kind)s of %(items)s", kind=kind_word(asked.kind), items=items_of(asked.lines))
