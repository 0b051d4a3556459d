"""What of an order has left, what was cancelled, and which requests its leaving ends."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, select

from shop_help.models.order import Order, OrderLine, Package
from shop_help.models.order_request import OrderRequest, RequestLine
from shop_help.models.prepared import Prepared
from shop_help.policy.deadlines import UNTIL_SHIPMENT
from shop_help.policy.orders import LEFT

_ORDER: BindParameter[int] = bindparam("order", 0)
_LINES = Prepared(
    select(
        OrderLine.id,
        OrderLine.name,
        OrderLine.refunded_at,
        Order.state,
        Order.shipped_at.label("order_left_at"),
        Package.shipped_at.label("left_at"),
    )
    .join(Order, Order.id == OrderLine.order_id)
    .outerjoin(Package, Package.id == OrderLine.package_id)
    .where(OrderLine.order_id == _ORDER)
    .order_by(OrderLine.position)
)
_REQUESTS = Prepared(
    select(OrderRequest.id, OrderRequest.kind, OrderRequest.state, RequestLine.line_id)
    .join(RequestLine, RequestLine.request_id == OrderRequest.id)
    .where(OrderRequest.order_id == _ORDER)
    .order_by(OrderRequest.id)
)
#: A cancellation in one of these is agreed to: nothing of it leaves any more.
AGREED = frozenset({"approved", "auto_approved", "refunded", "applied"})


def units_of(connection: Connection, order_id: int) -> Sequence[Any]:
    """The units of an order, each with when its parcel left (has_left says whether it did)."""
    return _LINES.all(connection, {"order": order_id})


def has_left(unit: Any) -> bool:
    """Is it with the carrier? A parcel that waits for the carrier is packed and hasn't left."""
    return unit.state in LEFT or (unit.left_at is not None and unit.state != "AWAITING_COLLECTION")


def cancelled_lines(connection: Connection, order_id: int) -> frozenset[int]:
    """Lines whose cancellation was agreed to."""
    rows = _REQUESTS.all(connection, {"order": order_id})
    return frozenset(row.line_id for row in rows if row.kind == "cancellation" and row.state in AGREED)


def waiting_for_shipment(connection: Connection, order_id: int) -> dict[int, set[int]]:
    """Requests that nobody waits for once their items have left, each with its lines."""
    found: dict[int, set[int]] = {}
    for row in _REQUESTS.all(connection, {"order": order_id}):
        if row.state == "pending" and row.kind in UNTIL_SHIPMENT:
            found.setdefault(row.id, set()).add(row.line_id)
    return found
