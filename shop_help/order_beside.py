"""An order as it stands beside a conversation, for sellers and agents: its items, its parcels, what was paid."""

from typing import Any

from sqlalchemy import bindparam, select

from shop_help import clock, order_words
from shop_help.models import Order, OrderLine
from shop_help.models.prepared import Prepared
from shop_help.models.reading import row_of, rows_of
from shop_help.models.shown_orders import ShownOrder
from shop_help.policy import wording
from shop_help.policy.orders import is_late
from shop_help.speech import gettext as _

_SKUS = Prepared(
    select(OrderLine.sku).where(OrderLine.order_id == bindparam("order", 0)).order_by(OrderLine.position)
)
_NOTE = Prepared(select(Order.buyer_note).where(Order.id == bindparam("order", 0)))


def order_beside(order: ShownOrder) -> dict[str, Any]:
    """What shared/_order_items.html, _order_delivery.html and _order_payment.html show."""
    skus = [row.sku for row in rows_of(_SKUS, order=order.id)]
    return {
        "order": order,
        "lines": list(zip(order.lines, skus, strict=False)),
        "buyer_note": row_of(_NOTE, order=order.id).buyer_note,
        "order_zone": order_words.zone_of(order),
        "is_late": is_late(order.state, order.expected_at, clock.now()),
        "parcels": order_words.parcels_of(order) if any(package.shipped_at for package in order.packages) else [],
        "parts": [
            (_(wording.PAYMENT_PARTS[part.kind]), part.amount, "discount" in part.kind)
            for part in order.payment_parts
        ],
    }
