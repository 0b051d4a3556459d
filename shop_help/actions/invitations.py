"""Somebody is asked to work here: an account without a password, and a link by which they choose one."""

from collections.abc import Collection
from datetime import timedelta
from uuid import uuid4

from shop_help import audit, clock
from shop_help.actions.hiring import found_at_last, roles_named
from shop_help.actions.password_links import is_awaited, renew
from shop_help.actions.staff import By, staff_at
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import Person
from shop_help.policy.faults import refuse_faulty
from shop_help.policy.invitations import TAKEN, invitation_faults
from shop_help.policy.passwords import FIRST_GOOD_FOR
from shop_help.policy.permissions import may_manage_people


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
            invite_anew(there, operator, FIRST_GOOD_FOR)
            return there.id
        person = Person(name=name, email=email, fs_uniquifier=uuid4().hex, password_link_at=clock.now())
        person.roles = roles_named(roles)
        session.add(person)
        session.flush()
        told = {"name": name, "roles": sorted(roles)}
        audit.note("person.invited", f"person {person.id}", operator, after=told)
        return person.id


def _is_same(there: Person, name: str, roles: Collection[str]) -> bool:
    """Was just this person invited so before, and hasn't come yet?"""
    return is_awaited(there) and there.name == name and {role.name for role in there.roles} == set(roles)


def invite_anew(person: Person, operator: audit.Who, older_than: timedelta) -> None:
    """A new link for who hasn't come, unless a good one is younger than that; in the write unit that is open."""
    if renew(person, older_than):
        audit.note("person.invited", f"person {person.id}", operator, after={"name": person.name, "again": True})
