"""What operators do about people on their pages; the commands of actions.hiring do the same."""

from collections.abc import Callable, Collection
from typing import TypeVar

from shop_help import audit
from shop_help.actions import hiring
from shop_help.actions.duty import duty_of, languages_in
from shop_help.actions.one_at_a_time import one_at_a_time
from shop_help.actions.sign_ins import hang_up
from shop_help.actions.waiting_line import line_moved
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.identity import Viewer, viewer_of
from shop_help.models import Person
from shop_help.policy.messages import Refused
from shop_help.policy.permissions import ROLES, may_manage_people

Done = TypeVar("Done")


def set_roles(sign_in_id: str, person_id: int, roles: Collection[str]) -> None:
    """These roles and no others, from their next page on. Raises hiring.LastOperator, and Refused for nobody."""
    wanted = {name for name in roles if name in ROLES}
    _about(sign_in_id, person_id, lambda person, by: hiring.set_roles(person, wanted, by))


def let_go(sign_in_id: str, person_id: int) -> None:
    """They are out of every browser, and can't sign in. Raises hiring.LastOperator."""
    hang_up(_about(sign_in_id, person_id, hiring.let_go))


def let_in_again(sign_in_id: str, person_id: int) -> None:
    """They may sign in once more, with what they signed in with before."""

    def act(person: Person, by: Viewer) -> None:
        if not person.active:
            person.active = True
            audit.note("person.returned", f"person {person.id}", by, after={"name": person.name})

    _about(sign_in_id, person_id, act)


def set_languages(sign_in_id: str, person_id: int, languages: Collection[str]) -> None:
    """An agent is asked first for chats in these languages. Raises Faulty, and Refused for somebody else."""
    spoken = languages_in(languages)

    def act(person: Person, by: Viewer) -> None:
        if "agent" not in {role.name for role in person.roles}:
            raise Refused("forbidden")
        duty = duty_of(person.id)
        before, duty.languages = duty.languages, spoken
        if before != spoken:
            told = ({"languages": before}, {"languages": spoken})
            audit.note("person.languages_changed", f"person {person.id}", by, before=told[0], after=told[1])

    _about(sign_in_id, person_id, act)
    line_moved()


def _about(sign_in_id: str, person_id: int, act: Callable[[Person, Viewer], Done]) -> Done:
    """One act in a write unit, the operator asked anew and the person locked. Whose account is deleted stays so."""
    with write_unit(db.session):
        one_at_a_time(person_id)
        viewer = viewer_of(sign_in_id)
        if viewer is None:
            raise Refused("signed_out")
        person = db.session.get(Person, person_id)
        if person is None or person.erased_at or not may_manage_people(viewer):
            raise Refused("forbidden")
        return act(person, viewer)
