"""Saved replies as a composer inserts them: their places are filled with the facts of what is talked about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shop_help import order_facts
from shop_help.models import SavedReply, ServiceReply
from shop_help.models.shown_orders import ShownOrder
from shop_help.policy.answers import filled
from shop_help.policy.support import AFTER_REPLY_WORDS
from shop_help.speech import gettext as _


@dataclass(frozen=True)
class Insert:
    """A reply that is ready to be sent, after a look."""

    id: int
    title: str
    body: str
    #: What becomes of a case with it, and in words; empty leaves it to who sends it.
    then: str = ""
    end: str = ""


def filled_in(
    replies: Iterable[SavedReply | ServiceReply], order: ShownOrder | None, shop_name: str, buyer_name: str
) -> list[Insert]:
    """The replies, filled; a place that isn't known yet stands open, to be seen before sending."""
    facts = order_facts.facts_of(order, shop_name, buyer_name)
    return [_filled_in(reply, facts) for reply in replies]


def _filled_in(reply: SavedReply | ServiceReply, facts: Mapping[str, str]) -> Insert:
    then = reply.then if isinstance(reply, ServiceReply) else ""
    return Insert(reply.id, reply.title, filled(reply.body, facts, "…"), then, end_of(then))


def end_of(then: str) -> str:
    """What a macro does besides, in words."""
    return _("Send and %(then)s", then=_(AFTER_REPLY_WORDS[then])) if then else ""
