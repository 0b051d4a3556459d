"""The seller ships items and enters where they are. What was asked for the time before is overtaken by it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import insert, select, update

from shop_help import clock, request_cards
from shop_help.actions.conversations import open_conversation
from shop_help.actions.order_requests.catching_up import catch_up_order
from shop_help.actions.order_requests.superseding import order_moved
from shop_help.actions.order_requests.talk import Talk, talk_at
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.identity import Viewer, viewer_of
from shop_help.models import Order, OrderLine, Package, TrackingEvent
from shop_help.models import request_log as rows
from shop_help.models.leaving import cancelled_lines, has_left, units_of
from shop_help.policy.faults import refuse_faulty
from shop_help.policy.messages import Refused, is_client_id
from shop_help.policy.orders import ENTERED, TO_SHIP
from shop_help.policy.permissions import may_run_shop
from shop_help.policy.request_forms import parcel_faults, ship_faults


@dataclass(frozen=True)
class Parcel:
    """A parcel as it was entered. Its name is the form's, until the feed tells of it under another one."""

    name: str
    carrier: str
    tracking_number: str


def ship(
    sign_in_id: str, order_id: int, line_ids: Sequence[int], carrier: str, tracking_number: str, client_id: str
) -> None:
    """These items leave in one parcel. The same client_id twice is one parcel. Raises Refused or Faulty."""
    if not is_client_id(client_id):
        raise Refused("bad_request")
    refuse_faulty(ship_faults(line_ids) | parcel_faults(carrier, tracking_number))
    conversation_id = _conversation(sign_in_id, order_id)
    catch_up_order(order_id, clock.now())
    with write_unit(db.session) as session:
        connection = session.connection()
        order = rows.locked_order(connection, order_id)
        seller = _seller(sign_in_id, order.shop_id)
        talk = talk_at(connection, conversation_id)
        parcel = Parcel(f"{ENTERED}{client_id}", carrier.strip(), tracking_number.strip())
        if not _is_there(talk, parcel):
            _ship(talk, order, frozenset(line_ids), parcel, seller)
            order_moved(connection, order_id, clock.now(), talk)
    talk.announce()


def _conversation(sign_in_id: str, order_id: int) -> int:
    order = db.session.get(Order, order_id)
    _seller(sign_in_id, order.shop_id if order else 0)
    if order is None:
        raise Refused("forbidden")
    return open_conversation(order.buyer_id, order.shop_id, order.id)


def _seller(sign_in_id: str, shop_id: int) -> Viewer:
    viewer = viewer_of(sign_in_id)
    if viewer is None:
        raise Refused("signed_out")
    if not may_run_shop(viewer, shop_id):
        raise Refused("forbidden")
    return viewer


def _is_there(talk: Talk, parcel: Parcel) -> bool:
    same = select(Package.id).where(Package.order_id == talk.row.order_id, Package.external_id == parcel.name)
    return talk.connection.execute(same).first() is not None


def _ship(talk: Talk, order: Any, line_ids: frozenset[int], parcel: Parcel, seller: Viewer) -> None:
    connection, now = talk.connection, clock.now()
    units = {unit.id: unit for unit in units_of(connection, order.id)}
    cancelled = cancelled_lines(connection, order.id)
    to_ship = {each.id for each in units.values() if not has_left(each) and not each.refunded_at} - cancelled
    if order.state not in TO_SHIP or not to_ship:
        raise Refused("nothing_to_ship")
    if line_ids - set(units):
        raise Refused("forbidden")
    if line_ids - to_ship:
        raise Refused("line_settled")
    _write(talk, order, line_ids, parcel)
    left = "IN_TRANSIT" if line_ids == to_ship else "PARTIALLY_SHIPPING"
    values = {"state": left, "shipped_at": order.shipped_at or now}
    connection.execute(update(Order).where(Order.id == order.id).values(values))
    told = {"lines": sorted(line_ids), "state": left, "state_before": order.state, "carrier": parcel.carrier}
    rows.tell(connection, talk.row, "order.shipped", now, told, "SHOP", seller.person_id)
    names = [unit for unit in units.values() if unit.id in line_ids]
    card = partial(request_cards.shipped_card, names, parcel.carrier, parcel.tracking_number)
    talk.say(card, now, kind="system")


def _write(talk: Talk, order: Any, line_ids: frozenset[int], parcel: Parcel) -> None:
    connection, now = talk.connection, clock.now()
    told = {"carrier": parcel.carrier, "tracking_number": parcel.tracking_number, "shipped_at": now}
    package = {**told, "order_id": order.id, "external_id": parcel.name}
    package_id = connection.execute(insert(Package).returning(Package.id), package).scalar_one()
    event = {"package_id": package_id, "happened_at": now, "station": "shipped", "description": "", "place": ""}
    connection.execute(insert(TrackingEvent), event)
    moved = update(OrderLine).where(OrderLine.id.in_(line_ids))
    connection.execute(moved.values(package_id=package_id))
