"""Orders: the list and the details, as the shop's own people see them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from shop_help.extensions import db
from shop_help.models import Order, OrderLine, Package, Person
from shop_help.order_feed.money import major_units
from shop_help.partner_api.calling import Call
from shop_help.partner_api.fields import wrong
from shop_help.partner_api.listing import page_of
from shop_help.partner_api.seconds import seconds
from shop_help.policy.markets import market_called
from shop_help.policy.orders import STATES
from shop_help.policy.partner_codes import NOT_HERE, Declined
from shop_help.policy.permissions import may_see_address

MOST_ORDERS = 50


def search_orders(call: Call) -> dict[str, Any]:
    rows, total, following = page_of(
        call,
        _wanted(call),
        {"create_time": Order.created_at, "update_time": Order.updated_at},
        Order.id,
        100,
    )
    orders = _documents(call, [row.id for row in rows])
    return {"orders": orders, "total_count": total, "next_page_token": following}


def _wanted(call: Call) -> Any:
    body = call.body
    body.refuse("shipping_type", "is_buyer_request_cancel", "warehouse_ids")
    state = body.chosen("order_status", ("", *STATES), "")
    bounds = {
        "create_time": Order.created_at,
        "update_time": Order.updated_at,
    }
    found = select(Order.id, Order.created_at, Order.updated_at).where(Order.shop_id == call.shop.id)
    for name, column in bounds.items():
        since, until = body.instant(f"{name}_ge"), body.instant(f"{name}_lt")
        found = found.where(column >= since) if since else found
        found = found.where(column < until) if until else found
    buyer = body.text("buyer_user_id", "")
    if buyer:
        found = found.where(Order.buyer_id.in_(select(Person.id).where(Person.external_id == buyer)))
    return found.where(Order.state == state) if state else found


def get_orders(call: Call) -> dict[str, Any]:
    numbers = call.query.texts("ids")
    if not 0 < len(numbers) <= MOST_ORDERS:
        raise wrong("ids", f"names 1 to {MOST_ORDERS} orders")
    ids = db.session.scalars(select(Order.id).where(Order.shop_id == call.shop.id, Order.number.in_(numbers))).all()
    if len(ids) < len(set(numbers)):
        raise Declined(NOT_HERE, "Invalid parameter: ids names an order that this shop doesn't have")
    return {"orders": _documents(call, ids)}


def _documents(call: Call, order_ids: Sequence[int]) -> list[dict[str, Any]]:
    """Orders in the order of their ids here."""
    belonging = [selectinload(part) for part in (Order.lines, Order.packages, Order.payment_parts, Order.buyer)]
    found = {
        order.id: order
        for order in db.session.scalars(select(Order).where(Order.id.in_(order_ids)).options(*belonging))
    }
    return [_document(call, found[order_id]) for order_id in order_ids]


def _document(call: Call, order: Order) -> dict[str, Any]:
    parcels = {package.id: package for package in order.packages}
    told = {
        "id": order.number,
        "status": order.state,
        "user_id": order.buyer.external_id or "",
        "buyer_message": order.buyer_note,
        "create_time": seconds(order.created_at),
        "update_time": seconds(order.updated_at),
        "paid_time": seconds(order.paid_at),
        "rts_time": seconds(order.shipped_at),
        "delivery_time": seconds(order.delivered_at),
        "delivery_due_time": seconds(order.expected_at),
        "cancel_time": seconds(order.cancelled_at),
        "cancel_reason": order.cancel_reason,
        "is_on_hold_order": order.state == "ON_HOLD",
        "packages": [{"id": package.external_id} for package in order.packages],
        "tracking_number": next((each.tracking_number for each in order.packages if each.tracking_number), ""),
        "shipping_provider": next((each.carrier for each in order.packages if each.carrier), ""),
        "payment": _payment(order),
        "line_items": [_line(order, line, parcels.get(line.package_id or 0)) for line in order.lines],
    }
    if may_see_address(call.viewer, order.shop_id, order.state):
        told["recipient_address"] = _address(order)
    # A field without a value is left out there, too.
    return {name: value for name, value in told.items() if value not in (None, "")}


def _payment(order: Order) -> dict[str, str]:
    amounts = {part.kind: part.amount for part in order.payment_parts}
    items = amounts.get("items", 0)
    discounts = amounts.get("seller_discount", 0) + amounts.get("platform_discount", 0)
    sums = {
        "total_amount": order.total,
        "original_total_product_price": items,
        "sub_total": items - discounts,
        "shipping_fee": amounts.get("shipping", 0),
        "seller_discount": amounts.get("seller_discount", 0),
        "platform_discount": amounts.get("platform_discount", 0),
        "tax": amounts.get("tax", 0),
        "handling_fee": amounts.get("fee", 0),
    }
    return {"currency": order.currency} | {name: major_units(each, order.currency) for name, each in sums.items()}


def _line(order: Order, line: OrderLine, parcel: Package | None) -> dict[str, Any]:
    price = {
        "original_price": line.price,
        "sale_price": line.price - line.seller_discount - line.platform_discount,
        "seller_discount": line.seller_discount,
        "platform_discount": line.platform_discount,
    }
    told: dict[str, Any] = {
        "id": line.external_id,
        "product_name": line.name,
        "sku_id": line.sku,
        "sku_name": line.variant,
        "seller_sku": line.sku,
        "display_status": order.state,
        "currency": order.currency,
        "package_id": parcel.external_id if parcel else "",
        "tracking_number": parcel.tracking_number if parcel else "",
        "shipping_provider_name": parcel.carrier if parcel else "",
        "sku_image": line.picture if line.picture.startswith("https:") else "",
        **{name: major_units(amount, order.currency) for name, amount in price.items()},
    }
    if line.tax:
        told["item_tax"] = [{"tax_type": "SALES_TAX", "tax_amount": major_units(line.tax, order.currency)}]
    return told


def _address(order: Order) -> dict[str, Any]:
    kept = order.address
    lines = list(kept.get("lines") or [])
    return {
        "name": kept.get("name", ""),
        "phone_number": kept.get("phone", ""),
        "full_address": ", ".join(
            [*lines, kept.get("city", ""), kept.get("region", ""), kept.get("postal_code", "")]
        ),
        "address_detail": ", ".join(lines),
        "postal_code": kept.get("postal_code", ""),
        "region_code": market_called(order.market).regions[0],
        **{f"address_line{place}": line for place, line in enumerate(lines[:4], 1)},
    }
