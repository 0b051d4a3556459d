"""What the operator of the machine does about staff: accounts, roles, and a second factor that was lost."""

from collections.abc import Collection
from uuid import uuid4

from flask_security import hash_password
from sqlalchemy import delete, func, select

from shop_help import audit
from shop_help.actions.sign_ins import end_all, hang_up
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import Passkey, Person, RecoveryCode, Role, SignIn, TotpKey
from shop_help.policy.messages import Refused
from shop_help.policy.permissions import ROLES

#: Fewest characters of a password that a command is given.
SHORTEST_PASSWORD = 12


class Taken(Exception):  # noqa: N818 - an answer, not an error
    """Somebody has an account of this address."""


def hire(email: str, name: str, roles: Collection[str], password: str) -> None:
    """A new account. Raises Taken where the address has one."""
    kept = hash_password(password)
    with write_unit(db.session) as session:
        if _found(email) is not None:
            raise Taken
        person = Person(name=name, email=email.strip().lower(), fs_uniquifier=uuid4().hex)
        person.password = kept
        person.roles = _roles(roles)
        session.add(person)
        session.flush()
        audit.note("person.added", f"person {person.id}", after={"name": name, "roles": sorted(roles)})


def change_roles(email: str, more: Collection[str], fewer: Collection[str]) -> list[str]:
    """Other roles, from the next page on; those there are now."""
    with write_unit(db.session):
        person = _called(email)
        before = sorted(role.name for role in person.roles)
        after = sorted({*before, *more} - set(fewer))
        person.roles = _roles(after)
        audit.note("person.roles_changed", f"person {person.id}", before={"roles": before}, after={"roles": after})
    return after


def dismiss(email: str) -> None:
    """They are out of every browser, and can't sign in."""
    with write_unit(db.session):
        person = _called(email)
        person.active = False
        ended = end_all(SignIn.going_on(person.id))
        audit.note("person.left", f"person {person.id}", before={"name": person.name})
    hang_up(ended)


def reset_second_factor(email: str) -> str:
    """Takes away app, passkeys and recovery codes, and signs them out: the next sign-in sets up new ones."""
    with write_unit(db.session) as session:
        person = _called(email)
        keys = session.scalars(select(Passkey.name).where(Passkey.person_id == person.id)).all()
        before = {"passkeys": sorted(keys), "app": session.get(TotpKey, person.id) is not None}
        for thing in (Passkey, TotpKey, RecoveryCode):
            session.execute(delete(thing).where(thing.person_id == person.id))
        ended = end_all(SignIn.going_on(person.id))
        audit.note("second_factor.reset", f"person {person.id}", before=before, after={"name": person.name})
    hang_up(ended)
    return person.name


def _found(email: str) -> Person | None:
    """Locked, as one_at_a_time locks whoever changes what they sign in with."""
    wanted = select(Person).where(func.lower(Person.email) == email.strip().lower())
    return db.session.scalar(wanted.with_for_update(of=Person, key_share=True))


def _called(email: str) -> Person:
    person = _found(email)
    if person is None:
        raise Refused("forbidden")
    return person


def _roles(names: Collection[str]) -> list[Role]:
    """Roles by their names; those that no person had yet are made."""
    known = {role.name: role for role in db.session.scalars(select(Role))}
    return [known.get(name) or Role(name=name) for name in ROLES if name in names]
