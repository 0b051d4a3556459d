"""Handing on messages: the readers of the outbox are told of each one, in the order of its conversation.

A message writes no entry of its own: its conversation knows up to where messages were handed on, and that moves in
the commit of what the readers wrote. One that a reader failed at gets an entry, and goes the way of the others.
"""

import logging
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, insert

from shop_help import clock
from shop_help.actions.handing_on import AGAIN_AFTER, OutboxRow, tell_each, tell_together
from shop_help.actions.in_pieces import PAUSES, in_pieces
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import OutboxEntry
from shop_help.models.untold import any_untold, messages_behind, note_told, untold_talks

log = logging.getLogger(__name__)

#: Conversations of one commit, and messages of them all: so few that no writer waits for long.
TALKS, MOST = 10, 200

Tell = Callable[[Connection, Sequence[OutboxRow]], None]


class Place:
    """Where this process has come to: however much is said, each conversation has its turn."""

    def __init__(self) -> None:
        self._after = 0

    def go_round(self) -> int:
        """Goes once through the conversations that have such messages, as far as it comes. How many were told."""
        # A look first: on SQLite who writes has all others wait, and mostly there is nothing.
        found = any_untold(db.session.connection())
        db.session.rollback()
        handed_on, begun_at = 0, self._after

        def piece() -> bool:
            nonlocal handed_on, begun_at
            after, self._after = self._after, 0
            self._after, messages = _next_commit(after)
            handed_on += messages
            goes_on = self._after > 0 or begun_at > 0
            if self._after == 0:
                # At the end of all; those before the place that it began at have their turn yet, once.
                begun_at = 0
            return goes_on

        if found:
            # On PostgreSQL nobody waits for this.
            in_pieces(piece, PAUSES if db.engine.dialect.name == "sqlite" else 0)
        return handed_on


#: This process's.
go_round = Place().go_round


def _next_commit(after: int) -> tuple[int, int]:
    """Behind which conversation it goes on, 0 at their end; and how many messages were handed on."""
    try:
        last, messages = _in_one_commit(after, tell_together)
    except Exception:
        log.warning("a message could not be handed on; each one is tried by itself")
        last, messages = _in_one_commit(after, _each_by_itself)
    return last or 0, messages


def _in_one_commit(after: int, tell: Tell) -> tuple[int | None, int]:
    """The last conversation that was gone through, None for none, and how many messages were handed on."""
    with write_unit(db.session) as session:
        connection = session.connection()
        last, talks = untold_talks(connection, after, TALKS)
        messages = messages_behind(connection, talks, MOST)
        if messages:
            tell(connection, [_as_told(message) for message in messages])
            # At the end: from here to the commit nobody writes in them.
            note_told(connection, {message.conversation_id: message.seq for message in messages})
    # Where there were more, those behind it have not had their turn.
    return (messages[-1].conversation_id if len(messages) == MOST else last), len(messages)


def _as_told(message: Any) -> OutboxRow:
    data = {"conversation": message.conversation_id, "seq": message.seq}
    data |= {"voice": message.voice, "kind": message.kind}
    return OutboxRow(0, "message.posted", message.created_at, data)


def _each_by_itself(connection: Connection, rows: Sequence[OutboxRow]) -> None:
    for row in rows:
        owed = tell_each(connection, row, None)
        if owed:
            _try_again(connection, row, owed)


def _try_again(connection: Connection, row: OutboxRow, owed: set[str]) -> None:
    values = {"what": row.what, "happened_at": row.happened_at, "data": row.data}
    again = {"owed": sorted(owed), "next_try_at": clock.now() + AGAIN_AFTER}
    connection.execute(insert(OutboxEntry), values | again)
