"""The HTTP twins of the conversation (CHAT): the same acts at each audience's own address, for forms and scripts."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request
from sqlalchemy import Row
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as BaseResponse

from shop_help import hx, identity, photo_forms
from shop_help.actions import conversations as acts
from shop_help.actions.case_turning import reply_of
from shop_help.announcements.bubbles import messages_html
from shop_help.models import Conversation
from shop_help.models.reading import cursors_of, facts_of, messages_after, messages_before
from shop_help.policy.messages import Refused
from shop_help.policy.permissions import may_answer_cases, voice_in
from shop_help.policy.photos import REFUSALS as PHOTO_REFUSALS
from shop_help.policy.protection_events import REFUSALS as PROTECTION_REFUSALS
from shop_help.policy.refund_states import REFUSALS as REFUND_REFUSALS
from shop_help.policy.request_events import REFUSALS as REQUEST_REFUSALS
from shop_help.presentation import refusal_sentence
from shop_help.speech import ngettext

log = logging.getLogger(__name__)

#: Messages of a page, and of one step upward.
PAGE = 50
#: Messages of one catching up.
MOST_MESSAGES = 500

STATUS = {
    "forbidden": 404,
    "closed": 409,
    "stale": 409,
    "client_id_reused": 409,
    "too_long": 422,
    "bad_request": 422,
    "rate_limited": 429,
    "signed_out": 401,
    "busy": 503,
    "unavailable": 503,
    "draining": 503,
    **dict.fromkeys(PHOTO_REFUSALS, 422),
    **dict.fromkeys(REQUEST_REFUSALS, 409),
    **dict.fromkeys(REFUND_REFUSALS, 409),
    **dict.fromkeys(PROTECTION_REFUSALS, 409),
    **dict.fromkeys(("photo_too_small", "photo_blurred"), 422),
}


def add_twins(door: Blueprint, voice: str, held_back: Callable[[int], Any] | None = None) -> None:
    """Adds the addresses to a door whose people speak in this voice.

    `held_back`: what a person without scripts is answered whose words are stale.
    """

    def twin(view: Callable[[int], Any]) -> Callable[[int], Any]:
        @wraps(view)
        def asked(conversation_id: int) -> Any:
            if not _speaks(conversation_id, voice):
                abort(404)
            try:
                return view(conversation_id)
            except Refused as refused:
                if refused.code == "stale" and held_back is not None and not hx.wants_json():
                    return held_back(conversation_id)
                return refusal(refused)

        return asked

    address = "/conversations/<int:conversation_id>"
    door.add_url_rule(f"{address}/messages", "send_message", twin(_send), methods=["POST"])
    door.add_url_rule(f"{address}/messages", "messages", twin(_read_on), methods=["GET"])
    door.add_url_rule(f"{address}/read", "mark_read", twin(_mark_read), methods=["POST"])
    door.add_url_rule(f"{address}/photos", "send_photos", twin(_send_photos), methods=["POST"])
    door.register_error_handler(Refused, refusal)

    @door.url_value_preprocessor
    def make_room(endpoint: str | None, values: dict[str, Any] | None) -> None:
        # The check of a form's token is the first to read it, and comes before every gate.
        if values and endpoint == f"{door.name}.send_photos" and _speaks(values["conversation_id"], voice):
            photo_forms.make_room()


def _speaks(conversation_id: int, voice: str) -> bool:
    """Whose road this is; an agent whose case a colleague took is told so, and not that it isn't there."""
    viewer, facts = identity.viewer(), facts_of(conversation_id)
    if viewer is None or facts is None:
        return False
    if voice == "CUSTOMER_SERVICE" and request.method == "POST":
        return may_answer_cases(viewer, facts)
    return voice_in(viewer, facts) == voice


def _send(conversation_id: int) -> Any:
    sign_in_id, form = identity.current().sign_in_id, request.form
    reply = reply_of(form.get("seen", type=int), form.get("then"))
    posted = acts.post_message(sign_in_id, conversation_id, form.get("client_id"), form.get("body"), reply)
    if hx.wants_json():
        return jsonify(posted.as_ack())
    return redirect(f"{_page(request.path)}#message-{posted.seq}", 303)


