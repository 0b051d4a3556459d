"""What stands around a buyer's page: the bell's number, the inbox's, and the line of a live chat."""

from typing import Any

from flask import g

from shop_help import identity
from shop_help.buyers import door
from shop_help.buyers.case import chat_in_words
from shop_help.models.buyers_cases import open_chat_of
from shop_help.models.page_frame import frame_of
from shop_help.policy.permissions import may_contact


@door.context_processor
def _frame() -> dict[str, object]:
    """Asked by the layout that shows it, and all in one question."""
    return {"count_told": _count_told, "count_unread": _count_unread, "chat_line": _chat_line}


def _found() -> Any:
    viewer = identity.viewer()
    if "page_frame" not in g:
        g.page_frame = frame_of(viewer.person_id) if viewer else None
    return g.page_frame


def _count_told() -> int:
    found = _found()
    return found.told if found else 0


def _count_unread() -> int:
    found = _found()
    return found.unread if found else 0


def _chat_line() -> dict[str, Any] | None:
    viewer, found = identity.viewer(), _found()
    if not (viewer and found and found.has_chat and may_contact(viewer)):
        return None
    chat = open_chat_of(viewer.person_id)
    return chat_in_words(chat) if chat else None
