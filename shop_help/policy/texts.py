"""What can be kept as text: the one rule for messages, forms, feeds and what other machines tell us."""

import re

#: NUL, which PostgreSQL has no place for, and halves of a character, which UTF-8 has none for.
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


def is_keepable(text: str) -> bool:
    """Can every database keep this?"""
    return _UNKEEPABLE.search(text) is None


def without_unkeepable(text: str, instead: str = "") -> str:
    """The text without what can't be kept."""
    return _UNKEEPABLE.sub(instead, text)
