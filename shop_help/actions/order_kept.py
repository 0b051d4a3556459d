"""What a feed that knows less doesn't take back: parcels that sellers entered here, cancellations and addresses that
were agreed on here, and units that somebody asked about or got money for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from shop_help.models import OrderLine, OrderRequest, Package, ProtectionLine, RefundPart, RequestLine
from shop_help.models.leaving import cancelled_lines
from shop_help.order_feed.order import FeedLine, FeedOrder, FeedPackage
from shop_help.policy.orders import ENTERED, LEFT

#: Before any of it has left, as far as a feed knows.
_NOT_LEFT = frozenset({"UNPAID", "ON_HOLD", "AWAITING_SHIPMENT", "AWAITING_COLLECTION"})
_ON_ITS_WAY = frozenset({*LEFT, "PARTIALLY_SHIPPING"})


def kept_values(connection: Connection, known: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """Of an order's values those that hold against a feed's, though the feed tells others."""
    kept: dict[str, Any] = {}
    told, state = values["state"], known.state
    if values["address"] != known.address and _was_replaced(connection, known.id, values["address"]):
        kept["address"] = known.address
    if state == "CANCELLED" and told in _NOT_LEFT and cancelled_lines(connection, known.id):
        kept |= {name: getattr(known, name) for name in ("state", "cancelled_at", "cancel_reason")}
    if state in _ON_ITS_WAY and told != state and told in (_NOT_LEFT | {"PARTIALLY_SHIPPING"}):
        kept |= {"state": state} if _has_entered(connection, known.id) else {}
    if known.shipped_at and not values["shipped_at"] and _has_entered(connection, known.id):
        kept["shipped_at"] = known.shipped_at
    return kept


def _was_replaced(connection: Connection, order_id: int, address: Mapping[str, Any]) -> bool:
    """Is it an address that a change which the seller took has replaced? One the feed tells anew is not."""
    taken = select(OrderRequest.details).where(
        OrderRequest.order_id == order_id,
        OrderRequest.kind == "address_change",
        OrderRequest.state == "applied",
    )
    return any(details.get("before") == address for details in connection.execute(taken).scalars())


def _has_entered(connection: Connection, order_id: int) -> bool:
    entered = select(Package.id).where(Package.order_id == order_id, Package.external_id.startswith(ENTERED))
    return connection.execute(entered.limit(1)).first() is not None


def take_over_entered(old: dict[str, Any], packages: Collection[FeedPackage]) -> None:
    """A parcel that a seller entered, and that the feed tells now by its tracking number, is the feed's from now on.

    `old`: rows of packages by their names.
    """
    by_number = {row.tracking_number: name for name, row in old.items() if name.startswith(ENTERED)}
    for package in packages:
        if package.external_id not in old and package.tracking_number in by_number:
            old[package.external_id] = old.pop(by_number[package.tracking_number])


def entered_ids(old: Mapping[str, Any]) -> frozenset[int]:
    """Of those rows the parcels that only the seller told of."""
    return frozenset(row.id for name, row in old.items() if name.startswith(ENTERED))


@dataclass(frozen=True)
class Parcels:
    """In which parcel a unit is: the feed's, or one that the seller entered."""

    feed: FeedOrder
    ids: Mapping[str, int]
    entered: frozenset[int]

    def of(self, line: FeedLine, row: Any) -> int | None:
        """Of a unit whose row is known, or is not yet (None)."""
        if row is not None and row.package_id in self.entered:
            told = next((each for each in self.feed.packages if each.external_id == line.package), None)
            if _stays_in_entered(self.feed, told):
                return int(row.package_id)
        return self.ids.get(line.package or "")


def _stays_in_entered(feed: FeedOrder, told: FeedPackage | None) -> bool:
    """Does a unit stay in the parcel that a seller entered? Only a parcel that has left takes it out of it."""
    return told is None or told.shipped_at is None or feed.state in _NOT_LEFT


def spoken_of(connection: Connection, line_ids: Collection[int]) -> frozenset[int]:
    """Those lines that a request, a case or a refund is about: they stay, whatever a feed forgets."""
    if not line_ids:
        return frozenset()
    asked = select(RequestLine.line_id).where(RequestLine.line_id.in_(line_ids))
    claimed = select(ProtectionLine.line_id).where(ProtectionLine.line_id.in_(line_ids))
    paid = select(RefundPart.line_id).where(RefundPart.line_id.in_(line_ids))
    refunded = select(OrderLine.id).where(OrderLine.id.in_(line_ids), OrderLine.refunded_at.is_not(None))
    return frozenset(connection.execute(asked.union(claimed, paid, refunded)).scalars())
