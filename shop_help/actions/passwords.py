"""A password is changed by who knows it, or chosen anew by who forgot it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import NoReturn

from shop_help import audit
from shop_help.actions.hiring import found_by_email, is_password, kept_password
from shop_help.actions.invitations import invite_anew
from shop_help.actions.one_at_a_time import one_at_a_time
from shop_help.actions.password_links import good_until, is_awaited, is_here, renew, token_for
from shop_help.actions.sign_ins import asking_freshly, end_all, hang_up
from shop_help.actions.staff import By, staff_at
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.identity import viewer_of
from shop_help.models import Person, SignIn
from shop_help.policy.faults import Faulty, refuse_faulty
from shop_help.policy.messages import Refused
from shop_help.policy.passwords import NOT_YOURS, RESENT_WITHIN, SAME, password_faults
from shop_help.policy.permissions import may_manage_people
from shop_help.policy.same_form import SAME_FORM


@dataclass(frozen=True)
class Link:
    """To whom a link goes. `is_first`: it is their invitation."""

    name: str
    email: str
    locale: str
    token: str
    is_first: bool


def change(sign_in_id: str, now: str, password: str) -> bool:
    """Another password; the other browsers are signed out. False where it is theirs already, as by a second tap.

    Raises Faulty, Refused for who has none, and ProveAgain for who didn't show their second factor lately.
    """
    refuse_faulty(password_faults(password))
    viewer = viewer_of(sign_in_id)
    opens = db.session.get_one(Person, viewer.person_id).password if viewer else None
    if opens is None:
        raise Refused("forbidden")
    refuse_faulty({"password": SAME} if now == password else {})
    # It takes a while, on purpose: not while others wait for us.
    is_there = is_password(password, opens)
    if not is_there and not is_password(now, opens):
        raise Faulty({"now": NOT_YOURS})
    kept = opens if is_there else kept_password(password)
    with write_unit(db.session) as session:
        who = asking_freshly(sign_in_id)
        person = session.get_one(Person, who.viewer.person_id)
        if person.password != opens:
            raise Faulty({"now": NOT_YOURS})
        # Whoever asked for a link meanwhile, from their mailbox, has none any more.
        person.password, person.password_link_at = kept, None
        ended = end_all(SignIn.going_on(person.id).where(SignIn.id != sign_in_id))
        if not is_there:
            audit.note("person.password_changed", f"person {person.id}", who.viewer)
    hang_up(ended)
    return not is_there


def send_link(by: By, person_id: int, older_than: timedelta) -> Link:
    """A new link for who was invited or has a password, unless a good one is younger than that: it is sent again.

    Raises Refused for anybody else: who comes by the shop's word has no password here, and nobody makes one for them.
    """
    with write_unit(db.session):
        operator = staff_at(by, may_manage_people)
        one_at_a_time(person_id)
        person = db.session.get(Person, person_id)
        found = _link(person, operator, older_than) if person is not None else None
        if found is None:
            raise Refused("forbidden")
        return found


def send_link_to(email: str) -> Link:
    """The same by a command, for an address; typed twice within a minute, there is one."""
    return _at(email, lambda person: _link(person, None, SAME_FORM)) or _nobody()


def forgotten(email: str, who: audit.Stranger) -> Link | None:
    """Somebody says that they forgot the password of this address; None where none is kept for it.

    Who was invited gets that link again, while it is good: how long it is, is not for whoever asks.
    """
    return _at(email, lambda person: _link(person, who, RESENT_WITHIN))


def _at(email: str, act: Callable[[Person], Link | None]) -> Link | None:
    with write_unit(db.session):
        person = found_by_email(email)
        return act(person) if person is not None else None


def _nobody() -> NoReturn:
    raise Refused("forbidden")


def _link(person: Person, who: audit.Who, older_than: timedelta) -> Link | None:
    is_first, is_asked_by_them = is_awaited(person), isinstance(who, audit.Stranger)
    if not is_here(person) or not person.email or (person.password is None and not is_first):
        return None
    if is_first and is_asked_by_them:
        if good_until(person) is None:
            return None
    elif is_first:
        invite_anew(person, who, older_than)
    elif renew(person, older_than):
        told = {"name": person.name, "asked_by_them": is_asked_by_them}
        audit.note("person.password_link", f"person {person.id}", who, after=told)
    return Link(person.name, person.email, person.locale, str(token_for(person)), is_first)
