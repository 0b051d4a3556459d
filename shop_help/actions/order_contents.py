"""What is in an order, written so that the rows say what the feed says: what is the same is not touched.

Core, because an import is a hundred thousand of these.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from shop_help.actions.order_kept import Parcels, entered_ids, spoken_of, take_over_entered
from shop_help.actions.order_products import KnownProduct
from shop_help.models import Order, OrderLine, Package, PaymentPart, TrackingEvent
from shop_help.order_feed.order import FeedLine, FeedOrder, FeedPackage
from shop_help.policy.deadlines import clocks_of
from shop_help.policy.verdicts import Rules

_LINES = select(OrderLine).where(OrderLine.order_id == bindparam("order_id"))
_PACKAGES = select(Package).where(Package.order_id == bindparam("order_id"))
_PARTS = select(PaymentPart).where(PaymentPart.order_id == bindparam("order_id"))
_EVENTS = (
    select(TrackingEvent)
    .join(Package, Package.id == TrackingEvent.package_id)
    .where(Package.order_id == bindparam("order_id"))
)
_NEW_ORDER = insert(Order).returning(Order.id)
_NEW_PACKAGE = insert(Package).returning(Package.id)
_NEW = {thing: insert(thing) for thing in (OrderLine, TrackingEvent, PaymentPart)}


#: Finds the rules that judge an order; asked where something was delivered.
Judge = Callable[[], Rules]


@dataclass
class Contents:
    """An order's rows while they are compared; `changed` names what was different."""

    connection: Connection
    order_id: int
    is_new: bool
    changed: list[str] = field(default_factory=list)

    def rows(self, question: Any) -> Sequence[Row[Any]]:
        if self.is_new:
            return ()
        return self.connection.execute(question, {"order_id": self.order_id}).all()


def write_order(connection: Connection, values: Mapping[str, Any], known: Row[Any] | None) -> Contents:
    """The order's own row, new or put right."""
    if known is None:
        order_id = connection.execute(_NEW_ORDER, values).scalar_one()
        return Contents(connection, order_id, is_new=True)
    different = {name: value for name, value in values.items() if getattr(known, name) != value}
    if different:
        connection.execute(update(Order).where(Order.id == known.id).values(different))
    return Contents(connection, known.id, is_new=False, changed=sorted(different))


def write_contents(contents: Contents, feed: FeedOrder, products: Mapping[str, KnownProduct], rules: Judge) -> None:
    """Packages first, since lines travel in them; packages that are gone last."""
    old_packages = {row.external_id: row for row in contents.rows(_PACKAGES)}
    take_over_entered(old_packages, feed.packages)
    package_ids = {
        package.external_id: _write_package(contents, package, old_packages.get(package.external_id), rules)
        for package in feed.packages
    }
    _write_events(contents, feed, package_ids)
    kept = _write_lines(contents, feed, products, Parcels(feed, package_ids, entered_ids(old_packages)))
    _write_parts(contents, feed)
    gone = [row.id for name, row in old_packages.items() if name not in package_ids and row.id not in kept]
    if gone:
        contents.changed.append("packages")
        contents.connection.execute(delete(Package).where(Package.id.in_(gone)))


def _write_package(contents: Contents, package: FeedPackage, row: Row[Any] | None, rules: Judge) -> int:
    values: dict[str, Any] = {
        "external_id": package.external_id,
        "carrier": package.carrier,
        "tracking_number": package.tracking_number,
        "shipped_at": package.shipped_at,
        "delivered_at": package.delivered_at,
    }
    if package.delivered_at != (row.delivered_at if row else None):
        values |= _clocks(package.delivered_at, rules)
    if row is None:
        if not contents.is_new:
            contents.changed.append("packages")
        values |= {"order_id": contents.order_id}
        return int(contents.connection.execute(_NEW_PACKAGE, values).scalar_one())
    _put_right(contents, Package, row, values, "packages")
    return int(row.id)


