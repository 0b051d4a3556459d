"""Clocks that run: which is due first, which reminder, and whether one still runs; and how one is settled.

A clock is settled by one conditional update, so that of the clockwork and a person exactly one is first.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, or_, select, update

from shop_help.models.deadline import Deadline

_COLUMNS = (
    Deadline.id,
    Deadline.owner,
    Deadline.owner_id,
    Deadline.act,
    Deadline.mover,
    Deadline.begun_at,
    Deadline.due_at,
    Deadline.tries,
)
# Settled rows stand apart in the index; said in the order too, PostgreSQL reads it from its beginning.
_RUNNING: Any = select(*_COLUMNS).where(Deadline.settled_at.is_(None))


def _key(owner: str, owner_id: int) -> str:
    return f"{owner}:{owner_id}"


def running_clock(connection: Connection, owner: str, owner_id: int) -> Any:
    """The clock of this owner that runs, or None."""
    return connection.execute(_RUNNING.where(Deadline.open_key == _key(owner, owner_id))).one_or_none()


def first_due(connection: Connection, now: datetime) -> Any:
    """Of all clocks the one that was due first and isn't being left alone after a failure, or None."""
    may_be_tried = or_(Deadline.retry_at.is_(None), Deadline.retry_at <= now)
    due = _RUNNING.where(Deadline.due_at <= now, may_be_tried)
    return connection.execute(due.order_by(Deadline.settled_at, Deadline.due_at, Deadline.id).limit(1)).one_or_none()


def first_due_of(connection: Connection, owner: str, owner_ids: Sequence[int], now: datetime) -> Any:
    """Of the clocks of these owners the one that was due first, or None."""
    keys = [_key(owner, owner_id) for owner_id in owner_ids]
    due = _RUNNING.where(Deadline.open_key.in_(keys), Deadline.due_at <= now)
    return connection.execute(due.order_by(Deadline.due_at, Deadline.id).limit(1)).one_or_none()


def first_to_remind(connection: Connection, now: datetime) -> Any:
    """The reminder that is to be sent first; of what is due already nobody is reminded. None where there is none."""
    wanted = _RUNNING.where(Deadline.remind_at <= now, Deadline.due_at > now)
    order = (Deadline.settled_at, Deadline.remind_at, Deadline.id)
    return connection.execute(wanted.order_by(*order).limit(1)).one_or_none()


def add_clock(connection: Connection, owner: str, owner_id: int, **values: Any) -> None:
    """A clock that begins to run."""
    begun = {"owner": owner, "owner_id": owner_id, "open_key": _key(owner, owner_id), "outcome": "", "tries": 0}
    connection.execute(insert(Deadline).values(begun | values))


def settle(connection: Connection, owner: str, owner_id: int, now: datetime, outcome: str, *which: Any) -> bool:
    """Ends the clock of this owner that runs; False where none does, or another one than `which` says."""
    ended = {"open_key": None, "settled_at": now, "remind_at": None, "retry_at": None, "outcome": outcome}
    running = update(Deadline).where(Deadline.open_key == _key(owner, owner_id), *which)
    return connection.execute(running.values(ended)).rowcount == 1


def forget_reminder(connection: Connection, owner: str, owner_id: int, act: str, due_at: datetime) -> bool:
    """The reminder of this very clock is about to be sent; False where it was, or the clock no longer runs."""
    running = (Deadline.open_key == _key(owner, owner_id), Deadline.act == act, Deadline.due_at == due_at)
    wanted = update(Deadline).where(*running, Deadline.remind_at.is_not(None))
    return connection.execute(wanted.values(remind_at=None)).rowcount == 1


def put_off(connection: Connection, clock_id: int, retry_at: datetime) -> None:
    """Its act failed: it is left alone until then."""
    failed = update(Deadline).where(Deadline.id == clock_id, Deadline.settled_at.is_(None))
    connection.execute(failed.values(tries=Deadline.tries + 1, retry_at=retry_at))


def put_off_reminder(connection: Connection, clock_id: int, remind_at: datetime) -> None:
    """Its reminder failed: it is tried again then, if the clock isn't due before."""
    failed = update(Deadline).where(Deadline.id == clock_id, Deadline.remind_at.is_not(None))
    connection.execute(failed.values(tries=Deadline.tries + 1, remind_at=remind_at))
