"""What buyers ask of a shop: cancellations, and what is refunded, returned or exchanged."""

from typing import Any

from sqlalchemy import Select, false, select, tuple_

from shop_help.extensions import db
from shop_help.models import Dispute, Order, OrderLine, OrderRequest, Person
from shop_help.models.shown_requests import SHOWN, ShownRequest, filled, request_of_shops
from shop_help.order_feed.money import major_units
from shop_help.partner_api.calling import Call
from shop_help.partner_api.fields import id_of
from shop_help.partner_api.listing import page_of
from shop_help.partner_api.seconds import seconds
from shop_help.policy import partner_words as words
from shop_help.policy.partner_codes import NOT_HERE, Declined
from shop_help.request_words import reason_word

MOST_REQUESTS = 50
CANCELLATIONS, RETURNS = ("cancellation",), tuple(words.RETURN_TYPES)


def request_of(call: Call, request_id: str, kinds: tuple[str, ...], name: str) -> ShownRequest:
    """A request of these kinds that the called shop was asked. Raises Declined for any other."""
    found = request_of_shops(id_of(request_id, name), call.viewer.shop_ids)
    if found is None or found.kind not in kinds:
        raise Declined(NOT_HERE, f"Invalid parameter: {name} is known to nobody here")
    return found


def search_cancellations(call: Call) -> dict[str, Any]:
    statuses = (*dict.fromkeys(words.CANCELLATION.values()), words.CANCELLATION_OVER)
    wanted = _wanted(call, CANCELLATIONS, "cancel_ids", call.body.texts("cancel_status", statuses))
    types = call.body.texts("cancel_types", ("CANCEL", "BUYER_CANCEL"))
    if types and "BUYER_CANCEL" not in types:
        wanted = wanted.where(false())
    found, total, following = _page(call, wanted)
    told = [cancellation_document(each, lines) for each, lines in found]
    return {"cancellations": told, "total_count": total, "next_page_token": following}


def search_returns(call: Call) -> dict[str, Any]:
    body = call.body
    body.refuse("seller_proposed_return_type")
    types = body.texts("return_types", (*words.RETURN_TYPES.values(), "EXCHANGE"))
    kinds = tuple(kind for kind, name in words.RETURN_TYPES.items() if not types or name in types)
    wanted = _wanted(call, kinds, "return_ids", body.texts("return_status"))
    arbitration = body.texts("arbitration_status", tuple(words.ARBITRATION.values()))
    if arbitration:
        states = [state for state, name in words.ARBITRATION.items() if name in arbitration]
        wanted = wanted.where(OrderRequest.id.in_(select(Dispute.request_id).where(Dispute.state.in_(states))))
    found, total, following = _page(call, wanted)
    told = [return_document(each, lines) for each, lines in found]
    return {"return_orders": told, "total_count": total, "next_page_token": following}


def _wanted(call: Call, kinds: tuple[str, ...], ids: str, statuses: list[str]) -> Select[Any]:
    body = call.body
    found = SHOWN.where(OrderRequest.shop_id == call.shop.id, OrderRequest.kind.in_(kinds))
    named, orders, buyers = body.texts(ids), body.texts("order_ids"), body.texts("buyer_user_ids")
    if named:
        found = found.where(OrderRequest.id.in_([id_of(each, ids) for each in named]))
    if orders:
        found = found.where(Order.number.in_(orders))
    if buyers:
        found = found.where(Person.external_id.in_(buyers))
    if statuses:
        here = tuple_(OrderRequest.kind, OrderRequest.state)
        found = found.where(here.in_(words.states_called(kinds, statuses)))
    for name, column in (("create_time", OrderRequest.asked_at), ("update_time", OrderRequest.moved_at)):
        since, until = body.instant(f"{name}_ge"), body.instant(f"{name}_lt")
        found = found.where(column >= since) if since else found
        found = found.where(column < until) if until else found
    asked: Select[Any] = found
    return asked


def _page(call: Call, wanted: Select[Any]) -> tuple[list[tuple[ShownRequest, dict[int, Any]]], int, str]:
    instants = {"create_time": OrderRequest.asked_at, "update_time": OrderRequest.moved_at}
    rows, total, following = page_of(call, wanted, instants, OrderRequest.id, MOST_REQUESTS, "ASC")
    found = filled(rows)
    ids = [line.line_id for each in found for line in each.lines]
    names = select(OrderLine.id, OrderLine.external_id, OrderLine.sku).where(OrderLine.id.in_(ids))
    lines = {row.id: row for row in db.session.execute(names)} if ids else {}
    return [(each, lines) for each in found], total, following


def cancellation_document(found: ShownRequest, lines: dict[int, Any]) -> dict[str, Any]:
    return _shared(found, lines, "cancel") | {
        "cancel_type": "BUYER_CANCEL",
        "cancel_status": words.status_of(found.kind, found.state),
        "cancel_reason": found.reason,
        "cancel_reason_text": reason_word(found.reason),
    }


def return_document(found: ShownRequest, lines: dict[int, Any]) -> dict[str, Any]:
    parcel = found.return_parcel or {}
    told = _shared(found, lines, "return") | {
        "return_type": words.RETURN_TYPES[found.kind],
        "return_status": words.status_of(found.kind, found.state),
        "return_reason": found.reason,
        "return_reason_text": reason_word(found.reason),
        "return_tracking_number": parcel.get("tracking_number", ""),
        "return_provider_name": parcel.get("carrier", ""),
        "can_buyer_keep_item": found.kind == "refund",
    }
    if found.dispute is not None:
        told["arbitration_status"] = words.ARBITRATION[found.dispute.state]
    if found.offered is not None:
        told["seller_proposed_return_type"] = "PARTIAL_REFUND"
        told["partial_refund"] = {"currency": found.currency, "amount": major_units(found.offered, found.currency)}
    return told


def _shared(found: ShownRequest, lines: dict[int, Any], prefix: str) -> dict[str, Any]:
    """What a cancellation and a return have alike; `prefix` begins the names of what is theirs."""
    action = words.NEXT_ACTIONS.get(found.state, {}).get(found.kind) if found.mover == "SHOP" else None
    items = found.amount - found.shipping_amount
    return {
        f"{prefix}_id": str(found.id),
        "order_id": found.number,
        "role": "BUYER",
        "create_time": seconds(found.asked_at),
        "update_time": seconds(found.moved_at),
        "refund_amount": _amount(found.amount, items, found.shipping_amount, found.currency),
        "seller_next_action_response": [{"action": action, "deadline": seconds(found.due_at)}] if action else [],
        f"{prefix}_line_items": [
            {
                f"{prefix}_line_item_id": f"{found.id}-{line.line_id}",
                "order_line_item_id": lines[line.line_id].external_id,
                "sku_id": lines[line.line_id].sku,
                "seller_sku": lines[line.line_id].sku,
                "product_name": line.name,
                "sku_name": line.variant,
                "refund_amount": _amount(line.amount, line.amount, 0, found.currency),
            }
            for line in found.lines
        ],
    }


def _amount(total: int, items: int, shipping: int, currency: str) -> dict[str, str]:
    """Tax comes back with the items it was paid for."""
    return {
        "currency": currency,
        "refund_total": major_units(total, currency),
        "refund_subtotal": major_units(items, currency),
        "refund_shipping_fee": major_units(shipping, currency),
    }
