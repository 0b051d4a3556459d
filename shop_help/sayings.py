"""What the system says in a conversation, as each reads it: its message keeps the words of every language.

The words themselves are kept, not what they are made of: a line that was said never changes, whatever becomes of our
sentences later. What people wrote, and what was said before there were languages, is itself.
"""

from collections.abc import Collection, Mapping
from types import SimpleNamespace
from typing import Any

#: Where a message's data keeps what reads otherwise, by language: {"body": …, "data": {…}}.
ELSEWHERE = "in"

_FACTS = ("seq", "author", "client_id", "kind", "created_at")


def body_in(language: str, body: str, data: Mapping[str, Any] | None) -> str:
    """What a message says to somebody of this language."""
    own = _own(language, data)
    return str(own["body"]) if own else body


def data_in(language: str, data: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What it shows them."""
    own = _own(language, data)
    known = {**(data or {}), **(own["data"] if own else {})}
    known.pop(ELSEWHERE, None)
    return known or None


def message_in(language: str, message: Any) -> Any:
    """A message as somebody of this language reads it."""
    if not message.data or ELSEWHERE not in message.data:
        return message
    body, data = body_in(language, message.body, message.data), data_in(language, message.data)
    return SimpleNamespace(body=body, data=data, **{name: getattr(message, name) for name in _FACTS})


def without(data: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    """What a message shows, less what stands under these names, in every language."""
    left = {name: value for name, value in data.items() if name not in names}
    if ELSEWHERE in left:
        elsewhere = left[ELSEWHERE].items()
        left[ELSEWHERE] = {language: own | {"data": without(own["data"], names)} for language, own in elsewhere}
    return left


def _own(language: str, data: Mapping[str, Any] | None) -> Any:
    return data[ELSEWHERE].get(language) if data and ELSEWHERE in data else None
