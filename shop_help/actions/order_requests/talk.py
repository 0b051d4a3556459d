"""A conversation under its lock, into which an act says its cards."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection

from shop_help.announcements import conversations as announce
from shop_help.announcements.lists import inbox_changed, panel_changed
from shop_help.announcements.rooms import room
from shop_help.each_language import Words, in_each_language
from shop_help.models.message_log import Draft, PostedMessage, append
from shop_help.models.request_log import locked_talk

#: The kind of a message that is a card.
CARD = "request"


@dataclass
class Talk:
    """The seller's conversation of an order, locked; several requests of the order may speak in it in one act."""

    connection: Connection
    row: Any
    posted: list[PostedMessage] = field(default_factory=list)

    def say(self, words: Words, now: datetime, kind: str = CARD) -> None:
        """A card of the system, in the order of the messages. It is no answer, so whoever waits for one goes on."""
        draft = Draft("SYSTEM", None, str(uuid4()), kind, *in_each_language(words))
        head = self.row.last_seq + len(self.posted)
        self.posted += append(self.connection, self.row.id, head, [draft], self.row.waiting_since, now)

    def announce(self) -> None:
        """After the commit: both sides hear it, and what stands beside the conversation is stale."""
        announce.posted(self.row.id, self.row.buyer_id, self.row.shop_id, self.posted)
        panel_changed(self.row.id, room(self.row.id))
        inbox_changed(self.row.buyer_id, self.row.shop_id)


def talk_at(connection: Connection, conversation_id: int) -> Talk:
    """A conversation with its lock, which is taken after the order's."""
    return Talk(connection, locked_talk(connection, conversation_id))
