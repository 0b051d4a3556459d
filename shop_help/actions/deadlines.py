"""Deadlines: a clock of an owner is begun and stopped in the commit of the change it belongs to, and what follows it
is applied by whoever comes first: the clockwork, or a person who acts once it is overdue.

What follows a deadline begins at its due instant, however late it is applied.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Connection

from shop_help import clock
from shop_help.extensions import db
from shop_help.models.deadline import Deadline
from shop_help.models.running_clocks import add_clock, first_due_of, forget_reminder, settle
from shop_help.policy.deadlines import remind_at as policy_remind_at

#: An act of an owner: (owner_id, act, due_at). It opens its own write unit, takes the owner's lock and asks
#: `settle_due` there: False means that somebody was first, and nothing is left to do.
Act = Callable[[int, str, datetime], None]

#: What follows a deadline, by the name of its owner. The owner's module enters itself.
ACTS: dict[str, Act] = {}
#: How whoever has to move is reminded; it asks `settle_reminder` under the owner's lock.
REMINDERS: dict[str, Act] = {}


def start_clock(
    connection: Connection,
    owner: str,
    owner_id: int,
    act: str,
    mover: str,
    begun_at: datetime,
    due_at: datetime,
    remind_at: datetime | None = None,
) -> None:
    """`mover` has from `begun_at` until `due_at`; then `act` follows. A clock of this owner that ran is answered.

    Reminded is when policy.deadlines says, unless `remind_at` is given.
    """
    stop_clock(connection, owner, owner_id, begun_at)
    add_clock(
        connection,
        owner,
        owner_id,
        act=act,
        mover=mover,
        begun_at=begun_at,
        due_at=due_at,
        remind_at=remind_at or policy_remind_at(begun_at, due_at),
    )


def stop_clock(connection: Connection, owner: str, owner_id: int, now: datetime, outcome: str = "answered") -> None:
    """The clock of this owner that runs, if one does, is over: `answered`, or `moot`."""
    settle(connection, owner, owner_id, now, outcome)


def settle_due(connection: Connection, owner: str, owner_id: int, act: str, due_at: datetime) -> bool:
    """May `act` follow? Asked under the owner's lock, in the commit of the act itself.

    True once: this very clock ran, and is applied now. False where it was answered, applied or replaced meanwhile.
    """
    this = (Deadline.act == act, Deadline.due_at == due_at)
    return settle(connection, owner, owner_id, clock.now(), "applied", *this)


def settle_reminder(connection: Connection, owner: str, owner_id: int, act: str, due_at: datetime) -> bool:
    """May whoever has to move be reminded? True once, while this very clock runs and isn't due."""
    return clock.now() < due_at and forget_reminder(connection, owner, owner_id, act, due_at)


def catch_up(owner: str, owner_ids: Sequence[int], now: datetime | None = None) -> int:
    """Applies what is overdue of these owners, in the order in which it was due, and what that gives rise to.

    Whoever acts on something calls this first, with no unit of writing open. `now`: when they came, for what falls
    due while they wait their turn is not overdue to them. How many were applied.
    """
    now = now or clock.now()
    applied: set[int] = set()
    while True:
        found = first_due_of(db.session.connection(), owner, owner_ids, now)
        db.session.rollback()
        if found is None:
            return len(applied)
        if found.id in applied:
            raise RuntimeError(f"{found.act} of {owner} {found.owner_id} left its clock running")
        ACTS[owner](found.owner_id, found.act, found.due_at)
        applied.add(found.id)
