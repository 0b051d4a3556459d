"""Conversations of a shop with its buyers."""

from typing import Any

from sqlalchemy import select

from shop_help.extensions import db
from shop_help.models import Conversation, Message, Person, Shop
from shop_help.models.reading import rows_of, unread_of
from shop_help.partner_api.calling import Call
from shop_help.partner_api.contents import message_document
from shop_help.partner_api.fields import id_of
from shop_help.partner_api.listing import page_of
from shop_help.partner_api.seconds import seconds
from shop_help.policy.partner_codes import NOT_HERE, Declined
from shop_help.presentation import first_name

MOST_CONVERSATIONS = 20


def conversation_of(call: Call, conversation_id: str) -> Conversation:
    """A conversation of the called shop. Raises Declined for any other, as if there were none."""
    wanted = Conversation.of_shops(call.viewer.shop_ids).where(
        Conversation.id == id_of(conversation_id, "conversation_id")
    )
    found = db.session.scalar(wanted)
    if found is None:
        raise Declined(NOT_HERE, "Invalid parameter: conversation_id is known to nobody here")
    return found


def get_conversations(call: Call) -> dict[str, Any]:
    wanted = _statement(call).where(Conversation.last_message_at.is_not(None))
    rows, _, following = page_of(
        call, wanted, {"update_time": Conversation.last_message_at}, Conversation.id, MOST_CONVERSATIONS
    )
    latest = _latest([(row.id, row.last_seq) for row in rows])
    told = [_document(call, row) | {"latest_message": latest[row.id]} for row in rows if row.id in latest]
    return {"conversations": told, "next_page_token": following}


def get_conversation(call: Call, conversation_id: str) -> dict[str, Any]:
    found = conversation_of(call, conversation_id)
    return {"conversation": _document(call, rows_of(_statement(call).where(Conversation.id == found.id))[0])}


def find_conversation(call: Call) -> dict[str, Any]:
    """The newest conversation with a buyer: they begin it here."""
    theirs = select(Person.id).where(Person.external_id == call.body.text("buyer_user_id"))
    newest = (
        select(Conversation.id)
        .where(Conversation.shop_id == call.shop.id, Conversation.buyer_id.in_(theirs))
        .order_by(Conversation.last_message_at.desc(), Conversation.id.desc())
    )
    found = db.session.scalar(newest.limit(1))
    if found is None:
        raise Declined(NOT_HERE, "Invalid parameter: buyer_user_id is of nobody who has written to this shop")
    return {"conversation_id": str(found)}


def _statement(call: Call) -> Any:
    return (
        select(
            Conversation.id,
            Conversation.buyer_id,
            Conversation.created_at,
            Conversation.closed_at,
            Conversation.last_seq,
            Conversation.last_message_at,
            Person.name.label("buyer_name"),
            Person.external_id.label("buyer_user_id"),
            Shop.name.label("shop_name"),
            Shop.external_id.label("shop_external_id"),
            unread_of(call.viewer.person_id, "SHOP").label("unread"),
        )
        .join(Person, Person.id == Conversation.buyer_id)
        .join(Shop, Shop.id == Conversation.shop_id)
        .where(Conversation.shop_id == call.shop.id)
    )


def _document(call: Call, row: Any) -> dict[str, Any]:
    buyer = {"im_user_id": str(row.buyer_id), "user_id": row.buyer_user_id or "", "role": "BUYER"}
    shop = {"im_user_id": row.shop_external_id, "role": "SHOP", "nickname": row.shop_name, "avatar": ""}
    return {
        "id": str(row.id),
        "participant_count": 2,
        "can_send_message": row.closed_at is None,
        "unread_count": row.unread,
        "create_time": seconds(row.created_at),
        "participants": [buyer | {"nickname": first_name(row.buyer_name), "avatar": ""}, shop],
    }


def _latest(heads: list[tuple[int, int]]) -> dict[int, dict[str, Any]]:
    """The last message of each conversation."""
    found = {}
    for conversation_id, seq in heads:
        row = db.session.get(Message, (conversation_id, seq))
        if row is not None:
            found[conversation_id] = message_document(conversation_id, row, row.voice)
    return found
