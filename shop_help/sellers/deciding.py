"""Decisions: what the shop's people do with a request, each sent from its small form in place."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, jsonify, redirect, request

from shop_help import hx, identity, photo_forms, urls
from shop_help.actions.order_requests import deciding, going_back
from shop_help.amounts import typed_amount
from shop_help.forms import in_words, text_of
from shop_help.models.shown_requests import ShownRequest
from shop_help.policy.faults import Fault, Faulty, refuse_faulty
from shop_help.policy.messages import Refused, is_client_id
from shop_help.policy.photos import REFUSALS as PHOTO_REFUSALS
from shop_help.policy.request_forms import refusal_faults
from shop_help.policy.request_states import step_for
from shop_help.presentation import refusal_sentence
from shop_help.sellers import door
from shop_help.sellers.decisions import PLACES
from shop_help.sellers.done_words import already_done, done, what_happened
from shop_help.sellers.found_requests import found_request
from shop_help.sellers.requests import request_page
from shop_help.speech import gettext as _

EVENTS = {place: event for event, place in PLACES.items()}
#: Forms that bring photos.
WITH_PHOTOS = ("rejection", "refusal")


@door.url_value_preprocessor
def make_room(endpoint: str | None, values: dict[str, Any] | None) -> None:
    # The check of a form's token is the first to read it, and comes before every gate.
    if values and endpoint == "sellers.decide" and values["place"] in WITH_PHOTOS:
        viewer = identity.viewer()
        if viewer is not None and viewer.shop_ids:
            photo_forms.make_room()


@door.post("/requests/<int:request_id>/<place>")
def decide(request_id: int, place: str) -> Any:
    """One decision. Done or not, the answer shows how the request stands then, and says what happened."""
    event, found = EVENTS.get(place), found_request(request_id)
    if event is None:
        abort(404)
    try:
        _ACTS[event](identity.current().sign_in_id, found)
    except Faulty as faulty:
        typed = {"event": event, **{name: text_of(name) for name in ("reason", "note", "amount")}, **_parcel()}
        return request_page(request_id, typed=typed, errors=in_words(faulty.faults)), 422
    except Refused as refused:
        return _not_done(request_id, event, refused.code)
    return _done(found, done(event, found_request(request_id)))


def _refuse(event: str) -> Callable[[str, ShownRequest], None]:
    """A no to the request, or to what came back: what is missing is said before photos are worked on."""

    def act(sign_in_id: str, found: ShownRequest) -> None:
        reason, note = request.form.get("reason", ""), text_of("note")
        names = [file.filename or "" for file in request.files.getlist("photo") if file.filename]
        if step_for(event, "SHOP", found.kind, found.state):
            refuse_faulty(refusal_faults(found.kind, reason, note, names, of_receipt=event == "reject_receipt"))
        photos = _photos(sign_in_id, found.conversation_id) if names else []
        do = going_back.reject_receipt if event == "reject_receipt" else deciding.reject
        do(sign_in_id, found.id, reason, note, photos)

    return act


def _photos(sign_in_id: str, conversation_id: int) -> list[str]:
    """The photos that came with the form, in the conversation by now. Raises Faulty where one isn't."""
    if not is_client_id(request.form.get("client_id")):
        raise Refused("bad_request")
    sent, refused = photo_forms.send_evidence(sign_in_id, conversation_id)
    for name, code in refused:
        refuse_faulty({"photos": Fault("%(name)s: %(why)s", {"name": name, "why": refusal_sentence(code)})})
    return sent


def _offer(sign_in_id: str, found: ShownRequest) -> None:
    amount = typed_amount(text_of("amount"), found.currency) or 0
    deciding.offer(sign_in_id, found.id, amount, text_of("note"))


def _replace(sign_in_id: str, found: ShownRequest) -> None:
    going_back.send_replacement(sign_in_id, found.id, **_parcel())


def _parcel() -> dict[str, str]:
    return {name: text_of(name) for name in ("carrier", "tracking_number")}


_ACTS: dict[str, Callable[[str, ShownRequest], None]] = {
    "approve": lambda sign_in_id, found: deciding.approve(sign_in_id, found.id),
    "reject": _refuse("reject"),
    "offer": _offer,
    "arrive": lambda sign_in_id, found: going_back.mark_arrived(sign_in_id, found.id),
    "accept_receipt": lambda sign_in_id, found: going_back.accept_receipt(sign_in_id, found.id),
    "reject_receipt": _refuse("reject_receipt"),
    "exchange": _replace,
    "refund_instead": lambda sign_in_id, found: going_back.refund_instead(sign_in_id, found.id),
}


def _not_done(request_id: int, event: str, code: str) -> Any:
    """It crossed something else, or came twice: what happened, and how the request stands now."""
    if code == "signed_out":
        return redirect(urls.sign_in(), 303)
    if code == "forbidden":
        abort(404)
    if code in PHOTO_REFUSALS or code == "photo_not_here":
        typed = {"event": event, "reason": request.form.get("reason", ""), "note": text_of("note")}
        return request_page(request_id, typed=typed, errors={"photos": refusal_sentence(code)}), 422
    found = found_request(request_id)
    if already_done(event, found):
        return _done(found, _("That is done already: nothing was done twice."))
    words = what_happened(found, code, identity.current().zone)
    if hx.wants_json():
        # The form is sent once more without scripts, and its answer is the page.
        return jsonify({}), 409
    return request_page(request_id, told={"tone": "warn", "words": words}), 409


def _done(found: ShownRequest, words: str) -> Any:
    if hx.is_fragment():
        return request_page(found.id, told={"tone": "good", "words": words})
    flash(words, "good")
    address = page_they_were_on(found)
    return jsonify({"href": address}) if hx.wants_json() else redirect(address, 303)


def page_they_were_on(found: ShownRequest) -> str:
    """The conversation, where the form was sent from there; else the request's own page."""
    talk = urls.seller_conversation(found.conversation_id)
    came_from = (request.referrer or "").partition("?")[0]
    return f"{talk}#order" if came_from == f"{request.host_url.rstrip('/')}{talk}" else urls.seller_request(found.id)
