"""An order's rows as the rulebook sees them: what was packed, what left, what arrived, and who says so."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from shop_help.models import Order, OrderLine, Package
from shop_help.models.shown_lines import ShownLine
from shop_help.models.shown_orders import ShownOrder
from shop_help.models.shown_parcels import ShownPackage
from shop_help.policy.orders import ARRIVED
from shop_help.policy.verdicts import Clocks, LineFacts, Purchase

AnOrder = Order | ShownOrder
APackage = Package | ShownPackage | None

#: What else is known of lines, by their ids: fields of LineFacts by name, such as {"open_request": "return"}.
Known = Mapping[int, Mapping[str, Any]]


def purchase_of(order: AnOrder, known: Known | None = None) -> Purchase:
    """The order, its packages read too; `known` adds what requests, refunds and cases tell of its lines."""
    packages = {package.id: package for package in order.packages}
    lines = (_line_of(order, line, packages.get(line.package_id or 0)) for line in order.lines)
    return Purchase(
        number=order.number,
        state=order.state,
        market=order.market,
        created_at=order.created_at,
        paid_at=order.paid_at,
        expected_at=order.expected_at,
        completed_at=order.completed_at,
        cancelled_at=order.cancelled_at,
        shop_is_suspended=order.shop.state == "suspended",
        lines=tuple(replace(line, **known[line.id]) if known and line.id in known else line for line in lines),
    )


def _line_of(order: AnOrder, line: OrderLine | ShownLine, package: APackage) -> LineFacts:
    delivered_at, source = _delivery(order, package)
    ready_at = package.shipped_at if package else None
    # A parcel that waits for the carrier is ready and hasn't left.
    left_at = None if order.state == "AWAITING_COLLECTION" else ready_at
    return LineFacts(
        id=line.id,
        item_class=line.item_class,
        packed_at=ready_at,
        shipped_at=left_at,
        delivered_at=delivered_at,
        delivery_source=source,
        clocks=_clocks(package) if package else None,
        is_refunded=line.refunded_at is not None,
    )


def _clocks(package: Package | ShownPackage) -> Clocks | None:
    returns, protection, version = package.returns_close_at, package.protection_closes_at, package.clocks_by
    return Clocks(version, returns, protection) if version and returns and protection else None


def _delivery(order: AnOrder, package: APackage) -> tuple[datetime | None, str]:
    """When an item of this package was delivered the last time, and who says so."""
    if package is not None and package.delivered_at is not None:
        told = any(event.station == "delivered" and event.description for event in package.events)
        return package.delivered_at, "carrier" if told else "shop"
    if order.state not in ARRIVED:
        return None, "carrier"
    return order.delivered_at, "shop" if order.delivered_at else "missing"
