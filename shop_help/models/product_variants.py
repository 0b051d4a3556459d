"""The variants in which a product was sold: what a buyer may choose from instead."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select

from shop_help.models.order import OrderLine
from shop_help.models.prepared import Prepared
from shop_help.models.reading import rows_of

#: The newest sales that are looked through, and the variants shown at most.
RECENT, MOST = 300, 30

_PRODUCT = select(OrderLine.product_id).where(OrderLine.id == bindparam("line", 0)).scalar_subquery()
_SOLD = (
    select(OrderLine.variant)
    .where(OrderLine.product_id == _PRODUCT, OrderLine.variant != "")
    .order_by(OrderLine.id.desc())
    .limit(RECENT)
    .subquery()
)
_VARIANTS = Prepared(select(_SOLD.c.variant).distinct().order_by(_SOLD.c.variant).limit(MOST))


def variants_like(line_id: int) -> Sequence[str]:
    """Of the product of a line, those that were sold lately, its own among them."""
    return [row.variant for row in rows_of(_VARIANTS, line=line_id)]
