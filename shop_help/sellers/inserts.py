"""A shop's saved replies, ready for the composer of one of its conversations."""

from sqlalchemy import select

from shop_help.extensions import db
from shop_help.inserts import Insert, filled_in
from shop_help.models import Conversation, SavedReply
from shop_help.models.shown_orders import ShownOrder
from shop_help.policy.shop_texts import MOST_TEXTS


def inserts_for(found: Conversation, order: ShownOrder | None) -> list[Insert]:
    """The shop's replies, by name."""
    replies = db.session.scalars(
        select(SavedReply).where(SavedReply.shop_id == found.shop_id).order_by(SavedReply.title).limit(MOST_TEXTS)
    )
    return filled_in(replies, order, found.seller.name, found.buyer.name)
