""" "Contact us": a live agent or a message, each with what to expect at this click; and the message's form."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import uuid4

from flask import abort, flash, jsonify, redirect, render_template, request

from shop_help import clock, hx, identity, order_words, photo_forms, urls
from shop_help.actions.cases import Asked, open_case
from shop_help.buyers import door
from shop_help.buyers.asking import Asking, asking
from shop_help.buyers.ways import seller_way
from shop_help.case_words import place_of, place_to_come, wait_words
from shop_help.forms import text_of
from shop_help.models.buyers_cases import case_alike
from shop_help.models.shown_questions import ShownQuestion
from shop_help.policy import wording
from shop_help.policy.chat_offer import ChatOffer
from shop_help.policy.markets import market_called
from shop_help.policy.messages import LONGEST_BODY, Refused, is_client_id
from shop_help.policy.permissions import may_contact
from shop_help.policy.support import OPEN, open_key
from shop_help.presentation import refusal_sentence
from shop_help.service_calendar import offer_in
from shop_help.speech import gettext as _
from shop_help.twins import STATUS


@dataclass
class Contact:
    """What somebody turns to customer service about."""

    asked: Asking
    viewer: identity.Viewer
    question: ShownQuestion | None

    @property
    def order_id(self) -> int | None:
        """The order's id, where it is about one."""
        return self.asked.order.id if self.asked.order else None

    @property
    def question_id(self) -> int | None:
        """The question's id, where it is about one of Help."""
        return self.question.id if self.question else None

    @property
    def market(self) -> str:
        """Whose business hours hold."""
        return self.asked.order.market if self.asked.order else self.viewer.market

    @cached_property
    def known(self) -> Any:
        """The case that it leads to, where the same was asked before."""
        return case_alike(self.viewer.person_id, open_key(self.viewer.person_id, self.order_id, self.question_id))

    @cached_property
    def offer(self) -> ChatOffer:
        """What to expect at this click."""
        return offer_in(self.market, clock.now())


def _about() -> Contact:
    asked, slug = asking(), request.values.get("question", "")
    question = asked.catalogue.called(slug) if slug else None
    if slug and question is None:
        abort(404)
    return Contact(asked, identity.current(), question)


@door.get("/help/contact")
def contact() -> str:
    return _page("buyers/contact.html", _about())


@door.post("/help/contact/chat")
def contact_chat() -> Any:
    about = _about()
    goes_on = about.known is not None and about.known.mode == "chat" and about.known.state in OPEN
    if not about.offer.is_open and not goes_on:
        # It closed between the page and the tap: what was typed stands in the form still.
        return _page("buyers/contact.html", about, closed_meanwhile=True), 409
    return _opened(about, "chat", "buyers/contact.html")


@door.get("/help/contact/message")
def contact_message() -> str:
    return _page("buyers/contact_message.html", _about())


@door.post("/help/contact/message")
def send_contact_message() -> Any:
    about = _about()
    if request.form.get("step") == "write":
        return _page("buyers/contact_message.html", about)
    return _opened(about, "message", "buyers/contact_message.html")


@door.url_value_preprocessor
def _make_room(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Photos come with this form; the check of its token is the first to read it, and comes before every gate."""
    if endpoint == f"{door.name}.send_contact_message" and may_contact(identity.viewer()):
        photo_forms.make_room()


def _opened(about: Contact, mode: str, template: str) -> Any:
    asked = Asked(
        mode,
        about.order_id,
        about.question_id,
        text_of("body"),
        request.form.get("client_id", ""),
        request.form.get("earlier", type=int),
    )
    try:
        opened = open_case(about.viewer.sign_in_id, asked)
    except Refused as refused:
        if refused.code == "forbidden":
            abort(404)
        if hx.wants_json():
            return jsonify(refused.as_ack()), STATUS[refused.code]
        return _page(template, about, code=refused.code), STATUS[refused.code]
    if not opened.is_new:
        flash(_("You already asked about this. Here it goes on."), "status")
    for name, why in photo_forms.send_along(about.viewer.sign_in_id, opened.conversation_id):
        flash(_("%(photo)s was not sent. %(why)s", photo=name or _("A photo"), why=refusal_sentence(why)), "bad")
    address = urls.conversation(opened.conversation_id)
    # A script that sends photos shows how far they are, and goes there itself.
    return jsonify(ok=True, href=address) if hx.wants_json() else redirect(address, 303)


def _page(template: str, about: Contact, code: str = "", closed_meanwhile: bool = False) -> str:
    order, offer = about.asked.order, about.offer
    return render_template(
        template,
        about=about,
        number=about.asked.number,
        slug=about.question.slug if about.question else "",
        summary=order_words.summary_of(order) if order else None,
        offer=offer,
        offer_zone=market_called(about.market).zone,
        place=_place(about),
        wait=wait_words(offer.expected_seconds),
        seller=seller_way(order, about.viewer.zone) if order else None,
        body=text_of("body"),
        error=_(wording.REFUSALS[code]) if code else "",
        closed_meanwhile=closed_meanwhile,
        client_id=_client_id(code),
        earlier=request.values.get("earlier", type=int),
        longest=LONGEST_BODY,
    )


def _place(about: Contact) -> str:
    """The place one would get, or has already."""
    known = about.known
    if known is not None and known.mode == "chat" and known.state == "queued":
        return place_of(known)
    return place_to_come(about.offer.place)


def _client_id(code: str) -> str:
    """The form keeps its name when it is shown once more, so that words sent twice are one message."""
    given = request.form.get("client_id", "")
    return given if is_client_id(given) and code != "client_id_reused" else str(uuid4())
