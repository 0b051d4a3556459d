"""Orders as pages show them: plain rows of five statements at most, however many orders.

The same attributes as models.order has, read in a quarter of the time; nothing here is ever written back.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, select

from shop_help.models.belonging import Belonging
from shop_help.models.order import Order, PaymentPart
from shop_help.models.prepared import Prepared
from shop_help.models.reading import rows_of
from shop_help.models.shop import Shop
from shop_help.models.shown_lines import ShownLine, lines_of
from shop_help.models.shown_parcels import ShownPackage, parcels_of


@dataclass(slots=True)
class ShownShop:
    """Whose order it is."""

    id: int
    name: str
    state: str = "open"


@dataclass(slots=True)
class ShownPart:
    """A part of what was paid, in minor units."""

    order_id: int
    kind: str
    amount: int


@dataclass(slots=True)
class ShownOrder:
    """An order; packages are filled where they were asked for."""

    id: int
    number: str
    market: str
    state: str
    currency: str
    created_at: datetime
    paid_at: datetime | None
    shipped_at: datetime | None
    delivered_at: datetime | None
    completed_at: datetime | None
    cancelled_at: datetime | None
    expected_at: datetime | None
    cancel_reason: str
    address: dict[str, Any]
    shop: ShownShop = field(kw_only=True)
    lines: list[ShownLine] = field(default_factory=list)
    payment_parts: list[ShownPart] = field(default_factory=list)
    packages: list[ShownPackage] = field(default_factory=list)

    @property
    def total(self) -> int:
        """What the buyer paid or is to pay, in minor units."""
        return next((part.amount for part in self.payment_parts if part.kind == "total"), 0)


#: What an order is shown by; a door adds whose orders, which of them, and in what order.
SHOWN: Any = select(
    Order.id,
    Order.number,
    Order.market,
    Order.state,
    Order.currency,
    Order.created_at,
    Order.paid_at,
    Order.shipped_at,
    Order.delivered_at,
    Order.completed_at,
    Order.cancelled_at,
    Order.expected_at,
    Order.cancel_reason,
    Order.address,
    Shop.id.label("shop_id"),
    Shop.name.label("shop_name"),
    Shop.state.label("shop_state"),
).join(Shop, Shop.id == Order.shop_id)

_PARTS = Belonging(
    select(PaymentPart.order_id, PaymentPart.kind, PaymentPart.amount), PaymentPart.order_id, PaymentPart.id
)


def shown(statement: Prepared | Select[Any], parcels: bool = False, **values: object) -> list[ShownOrder]:
    """The orders of a statement made from SHOWN, in its order, with lines and payment, and with parcels if asked."""
    orders = [
        ShownOrder(*row[:-3], shop=ShownShop(row.shop_id, row.shop_name, row.shop_state))
        for row in rows_of(statement, **values)
    ]
    found = {order.id: order for order in orders}
    ids, lines = list(found), lines_of(list(found))
    for line in lines:
        found[line.order_id].lines.append(line)
    for part in _PARTS.of(ids):
        found[part.order_id].payment_parts.append(ShownPart(*part))
    if parcels:
        for order_id, packages in parcels_of(ids, lines).items():
            found[order_id].packages = packages
    return orders


_CALLED = Prepared(SHOWN.where(Order.id == bindparam("order", 0)))


def shown_order(order_id: int) -> ShownOrder:
    """One order with its parcels, as the rulebook asks for it. Raises LookupError where there is none."""
    found = shown(_CALLED, parcels=True, order=order_id)
    if not found:
        raise LookupError(f"no order {order_id}")
    return found[0]
