"""Questions that are answered at once: a shop's FAQs, and where the order is."""

from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import bindparam, update

from shop_help import order_facts, order_words
from shop_help.actions.posting import Posted, post
from shop_help.database import write_unit
from shop_help.each_language import in_each_language
from shop_help.extensions import db
from shop_help.faq_words import read_of
from shop_help.models import Conversation, Order, ShopFaq
from shop_help.models.faq import Faq
from shop_help.models.message_log import Draft
from shop_help.models.prepared import Prepared
from shop_help.models.senders import Sender
from shop_help.models.shown_orders import SHOWN, ShownOrder, shown
from shop_help.policy.answers import filled
from shop_help.policy.messages import Refused, is_client_id
from shop_help.speech import gettext as _


def ask_faq(sign_in_id: str, conversation: Conversation, faq: Faq, client_id: object) -> Posted:
    """A tap on a question: it is asked, and its answer comes at once, filled with the order's facts."""
    if not is_client_id(client_id):
        raise Refused("bad_request")
    # One form holds all questions: two of them tapped are two messages, one of them tapped twice is one.
    own = str(uuid5(NAMESPACE_URL, f"{client_id}/{faq.id}"))
    order, shop, buyer = order_with_parcels(conversation), conversation.seller.name, conversation.buyer.name

    def answer() -> tuple[str, dict[str, object]]:
        facts = order_facts.facts_of(order, shop, buyer)
        return filled(read_of(faq, "answer"), facts, _("(not known yet)")), {}

    told = in_each_language(answer)
    posted = post(
        sign_in_id,
        conversation.id,
        Draft("", None, own, "question", *_question(faq)),
        lambda sender, now: [_robot(own, "answer", *told)],
    )
    if not posted.duplicate:
        _count(faq)
    return posted


def _question(faq: Faq) -> tuple[str, dict[str, object] | None]:
    if isinstance(faq, ShopFaq):
        return faq.question, None
    return in_each_language(lambda: (read_of(faq, "question"), {}))


def ask_order_status(sign_in_id: str, conversation: Conversation, client_id: object) -> Posted:
    """ "Check order status": the tracking timeline of each package, at once. Raises Refused without an order."""
    order = order_with_parcels(conversation)
    if order is None or not is_client_id(client_id):
        raise Refused("bad_request")
    told = in_each_language(lambda: (order_words.status_sentence(order), {"parcels": order_words.parcels_of(order)}))

    def answer(sender: Sender, now: datetime) -> list[Draft]:
        return [_robot(str(client_id), "tracking", *told)]

    asked = in_each_language(lambda: (_("Check order status"), {}))
    own = Draft("", None, str(client_id), "question", *asked)
    return post(sign_in_id, conversation.id, own, answer)


_ORDER = Prepared(SHOWN.where(Order.id == bindparam("order", 0)))


def order_with_parcels(conversation: Conversation) -> ShownOrder | None:
    """The conversation's order with all that its words are made of."""
    found = shown(_ORDER, parcels=True, order=conversation.order_id) if conversation.order_id else []
    return found[0] if found else None


def _robot(client_id: str, kind: str, body: str, data: dict[str, object] | None = None) -> Draft:
    """The answer to a question, named after it: asked again, it has the same name."""
    return Draft("ROBOT", None, str(uuid5(NAMESPACE_URL, client_id)), kind, body, data)


def _count(faq: Faq) -> None:
    """One more tap: the most common questions come first."""
    model = type(faq)
    with write_unit(db.session) as session:
        session.execute(update(model).where(model.id == faq.id).values(asked=model.asked + 1))
