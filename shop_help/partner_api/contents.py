"""A message as that API tells it: its content is JSON within the JSON."""

import json
from typing import Any

from shop_help import urls
from shop_help.origins import origin
from shop_help.partner_api.fields import wrong
from shop_help.partner_api.seconds import seconds
from shop_help.policy.messages import body_refusal
from shop_help.policy.partner_words import message_id
from shop_help.presentation import refusal_sentence, words_of


def message_document(conversation_id: int, row: Any, voice: str) -> dict[str, Any]:
    """`row`: a message's seq, kind, body, data and created_at."""
    is_photo = row.kind == "photo" and row.data
    return {
        "id": message_id(conversation_id, row.seq),
        "index": str(row.seq),
        "type": "IMAGE" if is_photo else "TEXT",
        "content": json.dumps(_picture(row.data) if is_photo else {"content": words_of(row.kind, row.body)}),
        "plaintext": row.body,
        "create_time": seconds(row.created_at),
        "is_visible": True,
        "sender": {"role": voice.upper(), "im_user_id": "", "nickname": "", "avatar": ""},
    }


def _picture(data: dict[str, Any]) -> dict[str, Any]:
    address = f"{origin()}{urls.photo(data['photo'])}"
    return {"url": address, "width": data["width"], "height": data["height"]}


def text_in(content: str) -> str:
    """The words of a TEXT. Raises Declined."""
    text = _held(content, "content")
    refusal = body_refusal(text)
    if refusal is not None:
        raise wrong("content", refusal_sentence(refusal))
    return text


def image_in(content: str) -> str:
    """The id of the picture of an IMAGE: the end of its address. Raises Declined."""
    return _held(content, "url").rpartition("/")[2]


def _held(content: str, name: str) -> str:
    try:
        value = json.loads(content).get(name)
    except (ValueError, AttributeError, RecursionError) as error:
        raise wrong("content", "is no JSON object in text") from error
    if not isinstance(value, str):
        raise wrong("content", f"holds no text called {name}")
    return value
