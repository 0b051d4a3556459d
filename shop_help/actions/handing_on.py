"""Handing on what happened: each reader is told of each entry of the outbox once, in the commit that says it was.

A reader writes rows with the connection that it is given, such as a delivery or a notification, and never sends:
sending is a job on those rows. Several processes may hand on at once; an entry is locked by one of them.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, or_, select, update

from shop_help import clock
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import OutboxEntry

log = logging.getLogger(__name__)

#: Entries of one commit, so few that no writer waits for long, and commits of one round.
PIECE, PIECES = 200, 25
#: After so long an entry comes again to the readers that it still owes.
AGAIN_AFTER = timedelta(minutes=1)


@dataclass(frozen=True)
class OutboxRow:
    """A happening as a reader is told of it: `what` is noun.past_participle, `data` ids and states."""

    #: Of its entry; 0 for a message that has none.
    id: int
    what: str
    happened_at: datetime
    data: dict[str, Any]
    #: One that was given to it, for what is in no outbox.
    named: str = ""

    @property
    def key(self) -> str:
        """Its name for good: no other happening has it, and it is the same however often this one is told."""
        if self.named:
            return self.named
        if self.what == "message.posted":
            return f"message-{self.data['conversation']}-{self.data['seq']}"
        return f"entry-{self.id}"


Reader = Callable[[Connection, OutboxRow], None]
Together = Callable[[Connection, Sequence[OutboxRow]], None]
#: Who is told. An owner enters itself when it is imported, as those of deadlines do.
READERS: list[Reader] = []
#: How readers take messages together.
TOGETHER: dict[Reader, Together] = {}


def enter(reader: Reader, together: Together) -> None:
    """From now on it is told. `together` takes messages of some conversations, of each in their order: for every
    message by itself the same would be asked again and again."""
    if reader not in READERS:
        READERS.append(reader)
    TOGETHER[reader] = together


def go_round() -> int:
    """Hands on what waits, in order of id. How many entries were looked at."""
    done = 0
    for _ in range(PIECES):
        piece = _hand_on_piece()
        done += piece
        if piece < PIECE:
            break
    return done


def _hand_on_piece() -> int:
    # A look first: on SQLite who writes has all others wait, and mostly there is nothing.
    found = db.session.scalar(_waiting(clock.now()).with_only_columns(OutboxEntry.id).limit(1))
    db.session.rollback()
    if found is None:
        return 0
    try:
        return _in_one_commit(tell_all)
    except Exception:
        # A reader failed: once more from the beginning, each reader of each entry by itself.
        log.warning("a happening could not be handed on; each one is tried by itself")
        return _in_one_commit(tell_each)


def _waiting(now: datetime) -> Select[Any]:
    is_due = or_(OutboxEntry.next_try_at.is_(None), OutboxEntry.next_try_at <= now)
    wanted = (OutboxEntry.id, OutboxEntry.what, OutboxEntry.happened_at, OutboxEntry.data, OutboxEntry.owed)
    return select(*wanted).where(OutboxEntry.taken_at.is_(None), is_due).order_by(OutboxEntry.id)


def _in_one_commit(tell: Callable[[Connection, OutboxRow, list[str] | None], set[str]]) -> int:
    now = clock.now()
    with write_unit(db.session) as session:
        connection = session.connection()
        rows = connection.execute(_waiting(now).limit(PIECE).with_for_update(skip_locked=True)).all()
        owed = {row.id: tell(connection, _as_told(row), row.owed) for row in rows}
        taken = [entry_id for entry_id, names in owed.items() if not names]
        connection.execute(update(OutboxEntry).where(OutboxEntry.id.in_(taken)).values(taken_at=now, owed=None))
        for entry_id, names in owed.items():
            if names:
                again = {"owed": sorted(names), "next_try_at": now + AGAIN_AFTER}
                connection.execute(update(OutboxEntry).where(OutboxEntry.id == entry_id).values(again))
    return len(rows)


def tell_all(connection: Connection, row: OutboxRow, owed: list[str] | None) -> set[str]:
    """Tells the readers, or those whose names are in `owed`. Raises what one of them raises."""
    for reader in _readers(owed):
        reader(connection, row)
    return set()


def tell_together(connection: Connection, rows: Sequence[OutboxRow]) -> None:
    """Tells all readers of messages of some conversations. Raises what one of them raises."""
    for reader in READERS:
        if reader in TOGETHER:
            TOGETHER[reader](connection, rows)
        else:
            for row in rows:
                reader(connection, row)


def tell_each(connection: Connection, row: OutboxRow, owed: list[str] | None) -> set[str]:
    """The names of the readers that failed: what they wrote is taken back, what others wrote stands."""
    failed = set()
    for reader in _readers(owed):
        try:
            with connection.begin_nested():
                reader(connection, row)
        except Exception:
            log.exception("%s failed at %s %s; it is tried again", name_of(reader), row.what, row.key)
            failed.add(name_of(reader))
    return failed


def _readers(owed: list[str] | None) -> list[Reader]:
    return [reader for reader in READERS if owed is None or name_of(reader) in owed]


def name_of(reader: Reader) -> str:
    """A reader's name in `owed`."""
    return f"{reader.__module__}.{reader.__qualname__}"


def _as_told(row: Any) -> OutboxRow:
    return OutboxRow(row.id, row.what, row.happened_at, row.data)
