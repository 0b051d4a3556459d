"""Conversations over the socket (CHAT, "Events")."""

from typing import Any

from flask import g
from flask_socketio import join_room, leave_room

from shop_help import identity
from shop_help.actions import conversations as acts
from shop_help.actions.case_states import note_buyer
from shop_help.actions.case_turning import reply_of
from shop_help.announcements import conversations as announce
from shop_help.announcements.bubbles import message_html
from shop_help.announcements.rooms import room
from shop_help.extensions import db
from shop_help.live.connections import Speaker
from shop_help.live.hearing import Answer, hears, whole_number
from shop_help.models.reading import facts_of, heads_of, messages_after
from shop_help.policy.messages import Refused
from shop_help.policy.permissions import may_read, voice_in

#: Messages in one answer; a browser that is further behind asks again.
MOST_MESSAGES = 500
#: Conversations whose heads are told in one answer.
MOST_HEADS = 200


@hears("conversation:join")
def join(speaker: Speaker, payload: dict[str, Any]) -> Answer:
    """Enters the room first and reads afterwards, so that nothing falls between; the overlap is dropped by seq."""
    conversation_id, after = whole_number(payload, "conversation"), whole_number(payload, "after")
    _voice(speaker, conversation_id)
    join_room(room(conversation_id), speaker.sid, "/")
    head, rows = messages_after(conversation_id, after, MOST_MESSAGES)
    messages = [
        {
            "seq": row.seq,
            "client_id": row.client_id,
            "author": row.author,
            "kind": row.kind,
            "html": message_html(row),
        }
        for row in rows
    ]
    last = rows[-1].seq if rows else after
    return {"ok": True, "messages": messages, "head": head, "more": last < head}


@hears("conversation:leave")
def leave(speaker: Speaker, payload: dict[str, Any]) -> Answer:
    """Leaves the room; anybody may."""
    leave_room(room(whole_number(payload, "conversation")), speaker.sid, "/")
    return {"ok": True}


@hears("message:send")
def send(speaker: Speaker, payload: dict[str, Any]) -> Answer:
    """The ack leaves after the commit."""
    posted = acts.post_message(
        speaker.sign_in_id,
        whole_number(payload, "conversation"),
        payload.get("client_id"),
        payload.get("body"),
        reply_of(payload.get("seen"), payload.get("then")),
    )
    return posted.as_ack()


@hears("conversation:read")
def read(speaker: Speaker, payload: dict[str, Any]) -> Answer:
    """The cursor only grows."""
    acts.mark_read(speaker.sign_in_id, whole_number(payload, "conversation"), whole_number(payload, "seq"))
    return {"ok": True}


@hears("conversation:heads")
def heads(speaker: Speaker, payload: dict[str, Any]) -> Answer:
    """Where the asked conversations stand; those that the person may not read are not named."""
    asked = payload.get("heads")
    if not isinstance(asked, dict) or len(asked) > MOST_HEADS:
        raise Refused("bad_request")
    viewer = identity.viewer_of(speaker.sign_in_id)
    if viewer is None:
        raise Refused("signed_out")
    wanted = [int(key) for key in asked if isinstance(key, str) and key.isascii() and key.isdigit() and len(key) < 16]
    known = heads_of(wanted)
    told = {str(key): head for key, (facts, head) in known.items() if may_read(viewer, facts)}
    own = [key for key, (facts, _) in known.items() if facts.is_case and facts.buyer_id == viewer.person_id]
    if own:
        note_buyer(viewer.person_id, own)
    return {"ok": True, "heads": told}


@hears("conversation:typing")
def typing(speaker: Speaker, payload: dict[str, Any]) -> Answer:
    """Said to the others in the room; kept nowhere."""
    conversation_id = whole_number(payload, "conversation")
    voice = _voice(speaker, conversation_id)
    announce.typing(conversation_id, voice, payload.get("on") is True, but_not=speaker.sid)
    return {"ok": True}


def _voice(speaker: Speaker, conversation_id: int) -> str:
    """In whose voice this person is here, asked anew of the database. Raises Refused."""
    viewer = g.viewer = identity.viewer_of(speaker.sign_in_id)
    if viewer is None:
        raise Refused("signed_out")
    facts = facts_of(conversation_id)
    voice = voice_in(viewer, facts) if facts else None
    db.session.rollback()
    if voice is None:
        raise Refused("forbidden")
    return voice
