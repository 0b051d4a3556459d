"""What is said aloud of conversations. Who hears: whoever joined the room, and joining asked for the right."""

import logging
from collections.abc import Sequence

from shop_help.announcements.bubbles import message_html
from shop_help.announcements.cases import case_changed
from shop_help.announcements.lists import inbox_changed
from shop_help.announcements.rooms import room
from shop_help.extensions import socketio
from shop_help.models.message_log import PostedMessage

log = logging.getLogger(__name__)


def posted(conversation_id: int, buyer_id: int, shop_id: int | None, messages: Sequence[PostedMessage]) -> None:
    """Says new messages to both sides, and their lists that something moved. Best effort: the rows are the truth."""
    try:
        for message in messages:
            payload = {
                "conversation": conversation_id,
                "seq": message.seq,
                "client_id": message.client_id,
                "html": message_html(message),
            }
            socketio.emit("message:posted", payload, to=room(conversation_id))
        if messages:
            inbox_changed(buyer_id, shop_id)
        if messages and shop_id is None:
            case_changed(conversation_id)
    except Exception:
        log.exception("an announcement failed; the head poll heals it")


def read(conversation_id: int, voice: str, seq: int) -> None:
    """Says how far one side has read."""
    payload = {"conversation": conversation_id, "author": voice.lower(), "seq": seq}
    _say("conversation:read", payload, conversation_id)


def typing(conversation_id: int, voice: str, on: bool, but_not: str) -> None:
    """Says that one side is typing, to everybody but the one who types."""
    payload = {"conversation": conversation_id, "author": voice.lower(), "on": on}
    _say("conversation:typing", payload, conversation_id, skip_sid=but_not)


def _say(event: str, payload: dict[str, object], conversation_id: int, skip_sid: str | None = None) -> None:
    try:
        socketio.emit(event, payload, to=room(conversation_id), skip_sid=skip_sid)
    except Exception:
        log.exception("an announcement failed; the head poll heals it")
