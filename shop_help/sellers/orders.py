"""An order of the shop by itself: what is asked about it, and what leaves."""

from typing import Any

from flask import abort, flash, redirect, render_template, request
from sqlalchemy import select

from shop_help import hx, identity, urls
from shop_help.actions.order_requests import shipping
from shop_help.extensions import db
from shop_help.forms import in_words, text_of
from shop_help.models import Conversation, Order, Person
from shop_help.models.shown_orders import shown_order
from shop_help.policy.faults import Faulty
from shop_help.policy.messages import Refused
from shop_help.policy.permissions import may_run_shop
from shop_help.presentation import first_name, refusal_sentence
from shop_help.sellers import door
from shop_help.sellers.beside import beside_order
from shop_help.speech import gettext as _


def _found(order_id: int) -> Any:
    """An order of one of the viewer's shops, with its buyer; anybody else's is not there."""
    viewer = identity.current()
    about = (Conversation.buyer_id == Order.buyer_id) & (Conversation.order_id == Order.id)
    found = db.session.execute(
        select(Order.id, Order.shop_id, Order.buyer_id, Person.name, Conversation.id.label("conversation_id"))
        .join(Person, Person.id == Order.buyer_id)
        .outerjoin(Conversation, about & (Conversation.shop_id == Order.shop_id))
        .where(Order.id == order_id)
    ).one_or_none()
    if found is None or not may_run_shop(viewer, found.shop_id):
        abort(404)
    return found


@door.get("/orders/<int:order_id>")
def shop_order(order_id: int) -> str:
    """The order by itself; for htmx its parts, without the request that stands open beside them."""
    return _page(_found(order_id), request.args.get("beside", 0, type=int))


def _page(found: Any, open_request: int = 0, **more: Any) -> str:
    shown = beside_order(shown_order(found.id), found.buyer_id, open_request, **more)
    shown |= {"buyer": first_name(found.name), "conversation_id": found.conversation_id}
    return render_template("sellers/_order.html" if hx.is_fragment() else "sellers/shop_order.html", **shown)


@door.post("/orders/<int:order_id>/parcels")
def ship(order_id: int) -> Any:
    """These items leave, in one parcel. The same form twice is one parcel."""
    found, form = _found(order_id), request.form
    typed: dict[str, Any] = {
        "lines": [int(line) for line in form.getlist("line") if line.isdecimal()],
        "carrier": text_of("carrier"),
        "tracking_number": text_of("tracking_number"),
    }
    shown = form.get("beside", 0, type=int)
    try:
        shipping.ship(
            identity.current().sign_in_id,
            order_id,
            typed["lines"],
            typed["carrier"],
            typed["tracking_number"],
            form.get("client_id", ""),
        )
    except Faulty as faulty:
        return _page(found, shown, typed_parcel=typed, parcel_errors=in_words(faulty.faults)), 422
    except Refused as refused:
        if refused.code in ("signed_out", "forbidden"):
            raise
        words = _("Nothing was done.") + " " + refusal_sentence(refused.code)
        return _page(found, shown, parcel_told={"tone": "warn", "words": words}), 409
    words = _("It is on its way: %(buyer)s has the tracking number.", buyer=first_name(found.name))
    if hx.is_fragment():
        return _page(found, shown, parcel_told={"tone": "good", "words": words})
    flash(words, "good")
    return redirect(urls.seller_order(order_id), 303)
