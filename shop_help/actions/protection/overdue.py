"""What follows by itself when a clock of a case runs out, as of the instant at which it did."""

from datetime import datetime
from typing import Any

from shop_help import clock
from shop_help.actions.deadlines import ACTS, REMINDERS, settle_due, settle_reminder, stop_clock
from shop_help.actions.protection.paying import is_owed, pay_decision
from shop_help.actions.protection.unit import protection_unit
from shop_help.actions.protection.work import OWNER, ProtectionWork
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models.protection_log import place_of


def apply(protection_id: int, act: str, due_at: datetime) -> None:
    """Applies a deadline, if that very clock still runs. Late or twice, it comes to the same."""
    if _is_gone(protection_id):
        return
    with protection_unit(None, protection_id) as work:
        if settle_due(work.connection, OWNER, protection_id, act, due_at):
            _follow(work, act, due_at)


def _is_gone(protection_id: int) -> bool:
    """Of a case that was deleted with its talk the clock runs on for nothing: it is ended."""
    with write_unit(db.session) as session:
        connection = session.connection()
        if place_of(connection, protection_id) is not None:
            return False
        stop_clock(connection, OWNER, protection_id, clock.now(), "moot")
        return True


def _follow(work: ProtectionWork, act: str, due_at: datetime) -> None:
    if act == "close" and is_owed(work.connection, work.row.id):
        # The time for appeals is over; the case is closed once the money is there.
        return
    values: dict[str, Any] = {}
    if act == "no_answer":
        values = {"went_unanswered": True}
    elif act == "return":
        values = {"arrived_back_at": due_at}
    work.move(act, "SYSTEM", at=due_at, **values)
    work.say("taken_as_returned" if act == "return" else act)
    if act == "return":
        pay_decision(work, due_at)


def remind(protection_id: int, act: str, due_at: datetime) -> None:
    """Whoever has to move reads once more until when; nobody is reminded of the end of the time for appeals."""
    if _is_gone(protection_id):
        return
    with protection_unit(None, protection_id) as work:
        if settle_reminder(work.connection, OWNER, protection_id, act, due_at) and work.row.mover:
            work.tell("remind", "SYSTEM", work.now, mover=work.row.mover, act=act)
            work.say(f"remind {work.row.mover}")


ACTS[OWNER] = apply
REMINDERS[OWNER] = remind
