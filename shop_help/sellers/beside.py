"""The order beside a conversation: its state, items and parcels, what was paid, and what its buyer ordered before."""

from typing import Any

from sqlalchemy import and_, func, select

from shop_help import clock, identity, order_words
from shop_help.extensions import db
from shop_help.models import Conversation, Order, OrderLine
from shop_help.models.shown_orders import ShownOrder
from shop_help.policy import wording
from shop_help.policy.orders import is_late
from shop_help.policy.permissions import may_see_address
from shop_help.speech import gettext as _

#: Other orders of the same buyer that are listed.
MOST_EARLIER = 5


def order_beside(found: Conversation, order: ShownOrder | None) -> dict[str, Any]:
    """What sellers/_order.html shows."""
    shown: dict[str, Any] = {"order": order, "earlier": _earlier(found), "parcels": [], "parts": []}
    if order is None:
        return shown
    skus = select(OrderLine.sku).where(OrderLine.order_id == order.id).order_by(OrderLine.position)
    return shown | {
        "lines": list(zip(order.lines, db.session.scalars(skus), strict=False)),
        "buyer_note": db.session.scalar(select(Order.buyer_note).where(Order.id == order.id)),
        "order_zone": order_words.zone_of(order),
        "is_late": is_late(order.state, order.expected_at, clock.now()),
        "parcels": order_words.parcels_of(order) if any(package.shipped_at for package in order.packages) else [],
        "parts": [
            (_(wording.PAYMENT_PARTS[part.kind]), part.amount, "discount" in part.kind)
            for part in order.payment_parts
        ],
        "shows_address": may_see_address(identity.current(), found.seller.id, order.state),
    }


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
