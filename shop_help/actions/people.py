"""What operators do about people on their pages, and by command; actions.hiring has more of it."""

from collections.abc import Callable, Collection
from typing import TypeVar

from shop_help import audit
from shop_help.actions import hiring
from shop_help.actions.duty import duty_of, languages_in
from shop_help.actions.one_at_a_time import one_at_a_time
from shop_help.actions.sign_ins import hang_up
from shop_help.actions.staff import By, staff_at
from shop_help.actions.waiting_line import line_moved
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.identity import Viewer
from shop_help.models import Person
from shop_help.policy.messages import Refused
from shop_help.policy.permissions import ROLES, may_manage_people

Done = TypeVar("Done")


def set_roles(by: By, person_id: int, roles: Collection[str]) -> None:
    """These roles and no others, from their next page on. Raises hiring.LastOperator, and Refused for nobody."""
    wanted = {name for name in roles if name in ROLES}
    _about(by, person_id, lambda person, operator: hiring.set_roles(person, wanted, operator))


def let_go(by: By, person_id: int) -> None:
    """They are out of every browser, and can't sign in. Raises hiring.LastOperator."""
    hang_up(_about(by, person_id, hiring.let_go))


def let_in_again(by: By, person_id: int) -> None:
    """They may sign in once more, with what they signed in with before."""

    def act(person: Person, operator: Viewer | None) -> None:
        if not person.active:
            person.active = True
            audit.note("person.returned", f"person {person.id}", operator, after={"name": person.name})

    _about(by, person_id, act)


def set_languages(by: By, person_id: int, languages: Collection[str]) -> None:
    """An agent is asked first for chats in these languages. Raises Faulty, and Refused for somebody else."""
    spoken = languages_in(languages)

    def act(person: Person, operator: Viewer | None) -> None:
        if "agent" not in {role.name for role in person.roles}:
            raise Refused("forbidden")
        duty = duty_of(person.id)
        before, duty.languages = duty.languages, spoken
        if before != spoken:
            told = ({"languages": before}, {"languages": spoken})
            audit.note("person.languages_changed", f"person {person.id}", operator, before=told[0], after=told[1])

    _about(by, person_id, act)
    line_moved()


def _about(by: By, person_id: int, act: Callable[[Person, Viewer | None], Done]) -> Done:
    """One act in a write unit, the operator asked anew and the person locked. Whose account is deleted stays so."""
    with write_unit(db.session):
        one_at_a_time(person_id)
        operator = staff_at(by, may_manage_people)
        person = db.session.get(Person, person_id)
        if person is None or person.erased_at:
            raise Refused("forbidden")
        return act(person, operator)
