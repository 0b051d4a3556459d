"""What is said in a conversation: read, written, marked as read, and pictures for it."""

from typing import Any, cast
from uuid import NAMESPACE_URL, uuid5

from flask import request
from sqlalchemy import func, select

from shop_help import photo_forms, urls
from shop_help.actions.conversations import mark_read, post_message
from shop_help.actions.tool_images import keep_image, send_image
from shop_help.extensions import db
from shop_help.models import Conversation, Message
from shop_help.models.reading import messages_after, messages_before
from shop_help.origins import origin
from shop_help.partner_api.calling import Call, is_form
from shop_help.partner_api.contents import image_in, message_document, text_in
from shop_help.partner_api.conversations import conversation_of
from shop_help.partner_api.fields import id_of, wrong
from shop_help.policy.partner_words import message_id

MOST_MESSAGES = 50


def get_messages(call: Call, conversation_id: str) -> dict[str, Any]:
    found, size = conversation_of(call, conversation_id), call.query.number("page_size", 1, MOST_MESSAGES, 10)
    token = call.query.text("page_token", "0")
    call.query.chosen("sort_field", ("create_time", "index"), "create_time")
    if call.query.chosen("sort_order", ("ASC", "DESC"), "DESC") == "ASC":
        _, rows = messages_after(found.id, id_of(token, "page_token"), size)
        is_end = not rows or rows[-1].seq >= found.last_seq
    else:
        rows = messages_before(found.id, id_of(token, "page_token") or None, size)[::-1]
        is_end = not rows or rows[-1].seq <= 1
    told = [message_document(found.id, row, row.author) for row in rows]
    return {"messages": told, "next_page_token": "" if is_end else str(rows[-1].seq), "unsupported_msg_tips": ""}


def send_message(call: Call, conversation_id: str) -> dict[str, Any]:
    found = conversation_of(call, conversation_id)
    kind, content = call.body.chosen("type", ("TEXT", "IMAGE")), call.body.text("content")
    name = _name(call, found, kind, content)
    if kind == "TEXT":
        posted = post_message(call.sign_in_id, found.id, name, text_in(content))
    else:
        posted = send_image(call.sign_in_id, call.tool.id, call.shop.id, found.id, image_in(content), name)
    return {"message_id": message_id(posted.conversation_id, posted.seq)}


def _name(call: Call, found: Conversation, kind: str, content: str) -> str:
    """By what it is known again when it comes twice: its key, else what it says to the buyer's last words."""
    key = call.query.text("idempotency_key", "")
    if not key:
        last = select(func.max(Message.seq)).where(Message.conversation_id == found.id, Message.voice == "BUYER")
        key = f"{db.session.scalar(last) or 0}/{kind}/{content}"
    return str(uuid5(NAMESPACE_URL, f"tool {call.tool.id}/{found.id}/{key}"))


def read_all(call: Call, conversation_id: str) -> dict[str, Any]:
    found = conversation_of(call, conversation_id)
    mark_read(call.sign_in_id, found.id, found.last_seq)
    return {}


def upload_image(call: Call) -> dict[str, Any]:
    if not is_form():
        raise wrong("data", "is a file of multipart/form-data")
    photo_forms.make_room()
    file = request.files.get("data")
    if file is None:
        raise wrong("data", "is a file")
    image = keep_image(call.sign_in_id, call.tool.id, call.shop.id, cast(Any, file.stream))
    address = f"{origin()}{urls.tool_image(image.id)}"
    return {"url": address, "width": image.width, "height": image.height}
