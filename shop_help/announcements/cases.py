"""What is said aloud of support cases: that something moved, never what. Each page asks for what it may see."""

from collections.abc import Iterable

from shop_help.announcements.lists import panel_changed, queue_changed
from shop_help.announcements.rooms import AGENTS, room


def case_changed(conversation_id: int) -> None:
    """A case moved: the agents' lists, and what stands beside its conversation, are stale."""
    queue_changed()
    panel_changed(conversation_id, room(conversation_id))
    panel_changed(conversation_id, AGENTS)


def staff_panel_changed(conversation_id: int) -> None:
    """Something that agents alone see moved: a note, who looks, who types."""
    panel_changed(conversation_id, AGENTS)


def queue_moved(conversation_ids: Iterable[int]) -> None:
    """The place of those who wait in line may be another one."""
    queue_changed()
    for conversation_id in conversation_ids:
        panel_changed(conversation_id, room(conversation_id))
