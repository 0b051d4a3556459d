"""Saved replies as the composer inserts them: their places are filled with the facts of the conversation's order."""

from dataclasses import dataclass

from sqlalchemy import select

from shop_help import order_facts
from shop_help.extensions import db
from shop_help.models import Conversation, SavedReply
from shop_help.models.shown_orders import ShownOrder
from shop_help.policy.answers import filled
from shop_help.policy.shop_texts import MOST_TEXTS


@dataclass(frozen=True)
class Insert:
    """A reply that is ready to be sent, after a look."""

    id: int
    title: str
    body: str


def inserts_for(found: Conversation, order: ShownOrder | None) -> list[Insert]:
    """The shop's replies, filled; a place that isn't known yet stands open, to be seen before sending."""
    replies = db.session.scalars(
        select(SavedReply).where(SavedReply.shop_id == found.shop_id).order_by(SavedReply.title).limit(MOST_TEXTS)
    )
    facts = order_facts.facts_of(order, found.seller.name, found.buyer.name)
    return [Insert(reply.id, reply.title, filled(reply.body, facts, "…")) for reply in replies]
