"""An order as it stands beside a conversation, for sellers and agents: its items, its parcels, what was paid."""

from typing import Any

from sqlalchemy import bindparam, select

from shop_help import clock, order_words
from shop_help.models import Order, OrderLine
from shop_help.models.prepared import Prepared
from shop_help.models.reading import rows_of
from shop_help.models.shown_orders import ShownOrder
from shop_help.policy.orders import is_late

_MORE = Prepared(
    select(OrderLine.sku, Order.buyer_note)
    .select_from(Order)
    .outerjoin(OrderLine, OrderLine.order_id == Order.id)
    .where(Order.id == bindparam("order", 0))
    .order_by(OrderLine.position)
)


def order_beside(order: ShownOrder) -> dict[str, Any]:
    """What shared/_order_items.html, _order_delivery.html and _order_payment.html show."""
    more = rows_of(_MORE, order=order.id)
    return {
        "order": order,
        "lines": list(zip(order.lines, [row.sku for row in more], strict=False)),
        "buyer_note": more[0].buyer_note,
        "order_zone": order_words.zone_of(order),
        "is_late": is_late(order.state, order.expected_at, clock.now()),
        "parcels": order_words.parcels_of(order) if any(package.shipped_at for package in order.packages) else [],
        "payment": order_words.payment_of(order),
    }
