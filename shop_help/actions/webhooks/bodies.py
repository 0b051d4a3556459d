"""The body of a delivery, made when it is sent or shown: what was deleted since is in neither."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from shop_help.models import Conversation, Message

#: Of a message's conversation, what a program needs to know whose it is.
_SAID = (
    select(Message.body, Conversation.buyer_id, Conversation.shop_id, Conversation.order_id)
    .join(Conversation, Conversation.id == Message.conversation_id)
    .limit(1)
)


def body_of(connection: Connection, delivery: Any) -> bytes:
    """{id, what, happened_at, data} of a delivery's row, as JSON; the same one for as long as nothing is deleted."""
    told = {
        "id": delivery.key,
        "what": delivery.what,
        "happened_at": _instant(delivery.happened_at),
        "data": dict(delivery.data) | _words(connection, delivery.what, delivery.data),
    }
    return json.dumps(told, ensure_ascii=False).encode()


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds")


def _words(connection: Connection, what: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """What was said, as both sides read it. Agents' notes are no messages, so they are never here."""
    if what != "message.posted":
        return {}
    this = (Message.conversation_id == data["conversation"], Message.seq == data["seq"])
    row = connection.execute(_SAID.where(*this)).one_or_none()
    if row is None:
        return {"body": None}
    return {"body": row.body, "buyer": row.buyer_id, "shop": row.shop_id, "order": row.order_id}
