"""What a tool's call holds, field by field; each is of its type or the call is declined by the field's name."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any

from werkzeug.datastructures import MultiDict

from shop_help.policy.partner_codes import INVALID, Declined
from shop_help.policy.texts import is_keepable

#: Things that one call may name.
MOST_NAMES = 100
LONGEST_TEXT = 4096
LAST_SECOND = 253_402_300_799


def wrong(name: str, words: str) -> Declined:
    """The refusal of one field."""
    return Declined(INVALID, f"Invalid parameter: {name} {words}")


class Fields:
    """A body's object, or an address's query; of the query everything is text."""

    def __init__(self, held: Mapping[str, Any]) -> None:
        self._held = held
        self._is_query = isinstance(held, MultiDict)

    def text(self, name: str, default: str | None = None) -> str:
        """Text; needed where there is no default."""
        value = self._held.get(name)
        if value in (None, "") and default is not None:
            return default
        if not isinstance(value, str) or not 0 < len(value) <= LONGEST_TEXT or not is_keepable(value):
            raise wrong(name, f"is text of 1 to {LONGEST_TEXT} characters")
        return value

    def chosen(self, name: str, among: Collection[str], default: str | None = None) -> str:
        """One of some words."""
        value = self.text(name, default)
        if value not in among:
            raise wrong(name, f"is one of {', '.join(among)}")
        return value

    def number(self, name: str, least: int, most: int, default: int | None = None) -> int:
        """A whole number. Sizes of pages come as text in bodies of some versions."""
        value = self._held.get(name)
        if value in (None, "") and default is not None:
            return default
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 16:
            value = int(value)
        if type(value) is not int or not least <= value <= most:
            raise wrong(name, f"is a number from {least} to {most}")
        return value

    def flag(self, name: str) -> bool:
        """True or false."""
        value = self._held.get(name)
        if self._is_query and value in ("true", "false"):
            value = value == "true"
        if type(value) is not bool:
            raise wrong(name, "is true or false")
        return value

    def instant(self, name: str) -> datetime | None:
        """Seconds since 1970; None where there are none."""
        if self._held.get(name) is None:
            return None
        return datetime.fromtimestamp(self.number(name, 0, LAST_SECOND), UTC)

    def texts(self, name: str, among: Collection[str] | None = None) -> list[str]:
        """Several texts, none where the field is not there; in a query with commas between, or one by one."""
        value: Any = self._held.get(name, [])
        if isinstance(self._held, MultiDict):
            value = [part for each in self._held.getlist(name) for part in each.split(",")]
        if not isinstance(value, list) or len(value) > MOST_NAMES:
            raise wrong(name, f"is a list of at most {MOST_NAMES}")
        if not all(isinstance(each, str) and 0 < len(each) <= LONGEST_TEXT and is_keepable(each) for each in value):
            raise wrong(name, "is a list of texts")
        if among is not None and not set(value) <= set(among):
            raise wrong(name, f"holds only {', '.join(among)}")
        return value

    def each(self, name: str) -> list["Fields"]:
        """Several objects."""
        value = self._held.get(name)
        if value is None:
            return []
        if not isinstance(value, list) or len(value) > MOST_NAMES or not all(isinstance(row, dict) for row in value):
            raise wrong(name, f"is a list of at most {MOST_NAMES} objects")
        return [Fields(row) for row in value]

    def within(self, name: str) -> "Fields":
        """An object in it."""
        value = self._held.get(name)
        if not isinstance(value, dict):
            raise wrong(name, "is an object")
        return Fields(value)

    def refuse(self, *names: str) -> None:
        """What would be left out of account is said, rather than passed over."""
        for name in names:
            if self._held.get(name) not in (None, "", []):
                raise wrong(name, "can't be used here (see /partner-api)")


def id_of(text: str, name: str) -> int:
    """A number of ours that came as text; what is none names nothing, and a far too large one neither."""
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise wrong(name, "is known to nobody here")
    return int(text)