def _send_photos(conversation_id: int) -> Any:
    sign_in_id = identity.current().sign_in_id
    if hx.wants_json():
        return jsonify(photo_forms.send_one(sign_in_id, conversation_id).as_ack())
    sent, refused = photo_forms.send_each(sign_in_id, conversation_id)
    if not refused:
        return redirect(f"{_page(request.path)}#message-{sent[-1].seq}", 303)
    told = ngettext("%(num)s photo was sent.", "%(num)s photos were sent.", len(sent)) if sent else ""
    reasons = [(name, refusal_sentence(code)) for name, code in refused]
    return _not_sent(reasons, "" if sent else photo_forms.caption(), told), STATUS[refused[0][1]]


def _read_on(conversation_id: int) -> Response:
    before = request.args.get("before", type=int)
    if before is not None:
        rows = messages_before(conversation_id, before, PAGE)
        return _partials(rows, 0, bool(rows) and rows[0].seq > 1)
    after = max(0, request.args.get("after", 0, type=int))
    head, rows = messages_after(conversation_id, after, MOST_MESSAGES)
    return _partials(rows, head, (rows[-1].seq if rows else after) < head)


def _mark_read(conversation_id: int) -> Any:
    acts.mark_read(identity.current().sign_in_id, conversation_id, max(0, request.form.get("seq", 0, type=int)))
    return "", 204


def _page(address: str) -> str:
    return address.rsplit("/", 1)[0]


def _partials(rows: Any, head: int, more: bool) -> Response:
    response = Response(messages_html(rows, identity.current().zone), mimetype="text/html")
    response.headers["X-Head"] = str(head)
    response.headers["X-More"] = "true" if more else "false"
    return response


def refusal(refused: Refused) -> BaseResponse | tuple[Any, int]:
    """A refusal for a script as the socket words it; for a person a page that keeps what they wrote."""
    status = STATUS[refused.code]
    if hx.wants_json():
        return jsonify(refused.as_ack()), status
    return _not_sent([("", refusal_sentence(refused.code))], _kept_words()), status


def _kept_words() -> str:
    try:
        return request.form.get("body", "")
    except RequestEntityTooLarge:
        # All of it is still on its way, and stays there.
        return ""


def _not_sent(reasons: list[tuple[str, str]], kept: str, sent: str = "") -> str:
    return render_template("not_sent.html", reasons=reasons, kept=kept, sent=sent, back=_page(request.path))


def conversation_for_page(
    conversation: Conversation | Row[Any], viewer: identity.Viewer, base: str, name: str, marks: bool = True
) -> dict[str, Any]:
    """What shared/_conversation.html shows: the newest messages, and how far each side has read.

    Opening the page is reading it: without scripts there is no other sign of it. Not where `marks` is off: of who
    only looks in, nothing is noted.
    """
    rows = messages_before(conversation.id, None, PAGE)
    cursors = cursors_of(conversation.id)
    own_voice = own_voice_in(conversation, viewer)
    head = max(conversation.last_seq, rows[-1].seq if rows else 0)
    own = next((cursor.seq for cursor in cursors if cursor.person_id == viewer.person_id), 0)
    if marks and own < head and request.headers.get("Sec-Purpose") is None:
        _note_reading(viewer.sign_in_id, conversation.id, head)
    return {
        "id": conversation.id,
        "head": head,
        "first": rows[0].seq if rows else 0,
        "base": base,
        "name": name,
        "is_closed": conversation.closed_at is not None,
        "read": own,
        "seen": max((cursor.seq for cursor in cursors if cursor.voice != own_voice), default=0),
        "messages": rows,
    }


def own_voice_in(conversation: Conversation | Row[Any], viewer: identity.Viewer) -> str:
    """In whose voice the viewer of this page speaks, who may see it."""
    if conversation.buyer_id == viewer.person_id:
        return "BUYER"
    return "SHOP" if conversation.shop_id is not None else "CUSTOMER_SERVICE"


def _note_reading(sign_in_id: str, conversation_id: int, head: int) -> None:
    """A page is shown even where the note that it was read can't be kept just now."""
    try:
        acts.mark_read(sign_in_id, conversation_id, head)
    except Refused as refused:
        log.warning("reading was not noted: %s", refused.code)
