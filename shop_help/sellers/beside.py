"""What stands beside a seller's conversation: its order, and what its buyer ordered before."""

from typing import Any

from sqlalchemy import and_, func, select

from shop_help import identity, order_beside
from shop_help.extensions import db
from shop_help.models import Conversation, Order
from shop_help.models.shown_orders import ShownOrder
from shop_help.policy.permissions import may_see_address

#: Other orders of the same buyer that are listed.
MOST_EARLIER = 5


def beside(found: Conversation, order: ShownOrder | None) -> dict[str, Any]:
    """What sellers/_order.html shows."""
    shown: dict[str, Any] = {"order": order, "earlier": _earlier(found)}
    if order is None:
        return shown
    shows_address = may_see_address(identity.current(), found.seller.id, order.state)
    return shown | order_beside.order_beside(order) | {"shows_address": shows_address}


def _earlier(found: Conversation) -> list[Any]:
    """The buyer's other orders from this shop, the newest first, each with its conversation if there is one."""
    about = and_(
        Conversation.buyer_id == Order.buyer_id,
        Conversation.shop_id == Order.shop_id,
        Conversation.order_id == Order.id,
        Conversation.last_message_at.is_not(None),
    )
    asked = (
        select(Order.number, Order.state, Order.created_at, Conversation.id.label("conversation_id"))
        .outerjoin(Conversation, about)
        .where(Order.buyer_id == found.buyer_id, Order.id != (found.order_id or 0))
        # A buyer has few orders and a shop many: said like this, the database goes by the buyer's index.
        .where(func.coalesce(Order.shop_id, 0) == found.shop_id)
        .order_by(Order.created_at.desc(), Order.id.desc())
        .limit(MOST_EARLIER)
    )
    return list(db.session.execute(asked))
