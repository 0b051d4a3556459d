"""Somebody asks for their account to be deleted, thinks again, or is gone when the time is up."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from shop_help import audit, clock, photo_files
from shop_help.actions.deadlines import ACTS, REMINDERS, settle_due, settle_reminder, start_clock, stop_clock
from shop_help.actions.erasing import erase
from shop_help.actions.one_at_a_time import one_at_a_time
from shop_help.actions.sign_ins import end_all, hang_up
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.identity import Viewer, viewer_of
from shop_help.models import LogEntry, Person, SignIn
from shop_help.models.outbox import hand_in
from shop_help.models.personal import operators_but, still_open
from shop_help.policy import account_deletion as policy
from shop_help.policy.messages import Refused

#: Whose clock it is, and what follows it.
OWNER, ERASE = "person", "erase"


def ask_deletion(sign_in_id: str) -> None:
    """A buyer's own account goes in 14 days. Asked twice, the first time counts. Raises Refused for anybody else."""
    with write_unit(db.session):
        viewer = _asking(sign_in_id)
        if not policy.may_delete_own(viewer.all_roles):
            raise Refused("forbidden")
        ended = _begin(db.session.get_one(Person, viewer.person_id), "BUYER", sign_in_id)
    # This browser's too: its sockets hear nothing any more, though it may still undo.
    hang_up([*ended, sign_in_id])


def undo_deletion(sign_in_id: str) -> None:
    """It stays, as it was; undone twice, nothing is left to do. Raises Refused for whoever is gone."""
    with write_unit(db.session):
        person = db.session.get_one(Person, _asking(sign_in_id).person_id)
        if person.leaves_at is not None:
            _undo(person, "BUYER")


def _asking(sign_in_id: str) -> Viewer:
    one_at_a_time(db.session.scalar(select(SignIn.person_id).where(SignIn.id == sign_in_id)) or 0)
    viewer = viewer_of(sign_in_id)
    if viewer is None:
        raise Refused("signed_out")
    return viewer


def ask_for(person_id: int) -> datetime:
    """An operator's command does it for somebody. When the account goes. Raises Refused for nobody, and for the last
    operator."""
    with write_unit(db.session):
        person = _locked(person_id)
        ended = _begin(person, "OPERATOR", "")
        leaves_at = person.leaves_at or clock.now()
        audit.note("person.deletion_asked", f"person {person_id}", after={"leaves": str(leaves_at)})
    hang_up(ended)
    return leaves_at


def undo_for(person_id: int) -> None:
    """An operator's command takes it back for somebody. Raises Refused where there is nothing to undo."""
    with write_unit(db.session):
        person = _locked(person_id)
        audit.note("person.deletion_undone", f"person {person_id}", before={"leaves": str(person.leaves_at)})
        _undo(person, "OPERATOR")


def _locked(person_id: int) -> Person:
    one_at_a_time(person_id)
    person = db.session.get(Person, person_id)
    if person is None:
        raise Refused("forbidden")
    return person


def _begin(person: Person, voice: str, but_not: str) -> list[str]:
    """The clock begins; the sign-ins that ended with it, but the one that asks."""
    connection, now = db.session.connection(), clock.now()
    roles = {role.name for role in person.roles}
    if person.erased_at or policy.is_last_operator(roles, operators_but(connection, person.id)):
        raise Refused("forbidden")
    if person.leaves_at is not None:
        return []
    person.leaves_at = policy.due_from(now)
    start_clock(connection, OWNER, person.id, ERASE, "BUYER", now, person.leaves_at)
    _tell(person, "person.deletion_asked", voice, now)
    return end_all(SignIn.going_on(person.id).where(SignIn.id != but_not))


def _undo(person: Person, voice: str) -> None:
    if person.leaves_at is None:
        raise Refused("forbidden")
    now, person.leaves_at = clock.now(), None
    stop_clock(db.session.connection(), OWNER, person.id, now, "moot")
    _tell(person, "person.deletion_undone", voice, now)


def _tell(person: Person, what: str, voice: str, at: datetime) -> None:
    told: dict[str, Any] = {"person": person.id}
    if person.leaves_at:
        told |= {"leaves_at": person.leaves_at.isoformat()}
    db.session.add(LogEntry(what=what, voice=voice, person_id=person.id, happened_at=at))
    hand_in(db.session.connection(), what, at, told)


def apply(person_id: int, act: str, due_at: datetime) -> None:
    """The time is up: what said who they were goes; while something of theirs is under way, it is put off."""
    with write_unit(db.session):
        person, connection, now = _locked(person_id), db.session.connection(), clock.now()
        if not settle_due(connection, OWNER, person_id, act, due_at):
            return
        if policy.waits_for(still_open(connection, person_id), _asked_at(person_id, due_at), now):
            later = person.leaves_at = now + policy.LOOK_AGAIN
            start_clock(connection, OWNER, person_id, act, "BUYER", now, later, remind_at=later)
            return
        files = erase(person, now)
        _tell(person, "person.deleted", "SYSTEM", now)
    for name in files:
        photo_files.remove(name)


def _asked_at(person_id: int, due_at: datetime) -> datetime:
    """When it was asked for: where its clock began that runs, or ran before what is still open put it off."""
    asked = select(LogEntry.happened_at).where(
        LogEntry.person_id == person_id, LogEntry.what == "person.deletion_asked"
    )
    found = db.session.scalar(asked.order_by(LogEntry.id.desc()).limit(1))
    return found or due_at


def remind(person_id: int, act: str, due_at: datetime) -> None:
    """Whoever tells people hears that the time is nearly up."""
    with write_unit(db.session):
        person = _locked(person_id)
        if settle_reminder(db.session.connection(), OWNER, person_id, act, due_at):
            _tell(person, "person.deletion_reminded", "SYSTEM", clock.now())


ACTS[OWNER] = apply
REMINDERS[OWNER] = remind
