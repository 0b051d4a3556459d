"""Where each thing is heard. Who may enter a room is asked at its door (live/)."""

#: Where agents hear of the queue, of their cases and of each other.
AGENTS = "agents"


def room(conversation_id: int) -> str:
    """Where a conversation is heard."""
    return f"conversation:{conversation_id}"


def person_room(person_id: int) -> str:
    """Where everything of one person is heard, in all their browsers."""
    return f"person:{person_id}"


def shop_room(shop_id: int) -> str:
    """Where a shop's people hear of their inbox."""
    return f"shop:{shop_id}"
