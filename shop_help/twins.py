"""The HTTP twins of the conversation (CHAT): the same acts at each audience's own address, for forms and scripts."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request
from sqlalchemy import Row
from werkzeug.wrappers import Response as BaseResponse

from shop_help import hx, identity
from shop_help.actions import conversations as acts
from shop_help.actions.case_turning import reply_of
from shop_help.announcements.bubbles import messages_html
from shop_help.models import Conversation
from shop_help.models.reading import cursors_of, facts_of, messages_after, messages_before, unread_of
from shop_help.policy.messages import Refused
from shop_help.policy.permissions import ConversationFacts, may_answer_cases, voice_in

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
}


def add_twins(door: Blueprint, voice: str) -> None:
    """Adds the addresses to a door whose people speak in this voice."""

    def twin(view: Callable[[int], Any]) -> Callable[[int], Any]:
        @wraps(view)
        def asked(conversation_id: int) -> Any:
            facts = facts_of(conversation_id)
            if facts is None or not _speaks_as(voice, facts):
                abort(404)
            try:
                return view(conversation_id)
            except Refused as refused:
                return refusal(refused)

        return asked

    address = "/conversations/<int:conversation_id>"
    door.add_url_rule(f"{address}/messages", "send_message", twin(_send), methods=["POST"])
    door.add_url_rule(f"{address}/messages", "messages", twin(_read_on), methods=["GET"])
    door.add_url_rule(f"{address}/read", "mark_read", twin(_mark_read), methods=["POST"])


def _speaks_as(voice: str, facts: ConversationFacts) -> bool:
    """Whose road this is; an agent whose case a colleague took is told so, and not that it isn't there."""
    viewer = identity.current()
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
    kept = request.form.get("body", "")
    return render_template("not_sent.html", code=refused.code, kept=kept, back=_page(request.path)), status


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


unread_by = unread_of  # the old name
