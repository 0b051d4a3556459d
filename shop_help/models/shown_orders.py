"""Orders as pages show them: plain rows of five statements at most, however many orders.

The same attributes as models.order has, read in a quarter of the time; nothing here is ever written back.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, select

from shop_help.models.order import Order, OrderLine, Package, PaymentPart, TrackingEvent
from shop_help.models.prepared import Prepared
from shop_help.models.reading import rows_of
from shop_help.models.shop import Shop


@dataclass(slots=True)
class ShownShop:
    """Whose order it is."""

    id: int
    name: str
    state: str = "open"


@dataclass(slots=True)
class ShownLine:
    """One unit. Money in minor units."""

    order_id: int
    package_id: int | None
    name: str
    variant: str
    picture: str
    price: int
    item_class: str
    refunded_at: datetime | None
    id: int = 0
    #: How much, where only a part of it was; None for all of it.
    refunded_part: int | None = None


@dataclass(slots=True)
class ShownPart:
    """A part of what was paid, in minor units."""

    order_id: int
    kind: str
    amount: int


@dataclass(slots=True)
class ShownEvent:
    """Something that happened to a parcel."""

    package_id: int
    happened_at: datetime
    station: str
    description: str
    place: str


@dataclass(slots=True)
class ShownPackage:
    """A parcel."""

    id: int
    order_id: int
    carrier: str
    tracking_number: str
    shipped_at: datetime | None
    delivered_at: datetime | None
    returns_close_at: datetime | None = None
    protection_closes_at: datetime | None = None
    clocks_by: int | None = None
    lines: list[ShownLine] = field(default_factory=list)
    events: list[ShownEvent] = field(default_factory=list)


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

_LINES = (
    select(
        OrderLine.order_id,
        OrderLine.package_id,
        OrderLine.name,
        OrderLine.variant,
        OrderLine.picture,
        OrderLine.price,
        OrderLine.item_class,
        OrderLine.refunded_at,
        OrderLine.id,
        OrderLine.refunded_part,
    ),
    OrderLine.order_id,
    (OrderLine.order_id, OrderLine.position),
)
_PARTS = (
    select(PaymentPart.order_id, PaymentPart.kind, PaymentPart.amount),
    PaymentPart.order_id,
    (PaymentPart.id,),
)
_PACKAGES = (
    select(
        Package.id,
        Package.order_id,
        Package.carrier,
        Package.tracking_number,
        Package.shipped_at,
        Package.delivered_at,
        Package.returns_close_at,
        Package.protection_closes_at,
        Package.clocks_by,
    ),
    Package.order_id,
    (Package.id,),
)
_EVENTS = (
    select(
        TrackingEvent.package_id,
        TrackingEvent.happened_at,
        TrackingEvent.station,
        TrackingEvent.description,
        TrackingEvent.place,
    ).join(Package, Package.id == TrackingEvent.package_id),
    Package.order_id,
    (TrackingEvent.happened_at, TrackingEvent.id),
)


class _Belonging:
    """What belongs to orders, in its order: of one by a prepared statement, of several by a list."""

    def __init__(self, wanted: Any, order_id: Any, sorting: Sequence[Any]) -> None:
        self._of_one = Prepared(wanted.where(order_id == bindparam("order", 0)).order_by(*sorting))
        several: BindParameter[Any] = bindparam("orders", [], expanding=True)
        self._of_several = wanted.where(order_id.in_(several)).order_by(*sorting)

    def of(self, ids: Sequence[int]) -> Sequence[Any]:
        if len(ids) == 1:
            return rows_of(self._of_one, order=ids[0])
        return rows_of(self._of_several, orders=ids)


_LINES_OF, _PARTS_OF = _Belonging(*_LINES), _Belonging(*_PARTS)
_PACKAGES_OF, _EVENTS_OF = _Belonging(*_PACKAGES), _Belonging(*_EVENTS)


def shown(statement: Prepared | Select[Any], parcels: bool = False, **values: object) -> list[ShownOrder]:
    """The orders of a statement made from SHOWN, in its order, with lines and payment, and with parcels if asked."""
    orders = [
        ShownOrder(*row[:-3], shop=ShownShop(row.shop_id, row.shop_name, row.shop_state))
        for row in rows_of(statement, **values)
    ]
    found = {order.id: order for order in orders}
    if found:
        ids = list(found)
        for line in _LINES_OF.of(ids):
            found[line.order_id].lines.append(ShownLine(*line))
        for part in _PARTS_OF.of(ids):
            found[part.order_id].payment_parts.append(ShownPart(*part))
    if parcels:
        add_parcels(orders)
    return orders


_CALLED = Prepared(SHOWN.where(Order.id == bindparam("order", 0)))


def shown_order(order_id: int) -> ShownOrder:
    """One order with its parcels, as the rulebook asks for it. Raises LookupError where there is none."""
    found = shown(_CALLED, parcels=True, order=order_id)
    if not found:
        raise LookupError(f"no order {order_id}")
    return found[0]


def add_parcels(orders: Sequence[ShownOrder]) -> None:
    """Fills in the packages of these orders, each with its lines and its events."""
    ids = [order.id for order in orders]
    packages = {row.id: ShownPackage(*row) for row in _PACKAGES_OF.of(ids)} if ids else {}
    for order in orders:
        order.packages = [package for package in packages.values() if package.order_id == order.id]
        for line in order.lines:
            if line.package_id is not None:
                packages[line.package_id].lines.append(line)
    if packages:
        for row in _EVENTS_OF.of(ids):
            packages[row.package_id].events.append(ShownEvent(*row))
