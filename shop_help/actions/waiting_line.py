"""Says to everybody in line that their place may be another one, when somebody left it or came back into it."""

from shop_help.announcements.cases import queue_moved
from shop_help.extensions import db
from shop_help.models.case_queue import chats_in_line
from shop_help.policy.case_turns import Turn


def is_in_line(turn: Turn) -> bool:
    """Does this case wait for an agent in a live chat?"""
    return turn.mode == "chat" and turn.state == "queued"


def line_moved() -> None:
    """The line is another one. After the commit; reads it anew."""
    queue_moved(row.conversation_id for row in chats_in_line())
    db.session.rollback()
