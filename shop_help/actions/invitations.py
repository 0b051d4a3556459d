"""Somebody is asked to work here: an account without a password, and a link by which they choose one, once."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import uuid4

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from shop_help import audit, clock
from shop_help.actions.hiring import found_at_last, is_password, kept_password, roles_named
from shop_help.actions.one_at_a_time import one_at_a_time
from shop_help.actions.staff import By, staff_at
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.identity import Viewer
from shop_help.models import Person
from shop_help.policy.faults import refuse_faulty
from shop_help.policy.invitations import GOOD_FOR, TAKEN, invitation_faults, password_faults
from shop_help.policy.messages import Refused
from shop_help.policy.permissions import may_manage_people
from shop_help.policy.same_form import SAME_FORM


def invite(by: By, email: str, name: str, roles: Collection[str]) -> int:
    """An account that waits for its password; its number. Who was invited just so before and hasn't come is not
    invited anew, but for a link that is good no more.

    Raises Faulty for who can't be invited.
    """
    email, name = email.strip().lower(), name.strip()
    refuse_faulty(invitation_faults(email, name, roles))
    with write_unit(db.session) as session:
        operator = staff_at(by, may_manage_people)
        there = found_at_last(email)
        if there is not None:
            if not _is_same(there, name, roles):
                refuse_faulty({"email": TAKEN})
            _renew(there, operator, timedelta(0) if good_until(there) is None else GOOD_FOR)
            return there.id
        person = Person(name=name, email=email, fs_uniquifier=uuid4().hex, invited_at=clock.now())
        person.roles = roles_named(roles)
        session.add(person)
        session.flush()
        told = {"name": name, "roles": sorted(roles)}
        audit.note("person.invited", f"person {person.id}", operator, after=told)
        return person.id


def invite_again(by: By, person_id: int) -> None:
    """A new link; the earlier one is good no more. Asked for twice within a minute, there is one.

    Raises Refused for who has a password, or was never invited.
    """
    with write_unit(db.session):
        operator = staff_at(by, may_manage_people)
        one_at_a_time(person_id)
        person = db.session.get(Person, person_id)
        if person is None or not is_awaited(person):
            raise Refused("forbidden")
        _renew(person, operator, SAME_FORM)


def _is_same(there: Person, name: str, roles: Collection[str]) -> bool:
    """Was just this person invited so before, and hasn't come yet?"""
    return is_awaited(there) and there.name == name and {role.name for role in there.roles} == set(roles)


def _renew(person: Person, operator: Viewer | None, older_than: timedelta) -> None:
    if person.invited_at and clock.now() - person.invited_at < older_than:
        return
    person.invited_at = clock.now()
    audit.note("person.invited", f"person {person.id}", operator, after={"name": person.name, "again": True})


def is_awaited(person: Person) -> bool:
    """Was somebody invited who hasn't come yet? The link of one who waited too long is renewed."""
    return person.password is None and person.invited_at is not None and _may_come(person)


def good_until(person: Person) -> datetime | None:
    """Until when the link is good; None for who isn't awaited, or whose link is good no more."""
    return _ends_at(person) if is_awaited(person) else None


def token_for(person: Person) -> str | None:
    """What the link shows; None where there is no good one."""
    return _token(person) if good_until(person) else None


def invited_by(token: str) -> Person | None:
    """Whose link it is, while it is good; None for anything that we didn't make."""
    person = _signed(token)
    return person if person is not None and is_awaited(person) else None


def accept(token: str, password: str) -> str | None:
    """They have a password, and the link is used up; their address. None where it is good no more. Raises Faulty.

    The same form sent twice is answered twice: who has the password that was just chosen is its person.
    """
    refuse_faulty(password_faults(password))
    person = _signed(token)
    if person is None:
        return None
    person_id, kept = person.id, kept_password(password)
    with write_unit(db.session):
        one_at_a_time(person_id)
        again = _signed(token)
        if again is None:
            return None
        if again.password is None:
            again.password = kept
            audit.note("person.came", f"person {person_id}", after={"name": again.name})
            return again.email
        opens = again.password
        email = again.email
    return email if is_password(password, opens) else None


def _signed(token: str) -> Person | None:
    """Whose link it is, used or not: the link of now and no earlier one, and not for ever."""
    try:
        person_id, _name, _at = _signer().loads(token)
    except (BadData, ValueError, TypeError):
        return None
    person = db.session.get(Person, person_id)
    is_theirs = person is not None and _may_come(person) and _ends_at(person) is not None
    return person if is_theirs and person is not None and _token(person) == token else None


def _may_come(person: Person) -> bool:
    return bool(person.active and person.erased_at is None)


def _ends_at(person: Person) -> datetime | None:
    until = person.invited_at + GOOD_FOR if person.invited_at else None
    return until if until and clock.now() < until else None


def _token(person: Person) -> str | None:
    named = person.invited_at.isoformat() if person.invited_at else ""
    return str(_signer().dumps([person.id, person.fs_uniquifier, named])) if named else None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="invitation")
