"""What stands beside a seller's conversation or request: the order, and what its buyer ordered before."""

from typing import Any

from sqlalchemy import and_, func, select

from shop_help import identity, order_beside
from shop_help.extensions import db
from shop_help.models import Conversation, Order
from shop_help.models.shown_orders import ShownOrder
from shop_help.models.shown_requests import requests_of_order
from shop_help.policy.permissions import may_see_address
from shop_help.sellers.found_requests import cards_of, forms_of
from shop_help.sellers.parcel_form import parcel_form

#: Other orders of the same buyer that are listed.
MOST_EARLIER = 5


def beside(found: Conversation, order: ShownOrder | None) -> dict[str, Any]:
    """What sellers/_order.html shows beside a conversation."""
    if order is None:
        return {"order": None, "earlier": _earlier(found.buyer_id, found.shop_id or 0, 0)}
    return beside_order(order, found.buyer_id)


def beside_order(order: ShownOrder, buyer_id: int, open_request: int = 0, **more: Any) -> dict[str, Any]:
    """The order: what is asked about it, items, parcels, what is to be shipped, what was paid.

    The request that stands open beside it isn't shown twice. `more`: the parcel's form that came back.
    """
    asked = requests_of_order(order.id)
    return {
        "order": order,
        "beside_id": open_request,
        "cards": cards_of(order, [each for each in asked if each.id != open_request]),
        "earlier": _earlier(buyer_id, order.shop.id, order.id),
        "shows_address": may_see_address(identity.current(), order.shop.id, order.state),
        **forms_of(order),
        **parcel_form(order, asked, **more),
        **order_beside.order_beside(order),
    }


def _earlier(buyer_id: int, shop_id: int, order_id: int) -> list[Any]:
    """The buyer's other orders from this shop, the newest first, each with its conversation if there is one."""
    about = and_(
        Conversation.buyer_id == Order.buyer_id,
        Conversation.shop_id == Order.shop_id,
        Conversation.order_id == Order.id,
        Conversation.last_message_at.is_not(None),
    )
    asked = (
        select(Order.id, Order.number, Order.state, Order.created_at, Conversation.id.label("conversation_id"))
        .outerjoin(Conversation, about)
        .where(Order.buyer_id == buyer_id, Order.id != order_id)
        # A buyer has few orders and a shop many: said like this, the database goes by the buyer's index.
        .where(func.coalesce(Order.shop_id, 0) == shop_id)
        .order_by(Order.created_at.desc(), Order.id.desc())
        .limit(MOST_EARLIER)
    )
    return list(db.session.execute(asked))