def _clocks(delivered_at: datetime | None, rules: Judge) -> dict[str, Any]:
    """What a delivery starts, worked out once: later changes of rules or zones don't move a deadline."""
    found = clocks_of(delivered_at, rules()) if delivered_at else None
    return {
        "returns_close_at": found and found.returns_close_at,
        "protection_closes_at": found and found.protection_closes_at,
        "clocks_by": found and found.version,
    }


def _write_events(contents: Contents, feed: FeedOrder, package_ids: Mapping[str, int]) -> None:
    planned = {
        (package_ids[package.external_id], event.happened_at, event.station, event.description, event.place)
        for package in feed.packages
        for event in package.events
    }
    kept = set()
    gone = []
    for row in contents.rows(_EVENTS):
        told = (row.package_id, row.happened_at, row.station, row.description, row.place)
        if told in planned and told not in kept:
            kept.add(told)
        elif row.package_id in package_ids.values():
            gone.append(row.id)
    names = ("package_id", "happened_at", "station", "description", "place")
    new = [dict(zip(names, told, strict=True)) for told in sorted(planned - kept)]
    _note_and_write(contents, TrackingEvent, "tracking", new, gone)


def _write_lines(
    contents: Contents, feed: FeedOrder, products: Mapping[str, KnownProduct], packages: Parcels
) -> set[int]:
    """The units as the feed tells them. Gives back the parcels that sellers entered and that hold some of them."""
    kept: set[int] = set()
    old = {row.external_id: row for row in contents.rows(_LINES)}
    new = []
    for position, line in enumerate(feed.lines):
        row = old.pop(line.external_id, None)
        package_id = packages.of(line, row)
        kept |= {package_id} & packages.entered if package_id else set()
        values = _line_values(line, position, products.get(line.product_id), package_id, row)
        if row is None:
            new.append({**values, "order_id": contents.order_id, "external_id": line.external_id})
        else:
            _put_right(contents, OrderLine, row, values, "line_items")
    gone = {row.id for row in old.values()} - spoken_of(contents.connection, [row.id for row in old.values()])
    _note_and_write(contents, OrderLine, "line_items", new, sorted(gone))
    return kept


def _line_values(
    line: FeedLine,
    position: int,
    product: KnownProduct | None,
    package_id: int | None,
    row: Row[Any] | None,
) -> dict[str, Any]:
    """The class is that of the purchase: a product that changes its class later changes no order."""
    known_class = row.item_class if row is not None else product.item_class if product else "standard"
    return {
        "position": position,
        "product_id": product.id if product else None,
        "package_id": package_id,
        "name": line.name,
        "variant": line.variant,
        "sku": line.sku,
        "picture": line.picture,
        "price": line.price,
        "seller_discount": line.seller_discount,
        "platform_discount": line.platform_discount,
        "tax": line.tax,
        "item_class": line.item_class or known_class,
    }


def _write_parts(contents: Contents, feed: FeedOrder) -> None:
    old = {row.kind: row for row in contents.rows(_PARTS)}
    new = []
    for kind, amount in feed.payment_parts:
        row = old.pop(kind, None)
        if row is None:
            new.append({"order_id": contents.order_id, "kind": kind, "amount": amount})
        else:
            _put_right(contents, PaymentPart, row, {"amount": amount}, "payment")
    _note_and_write(contents, PaymentPart, "payment", new, [row.id for row in old.values()])


def _put_right(contents: Contents, thing: Any, row: Row[Any], values: Mapping[str, Any], name: str) -> None:
    different = {key: value for key, value in values.items() if getattr(row, key) != value}
    if different:
        contents.changed.append(name)
        contents.connection.execute(update(thing).where(thing.id == row.id).values(different))


def _note_and_write(
    contents: Contents, thing: Any, name: str, new: Sequence[Mapping[str, Any]], gone: Sequence[int]
) -> None:
    if gone:
        contents.connection.execute(delete(thing).where(thing.id.in_(gone)))
    if new:
        contents.connection.execute(_NEW[thing], new)
    if (new or gone) and not contents.is_new:
        contents.changed.append(name)
