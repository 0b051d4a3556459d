"""A conversation with a buyer: the list on one side, the order on the other, the answer's clock above."""

from typing import Any
from uuid import uuid4

from flask import abort, redirect, render_template, request
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from shop_help import clock, hx, identity, urls
from shop_help.actions.questions import order_with_parcels
from shop_help.dates import day, length
from shop_help.extensions import db
from shop_help.models import Conversation, Person
from shop_help.policy.answer_clock import answer_by, wait_level
from shop_help.policy.answering import counted_seconds
from shop_help.policy.permissions import ConversationFacts, voice_in
from shop_help.policy.shops import is_on_holiday
from shop_help.presentation import first_name
from shop_help.sellers import door
from shop_help.sellers.beside import beside
from shop_help.sellers.inbox import kept_show, list_of, wanted
from shop_help.sellers.inserts import inserts_for
from shop_help.speech import gettext as _
from shop_help.twins import add_twins, conversation_for_page

add_twins(door, "SHOP")


def _found(conversation_id: int) -> Conversation:
    """A conversation in which the asker speaks for the shop; anybody else's is not there."""
    viewer = identity.current()
    asked = Conversation.of_shops(viewer.shop_ids).where(Conversation.id == conversation_id)
    found = db.session.scalar(
        asked.options(joinedload(Conversation.shop), joinedload(Conversation.buyer).lazyload(Person.roles))
    )
    facts = ConversationFacts(found.buyer_id, found.shop_id, False) if found else None
    if found is None or facts is None or voice_in(viewer, facts) != "SHOP":
        abort(404)
    return found


@door.get("/conversations/<int:conversation_id>")
def conversation(conversation_id: int) -> str:
    viewer, found = identity.current(), _found(conversation_id)
    buyer = first_name(found.buyer.name)
    # Marks it as read, and forgets what the session knew: what the page shows is asked for afterwards.
    shown = conversation_for_page(found, viewer, "/sellers", buyer)
    asked = wanted()
    order = order_with_parcels(found)
    replies = inserts_for(found, order)
    return render_template(
        "sellers/conversation.html",
        conversation=shown,
        messages=shown["messages"],
        buyer=buyer,
        shop=found.shop,
        voice="shop",
        client_id=str(uuid4()),
        clock=answer_clock(found),
        replies=replies,
        draft=next((each.body for each in replies if each.id == request.args.get("reply", type=int)), ""),
        reply_address=lambda reply: urls.seller_conversation(found.id, kept_show(asked), asked.sought, reply=reply),
        back=urls.seller_inbox(kept_show(asked), asked.sought),
        **beside(found, order),
        **list_of(found.id),
    )


@door.get("/conversations/<int:conversation_id>/order")
def order(conversation_id: int) -> str | Response:
    """The order's column alone, for when it is stale."""
    found = _found(conversation_id)
    if not hx.is_fragment():
        return redirect(f"{urls.seller_conversation(found.id)}#order", 303)
    shown = beside(found, order_with_parcels(found))
    return render_template("sellers/_order.html", buyer=first_name(found.buyer.name), **shown)


@door.get("/conversations/<int:conversation_id>/clock")
def answer_until(conversation_id: int) -> str | Response:
    """The answer's clock alone: it goes once the buyer is answered."""
    found = _found(conversation_id)
    if not hx.is_fragment():
        return redirect(urls.seller_conversation(found.id), 303)
    return render_template("sellers/_answer_clock.html", clock=answer_clock(found))


def answer_clock(found: Conversation) -> dict[str, Any] | None:
    """Until when the buyer is to be answered, and what happens then; None while nobody waits."""
    if found.waiting_since is None:
        return None
    shop, now = found.seller, clock.now()
    buyer = first_name(found.buyer.name)
    holiday = (shop.holiday_from, shop.holiday_until)
    by, counted = answer_by(found.waiting_since, *holiday), counted_seconds(found.waiting_since, now, *holiday)
    level = wait_level(counted)
    left = (by - now).total_seconds()
    if level == "bad":
        then = _("It counts as late, and customer service was offered to the buyer. Answer all the same.")
    else:
        then = _(
            "Then it counts as late, and customer service is offered to the buyer. A greeting alone is no answer."
        )
    if shop.holiday_until and is_on_holiday(*holiday, now):
        then = _(
            "Your holiday pauses this clock until %(day)s.", day=day(shop.holiday_until, identity.current().zone)
        )
    return {
        "who": _("You were to answer") if level == "bad" else _("Answer %(buyer)s", buyer=buyer),
        "word": _("by"),
        "until": by,
        "zone": identity.current().zone,
        "left": _("%(time)s late", time=length(-left)) if level == "bad" else _("%(time)s left", time=length(left)),
        "then": then,
        "level": level,
    }
