"""What an order names: its products, found or made inside the order's own commit."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, exists, insert, select, update

from shop_help.models import Order, OrderLine, Product
from shop_help.order_feed.order import FeedLine, FeedOrder


@dataclass(frozen=True)
class KnownProduct:
    """What a line needs of its product."""

    id: int
    item_class: str


_NEW_PRODUCT = insert(Product).returning(Product.id)
_PRODUCTS = select(
    Product.id, Product.external_id, Product.name, Product.picture, Product.item_class, Product.is_listed
).where(Product.shop_id == bindparam("shop_id"), Product.external_id.in_(bindparam("ids", expanding=True)))


def products_of(connection: Connection, shop_id: int, feed: FeedOrder) -> dict[str, KnownProduct]:
    """The products of an order's lines by their external ids. One that the shop lists is the shop's to word."""
    # In one order everywhere, so that two imports at once don't wait for each other in a ring.
    told = {line.product_id: line for line in sorted(feed.lines, key=lambda line: line.product_id) if line.product_id}
    if not told:
        return {}
    rows = connection.execute(_PRODUCTS, {"shop_id": shop_id, "ids": list(told)}).all()
    known = {row.external_id: row for row in rows}
    found = {external_id: KnownProduct(row.id, row.item_class) for external_id, row in known.items()}
    for external_id, line in told.items():
        row = known.get(external_id)
        if row is None:
            found[external_id] = _new_product(connection, shop_id, line, feed.currency)
        elif not row.is_listed and (row.name, row.picture) != (line.name, line.picture):
            _reword(connection, row.id, line, feed.updated_at)
    return found


def _new_product(connection: Connection, shop_id: int, line: FeedLine, currency: str) -> KnownProduct:
    item_class = line.item_class or "standard"
    values = {
        "shop_id": shop_id,
        "external_id": line.product_id,
        "name": line.name,
        "picture": line.picture,
        "price": line.price,
        "currency": currency,
        "item_class": item_class,
    }
    product_id = connection.execute(_NEW_PRODUCT, values).scalar_one()
    return KnownProduct(product_id, item_class)


def _reword(connection: Connection, product_id: int, line: FeedLine, updated_at: datetime) -> None:
    """The newest order that names a product words it."""
    newer = exists().where(
        OrderLine.product_id == product_id, OrderLine.order_id == Order.id, Order.updated_at > updated_at
    )
    connection.execute(
        update(Product).where(Product.id == product_id, ~newer).values(name=line.name, picture=line.picture)
    )
