"""A link by which somebody chooses a password, once: who was invited, and who forgot theirs."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from shop_help import audit, clock
from shop_help.actions.hiring import is_password, kept_password
from shop_help.actions.one_at_a_time import one_at_a_time
from shop_help.actions.sign_ins import end_all, hang_up
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import Person, SignIn
from shop_help.policy.faults import refuse_faulty
from shop_help.policy.passwords import good_for, password_faults
from shop_help.policy.same_form import SAME_FORM


def is_awaited(person: Person) -> bool:
    """Was somebody invited who hasn't come yet? The link of one who waited too long is renewed."""
    return person.password is None and person.password_link_at is not None and is_here(person)


def is_here(person: Person) -> bool:
    """May they sign in at all?"""
    return bool(person.active and person.erased_at is None)


def good_until(person: Person) -> datetime | None:
    """Until when their link is good; None where there is none that is."""
    made, used = person.password_link_at, person.password_link_used_at
    if made is None or not is_here(person) or (used is not None and used >= made):
        return None
    until = made + good_for(person.password is not None)
    return until if clock.now() < until else None


def token_for(person: Person) -> str | None:
    """What the link shows; None where there is no good one."""
    return _token(person) if good_until(person) else None


def whose(token: str) -> Person | None:
    """Whose link it is, while it is good; None for anything that we didn't make."""
    person = _signed(token)
    return person if person is not None and good_until(person) else None


def renew(person: Person, older_than: timedelta) -> bool:
    """A new link, which ends the one before; False where there is a good one that is younger than that.

    In the write unit that is open, the person locked.
    """
    if good_until(person) and person.password_link_at and clock.now() - person.password_link_at < older_than:
        return False
    person.password_link_at = clock.now()
    return True


@dataclass(frozen=True)
class Chosen:
    """Whose password a link set. `is_new`: they had another one before, and nobody was told yet."""

    person_id: int
    email: str
    is_new: bool


def choose(token: str, password: str) -> Chosen | None:
    """They have this password, the link is used up, and they are signed out everywhere.

    None where the link is good no more; the same form sent twice is answered twice. Raises Faulty.
    """
    refuse_faulty(password_faults(password))
    person = _signed(token)
    if person is not None and good_until(person):
        found = _choose(token, person.id, kept_password(password))
        if found is not None:
            return found
        db.session.rollback()
        person = _signed(token)
    if person is None or not _was_just_used(person) or not is_password(password, person.password or ""):
        return None
    return Chosen(person.id, person.email or "", False)


def _choose(token: str, person_id: int, kept: str) -> Chosen | None:
    with write_unit(db.session):
        one_at_a_time(person_id)
        person = _signed(token)
        if person is None or not good_until(person):
            return None
        is_first = is_awaited(person)
        person.password, person.password_link_used_at = kept, clock.now()
        chosen = Chosen(person_id, person.email or "", not is_first)
        ended = end_all(SignIn.going_on(person_id))
        what = "person.came" if is_first else "person.password_renewed"
        audit.note(what, f"person {person_id}", after={"name": person.name})
    hang_up(ended)
    return chosen


def _was_just_used(person: Person) -> bool:
    made, used = person.password_link_at, person.password_link_used_at
    return bool(made and used and used >= made and clock.now() - used < SAME_FORM and is_here(person))


def _signed(token: str) -> Person | None:
    """Whose link it is, good or not: the one made last and no earlier one."""
    try:
        person_id, _name, _at = _signer().loads(token)
    except (BadData, ValueError, TypeError):
        return None
    person = db.session.get(Person, person_id) if isinstance(person_id, int) else None
    return person if person is not None and _token(person) == token else None


def _token(person: Person) -> str | None:
    named = person.password_link_at.isoformat() if person.password_link_at else ""
    return str(_signer().dumps([person.id, person.fs_uniquifier, named])) if named else None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="password link")
