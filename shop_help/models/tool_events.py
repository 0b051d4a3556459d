"""What a webhook of a seller's tool says of a happening, read when it is sent."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, select

from shop_help.models.conversation import Message
from shop_help.models.order import Order, Package
from shop_help.models.order_request import OrderRequest
from shop_help.models.refund import Refund
from shop_help.models.shop import Shop
from shop_help.order_feed.money import major_units
from shop_help.policy import partner_events as number
from shop_help.policy.partner_words import RETURN_TYPES, ROLES, message_id, status_of

Data = Mapping[str, Any]


def event_data(connection: Connection, delivery: Any) -> tuple[str, dict[str, Any]]:
    """The shop's id there, and the data of the delivery's number."""
    shop = connection.execute(select(Shop.external_id).where(Shop.id == delivery.data["shop"])).scalar() or ""
    at = int(delivery.happened_at.timestamp())
    return shop, _DATA[delivery.data["number"]](connection, delivery.data, at)


def _order(connection: Connection, data: Data) -> Any:
    return connection.execute(select(Order.number, Order.state).where(Order.id == data["order"])).one()


def _order_status(connection: Connection, data: Data, at: int) -> dict[str, Any]:
    order = _order(connection, data)
    on_hold = order.state == "ON_HOLD"
    return {"order_id": order.number, "order_status": order.state, "is_on_hold_order": on_hold, "update_time": at}


def _address(connection: Connection, data: Data, at: int) -> dict[str, Any]:
    return {"order_id": _order(connection, data).number, "update_time": at}


def _package(connection: Connection, data: Data, at: int) -> dict[str, Any]:
    number_of_order = _order(connection, data).number
    ids = connection.execute(select(Package.external_id).where(Package.order_id == data["order"])).scalars()
    parcels = [{"package_id": each, "order_id_list": [number_of_order]} for each in ids]
    return {"sc_type": "CREATE", "role_type": "SELLER", "package_list": parcels, "update_time": at}


def _cancellation(connection: Connection, data: Data, at: int) -> dict[str, Any]:
    return {
        "order_id": _order(connection, data).number,
        "cancellations_role": ROLES["BUYER"],
        "cancel_status": status_of(data["kind"], data["state"]),
        "cancel_id": str(data["request"]),
        "create_time": _asked(connection, data),
    }


def _return(connection: Connection, data: Data, at: int) -> dict[str, Any]:
    return {
        "order_id": _order(connection, data).number,
        "return_role": ROLES["BUYER"],
        "return_type": RETURN_TYPES[data["kind"]],
        "return_status": status_of(data["kind"], data["state"]),
        "return_id": str(data["request"]),
        "create_time": _asked(connection, data),
        "update_time": at,
    }


def _asked(connection: Connection, data: Data) -> int:
    asked_at = connection.execute(
        select(OrderRequest.asked_at).where(OrderRequest.id == data["request"])
    ).scalar_one()
    return int(asked_at.timestamp())


def _conversation(connection: Connection, data: Data, at: int) -> dict[str, Any]:
    return {"conversation_id": str(data["conversation"]), "create_time": at}


def _message(connection: Connection, data: Data, at: int) -> dict[str, Any]:
    this = (Message.conversation_id == data["conversation"], Message.seq == data["seq"])
    body = connection.execute(select(Message.body).where(*this)).scalar() or ""
    return {
        "message_id": message_id(data["conversation"], data["seq"]),
        "index": str(data["seq"]),
        "conversation_id": str(data["conversation"]),
        "type": "IMAGE" if data["kind"] == "photo" else "TEXT",
        "content": json.dumps({"content": body}),
        "create_time": at,
        "is_visible": True,
        "sender": {"im_user_id": "", "role": data["voice"]},
    }


def _refund(connection: Connection, data: Data, at: int) -> dict[str, Any]:
    refund = connection.execute(select(Refund.amount, Refund.currency).where(Refund.id == data["refund"])).one()
    return {
        "aftersales_request_id": str(data.get("request") or ""),
        "line_items": [{"main_order_id": _order(connection, data).number}],
        "refund_currency": refund.currency,
        "refund_status": "SUCCESS",
        "refund_timestamp": at,
        "refund_total": major_units(refund.amount, refund.currency),
    }


_DATA: dict[int, Callable[[Connection, Data, int], dict[str, Any]]] = {
    number.ORDER_STATUS: _order_status,
    number.ADDRESS: _address,
    number.PACKAGE: _package,
    number.CANCELLATION: _cancellation,
    number.RETURN: _return,
    number.CONVERSATION: _conversation,
    number.MESSAGE: _message,
    number.REFUND: _refund,
}
