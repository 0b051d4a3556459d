"""What nobody needs any more goes after a while, in pieces so small that no writer waits for it.

The timeline stays: it tells what happened. Here only the clockwork's own rows go.
"""

from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import Select, delete, select

from shop_help import clock
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import Deadline, OutboxEntry

#: Rows of one commit; the next round takes the next piece.
PIECE = 200


def go_round() -> int:
    """Clears a piece of settled deadlines and one of what was handed on from the outbox. How many rows went."""
    before = clock.now() - timedelta(days=current_app.config["KEEP_DAYS"])
    settled = select(Deadline.id).where(Deadline.settled_at < before).order_by(Deadline.settled_at)
    taken = select(OutboxEntry.id).where(OutboxEntry.taken_at < before).order_by(OutboxEntry.taken_at)
    return _clear(Deadline, settled) + _clear(OutboxEntry, taken)


def _clear(thing: Any, which: Select[Any]) -> int:
    ids = list(db.session.scalars(which.limit(PIECE)))
    db.session.rollback()
    if not ids:
        return 0
    with write_unit(db.session) as session:
        cleared: Any = session.connection().execute(delete(thing).where(thing.id.in_(ids)))
    return int(cleared.rowcount)
