"""The conversation with a seller: the most common questions as chips, the order on top, the composer below.

A case's conversation has the same address; its page is case.py's.
"""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from flask import Response, abort, redirect, render_template, request
from sqlalchemy import Row
from sqlalchemy.orm import joinedload

from shop_help import hx, identity, order_words, urls
from shop_help.actions.questions import ask_faq, ask_order_status
from shop_help.buyers import door
from shop_help.buyers.case import case_page
from shop_help.extensions import db
from shop_help.faq_words import read_of
from shop_help.models import Conversation, ShopFaq, StandardFaq
from shop_help.models.answer_rates import rate_of
from shop_help.models.faq import Faq
from shop_help.models.reading import buyers_thread
from shop_help.models.shown_faqs import faqs_of, has_own
from shop_help.policy.messages import Refused
from shop_help.twins import add_twins, conversation_for_page, refusal

add_twins(door, "BUYER")

#: Chips over the conversation.
MOST_FAQS = 6


def _found(conversation_id: int) -> Conversation:
    wanted = (
        Conversation.of_buyer(identity.current().person_id)
        .where(Conversation.id == conversation_id)
        .options(joinedload(Conversation.shop), joinedload(Conversation.buyer))
    )
    found = db.session.scalar(wanted)
    if found is None:
        abort(404)
    return found


@door.get("/conversations/<int:conversation_id>")
def conversation(conversation_id: int) -> str:
    viewer = identity.current()
    found = buyers_thread(conversation_id, viewer.person_id)
    if found is None:
        abort(404)
    if found.shop_id is None:
        return case_page(found, _summary(found))
    shown = conversation_for_page(found, viewer, "", found.shop_name)
    return render_template(
        "buyers/conversation.html",
        conversation=shown | {"order": _summary(found)},
        messages=shown["messages"],
        shop_id=found.shop_id,
        shop_name=found.shop_name,
        rate=rate_of(found.shop_id),
        absence=order_words.absence_of(found, viewer.zone),
        faqs=_faqs(found.shop_id, found.state or ""),
        voice="buyer",
        client_id=str(uuid4()),
        status_client_id=str(uuid4()),
    )


def _summary(found: Row[Any]) -> dict[str, Any] | None:
    if found.order_id is None:
        return None
    return {
        "number": found.number,
        "state": found.state,
        "total": found.total or 0,
        "currency": found.currency,
        "name": found.first_name,
        "picture": found.first_picture,
        "more": max(0, found.line_count - 1),
    }


def _faqs(shop_id: int, state: str) -> Sequence[dict[str, Any]]:
    """The most common questions that fit the order's state."""
    return [
        {"field": _FIELDS[faq.is_standard], "id": faq.id, "question": read_of(faq, "question")}
        for faq in faqs_of(shop_id, state, MOST_FAQS)
    ]


#: The form's field that names a question: the shop's own, or one for all shops.
_FIELDS = {False: "faq", True: "standard"}


@door.post("/conversations/<int:conversation_id>/questions")
def ask(conversation_id: int) -> Any:
    found = _found(conversation_id)
    faq = _asked_for(found.shop_id) or abort(404)
    return _answered(lambda: ask_faq(identity.current().sign_in_id, found, faq, request.form.get("client_id")))


def _asked_for(shop_id: int | None) -> Faq | None:
    """The question that was tapped, if it is offered in this shop's conversations."""
    own = db.session.get(ShopFaq, request.form.get("faq", 0, type=int))
    if own is not None:
        return own if own.shop_id == shop_id else None
    if shop_id is None or has_own(shop_id):
        return None
    return db.session.get(StandardFaq, request.form.get("standard", 0, type=int))


@door.post("/conversations/<int:conversation_id>/order-status")
def order_status(conversation_id: int) -> Any:
    found = _found(conversation_id)
    if found.order_id is None or found.shop_id is None:
        abort(404)
    return _answered(lambda: ask_order_status(identity.current().sign_in_id, found, request.form.get("client_id")))


def _answered(ask: Any) -> Any:
    """A script catches up by itself from X-Head; a form goes back to the page, at the answer."""
    try:
        posted = ask()
    except Refused as refused:
        return refusal(refused)
    last = posted.messages[-1].seq if posted.messages else posted.seq + 1
    if hx.is_fragment() or hx.wants_json():
        return Response(status=204, headers={"X-Head": str(last)})
    return redirect(f"{urls.conversation(posted.conversation_id)}#message-{last}", 303)
