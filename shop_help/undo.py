"""What was just deleted, for one page, with the way to take it back."""

from typing import Any

from flask import session


def offer_undo(words: str, address: str, entry: int) -> None:
    """The next page says what was deleted and offers to take it back."""
    session["undo"] = {"words": words, "address": address, "entry": entry}


def taken() -> dict[str, Any] | None:
    """What is offered, taken out where a page shows it."""
    found: dict[str, Any] | None = session.pop("undo", None)
    return found
