"""What the operator of the machine does about staff: accounts, roles, and a second factor that was lost."""

import unicodedata
from collections.abc import Collection
from uuid import uuid4

from flask import current_app
from flask_security import hash_password, verify_password
from sqlalchemy import Select, delete, func, select

from shop_help import audit
from shop_help.actions.one_at_a_time import operators_one_at_a_time
from shop_help.actions.sign_ins import end_all, hang_up
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.identity import Viewer
from shop_help.models import Passkey, Person, RecoveryCode, Role, SignIn, TotpKey
from shop_help.models.personal import operators_but
from shop_help.policy.account_deletion import is_last_operator
from shop_help.policy.messages import Refused
from shop_help.policy.permissions import ROLES


class Taken(Exception):  # noqa: N818 - an answer, not an error
    """Somebody has an account of this address."""


class LastOperator(Exception):  # noqa: N818 - likewise
    """Without anybody who sets rules and roles nothing could be put right any more."""


def hire(email: str, name: str, roles: Collection[str], password: str) -> None:
    """A new account. Raises Taken where the address has one."""
    kept = kept_password(password)
    with write_unit(db.session) as session:
        if found_at_last(email) is not None:
            raise Taken
        person = Person(name=name, email=email.strip().lower(), fs_uniquifier=uuid4().hex)
        person.password = kept
        person.roles = roles_named(roles)
        session.add(person)
        session.flush()
        audit.note("person.added", f"person {person.id}", after={"name": name, "roles": sorted(roles)})


def kept_password(password: str) -> str:
    """The hash of a password, in Unicode's own spelling, as the sign-in asks for it."""
    return str(hash_password(_spelt(password)))


def is_password(password: str, kept: str) -> bool:
    """Is it the one of this hash?"""
    return bool(verify_password(_spelt(password), kept))


def _spelt(password: str) -> str:
    return unicodedata.normalize(current_app.config["SECURITY_PASSWORD_NORMALIZE_FORM"], password)


def change_roles(email: str, more: Collection[str], fewer: Collection[str]) -> list[str]:
    """Other roles, from the next page on; those there are now. Raises LastOperator."""
    with write_unit(db.session):
        person = _called(email)
        return set_roles(person, {*_names(person), *more} - set(fewer))


def set_roles(person: Person, wanted: Collection[str], by: Viewer | None = None) -> list[str]:
    """The same in the write unit that is open, the person locked."""
    before, after = _names(person), sorted(wanted)
    if before != after:
        if "operator" not in after:
            _refuse_last(person)
        person.roles = roles_named(after)
        audit.note(
            "person.roles_changed", f"person {person.id}", by, before={"roles": before}, after={"roles": after}
        )
    return after


def _names(person: Person) -> list[str]:
    return sorted(role.name for role in person.roles)


def _refuse_last(person: Person) -> None:
    # One after the other: else two operators take the role from each other at the same instant.
    operators_one_at_a_time()
    if person.active and is_last_operator(_names(person), operators_but(db.session.connection(), person.id)):
        raise LastOperator


def dismiss(email: str) -> None:
    """They are out of every browser, and can't sign in. Raises LastOperator."""
    with write_unit(db.session):
        ended = let_go(_called(email))
    hang_up(ended)


def let_go(person: Person, by: Viewer | None = None) -> list[str]:
    """The same in the write unit that is open; what ended, for after the commit."""
    if not person.active:
        return []
    _refuse_last(person)
    person.active = False
    audit.note("person.left", f"person {person.id}", by, before={"name": person.name})
    return end_all(SignIn.going_on(person.id))


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


def found_by_email(email: str) -> Person | None:
    """Whose address it is; locked, as one_at_a_time locks whoever changes what they sign in with."""
    return db.session.scalar(_of(email).with_for_update(of=Person, key_share=True))


def found_at_last(email: str) -> Person | None:
    """The same once it is one's turn to add somebody: an account that isn't there yet can't be locked by its address.

    Locked first, as by who gives and takes roles; who was added while one waited is not locked any more.
    """
    there = found_by_email(email)
    operators_one_at_a_time()
    return there or db.session.scalar(_of(email))


def _of(email: str) -> Select[Person]:
    return select(Person).where(func.lower(Person.email) == email.strip().lower())


def _called(email: str) -> Person:
    person = found_by_email(email)
    if person is None:
        raise Refused("forbidden")
    return person


def roles_named(names: Collection[str]) -> list[Role]:
    """Roles by their names; those that no person had yet are made."""
    known = {role.name: role for role in db.session.scalars(select(Role))}
    return [known.get(name) or Role(name=name) for name in ROLES if name in names]
