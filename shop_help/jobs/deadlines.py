"""Deadlines that are due: applied one by one in the order in which they were due, whosever they are.

Each is asked for anew, for what one gives rise to may be overdue itself and takes its place in the order. Several
processes may do this at once: they ask for the same one, and under its owner's lock the second finds it settled.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from shop_help import clock

# Named so that it is imported: the owners of deadlines enter themselves in ACTS and REMINDERS.
from shop_help.actions import order_requests  # noqa: F401
from shop_help.actions.deadlines import ACTS, REMINDERS, Act
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models.running_clocks import first_due, first_to_remind, put_off, put_off_reminder
from shop_help.policy.deadlines import retry_after

log = logging.getLogger(__name__)

#: Of each kind in one round. The next round takes the rest; what else the clockwork does has its turn between.
MOST = 500


def go_round() -> int:
    """One round: all that is due, then the reminders. How many deadlines were applied and reminders sent."""
    return _go_through(first_due, ACTS, put_off) + _go_through(first_to_remind, REMINDERS, put_off_reminder)


def _go_through(
    first: Callable[[Connection, datetime], Any],
    acts: Mapping[str, Act],
    leave_alone: Callable[[Connection, int, datetime], None],
) -> int:
    done: set[int] = set()
    for _ in range(MOST):
        found = first(db.session.connection(), clock.now())
        # Nothing stays open while an act waits for its lock.
        db.session.rollback()
        if found is None:
            break
        if found.id not in done and _succeeds(acts, found):
            done.add(found.id)
            continue
        # It failed, or it left its clock running: the others don't wait for it.
        done.discard(found.id)
        with write_unit(db.session) as session:
            leave_alone(session.connection(), found.id, clock.now() + retry_after(found.tries + 1))
    return len(done)


def _succeeds(acts: Mapping[str, Act], found: Any) -> bool:
    try:
        acts[found.owner](found.owner_id, found.act, found.due_at)
    except Exception:
        db.session.rollback()
        log.exception("%s of %s %s failed; it is tried again", found.act, found.owner, found.owner_id)
        return False
    return True
