"""An owner of deadlines of the tests' own: a lamp that is lit for a while. The timeline tells what happens."""

from datetime import datetime, timedelta

from sqlalchemy import select

from shop_help import clock
from shop_help.actions.deadlines import (
    ACTS,
    REMINDERS,
    catch_up,
    settle_due,
    settle_reminder,
    start_clock,
    stop_clock,
)
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import Deadline, LogEntry

LAMP = "lamp"


def light(lamp: int, begun_at: datetime, due_at: datetime, act: str = "goes_out") -> None:
    """Lights a lamp; lit before, its old clock was answered."""
    with write_unit(db.session) as session:
        start_clock(session.connection(), LAMP, lamp, act, "SHOP", begun_at, due_at)


def put_out(lamp: int) -> str:
    """Somebody puts it out: what it was when they came."""
    catch_up(LAMP, [lamp])
    with write_unit(db.session) as session:
        connection = session.connection()
        # The lock of a lamp.
        db.session.execute(select(Deadline.id).where(Deadline.owner_id == lamp).with_for_update())
        runs = db.session.scalar(select(Deadline.id).where(Deadline.open_key == f"{LAMP}:{lamp}"))
        stop_clock(connection, LAMP, lamp, clock.now())
        _note(lamp, "was_put_out" if runs else "was_dark", clock.now())
    return "was_put_out" if runs else "was_dark"


def due(lamp: int, act: str, due_at: datetime) -> None:
    """What follows its deadline, under its lock."""
    with write_unit(db.session) as session:
        connection = session.connection()
        db.session.execute(select(Deadline.id).where(Deadline.owner_id == lamp).with_for_update())
        if act == "breaks":
            raise RuntimeError("this lamp breaks")
        if act == "stays" or not settle_due(connection, LAMP, lamp, act, due_at):
            return
        _note(lamp, act, due_at)
        if act == "flickers":
            start_clock(connection, LAMP, lamp, "goes_out", "SHOP", due_at, due_at + timedelta(hours=1))


def _remind(lamp: int, act: str, due_at: datetime) -> None:
    with write_unit(db.session) as session:
        db.session.execute(select(Deadline.id).where(Deadline.owner_id == lamp).with_for_update())
        if act == "is_not_seen":
            raise RuntimeError("nobody sees it")
        if settle_reminder(session.connection(), LAMP, lamp, act, due_at):
            _note(lamp, "was_seen", clock.now())


def _note(lamp: int, what: str, at: datetime) -> None:
    db.session.add(LogEntry(what=what, voice="SYSTEM", happened_at=at, data={"lamp": lamp}))


def enter() -> None:
    """The clockwork knows lamps from now on."""
    ACTS[LAMP], REMINDERS[LAMP] = due, _remind


def leave() -> None:
    """And no longer."""
    del ACTS[LAMP], REMINDERS[LAMP]


def happened() -> list[tuple[int, str]]:
    """What happened to lamps, in the order in which it was written."""
    db.session.rollback()
    entries = db.session.scalars(select(LogEntry).order_by(LogEntry.id))
    return [(entry.data["lamp"], entry.what) for entry in entries if "lamp" in entry.data]
