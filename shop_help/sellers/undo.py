"""What was just deleted, for one page, with the way to take it back."""

from typing import Any

from flask import session

from shop_help.sellers import door


def offer_undo(words: str, address: str, entry: int) -> None:
    """The next page says what was deleted and offers to take it back."""
    session["undo"] = {"words": words, "address": address, "entry": entry}


@door.context_processor
def offered() -> dict[str, object]:
    """Taken out when a page shows it."""
    return {"undo": taken}


def taken() -> dict[str, Any] | None:
    found: dict[str, Any] | None = session.pop("undo", None)
    return found
