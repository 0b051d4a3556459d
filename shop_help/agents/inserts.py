"""Customer service's saved replies and macros, ready for the composer of a case."""

from shop_help.extensions import db
from shop_help.inserts import Insert, filled_in
from shop_help.models.shown_orders import ShownOrder
from shop_help.models.shown_replies import in_order
from shop_help.policy.service_replies import MOST_REPLIES


def inserts_for(order: ShownOrder | None, buyer_name: str) -> list[Insert]:
    """All of them, in their order, filled with the facts of the case's order and buyer."""
    replies = db.session.scalars(in_order().limit(MOST_REPLIES))
    return filled_in(replies, order, order.shop.name if order else "", buyer_name)
