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
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import OutboxEntry
from shop_help.models.untold import any_untold, messages_behind, note_told, untold_talks

log = logging.getLogger(__name__)

#: Conversations of one commit, so few that no writer waits for long; messages of each of them.
TALKS, MOST = 25, 200

Tell = Callable[[Connection, Sequence[OutboxRow]], None]


def go_round() -> int:
    """Goes once through the conversations that have such messages. How many messages were handed on."""
    handed_on, after = 0, 0
    while True:
        # A look first: on SQLite who writes has all others wait, and mostly there is nothing.
        found = any_untold(db.session.connection())
        db.session.rollback()
        if not found:
            return handed_on
        try:
            last, messages = _in_one_commit(after, tell_together)
        except Exception:
            log.warning("a message could not be handed on; each one is tried by itself")
            last, messages = _in_one_commit(after, _each_by_itself)
        handed_on += messages
        if last is None:
            return handed_on
        after = last


def _in_one_commit(after: int, tell: Tell) -> tuple[int | None, int]:
    """The last conversation that was gone through, None for none, and how many messages were handed on."""
    with write_unit(db.session) as session:
        connection = session.connection()
        last, talks = untold_talks(connection, after, TALKS)
        told = {talk.id: _hand_on(connection, talk, tell) for talk in talks}
        # At the end: from here to the commit nobody writes in them.
        note_told(connection, {talk: messages[-1].seq for talk, messages in told.items() if messages})
    return last, sum(map(len, told.values()))


def _hand_on(connection: Connection, talk: Any, tell: Tell) -> Sequence[Any]:
    messages = messages_behind(connection, talk.id, talk.told_seq, MOST)
    if messages:
        tell(connection, [_as_told(talk.id, message) for message in messages])
    return messages


def _as_told(talk_id: int, message: Any) -> OutboxRow:
    data = {"conversation": talk_id, "seq": message.seq, "voice": message.voice, "kind": message.kind}
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
