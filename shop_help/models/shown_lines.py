"""The lines of orders as pages show them, one a unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from shop_help.models.belonging import Belonging
from shop_help.models.order import OrderLine


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


_LINES = Belonging(
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
    OrderLine.order_id,
    OrderLine.position,
)


def lines_of(order_ids: Sequence[int]) -> list[ShownLine]:
    """Of these orders, each one's in its order."""
    return [ShownLine(*row) for row in _LINES.of(order_ids)]
