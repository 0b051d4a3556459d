"""Says something in a conversation to people of several languages: once, in the words of each (sayings.py)."""

from collections.abc import Callable, Mapping
from typing import Any

from shop_help.languages import others, reading
from shop_help.sayings import ELSEWHERE
from shop_help.speech import SOURCE

#: What says a message's words and data, in the language that is read just then.
Words = Callable[[], tuple[str, Mapping[str, Any]]]


def in_each_language(words: Words) -> tuple[str, dict[str, Any]]:
    """A message's words and data: the source's, with the others' beside them, as far as they differ."""
    with reading(SOURCE):
        body, data = words()
    return body, {**data, ELSEWHERE: {name: _in(name, words, data) for name in others()}}


def _in(language: str, words: Words, data: Mapping[str, Any]) -> dict[str, Any]:
    with reading(language):
        body, own = words()
    return {"body": body, "data": {name: value for name, value in own.items() if value != data.get(name)}}
