"""People as operators find them: who works here or for a shop, and of buyers the one who is named exactly."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select

from shop_help.extensions import db
from shop_help.models.person import Person, SignIn, works_as
from shop_help.models.shop import Shop, shop_members

#: Roles of those who are listed; buyers are too many to look through.
WORKING = ("seller", "agent", "operator")


def people(who: str, role: str, behind: int, most: int) -> Sequence[Person]:
    """A page, newest accounts first. `who`: a part of a name, or exactly an address, the marketplace's id or #12."""
    listed = select(Person).where(works_as(*([role] if role in WORKING else WORKING)))
    if who:
        listed = listed.where(func.lower(Person.name).contains(who.lower(), autoescape=True))
    listed = listed.where(Person.id < behind) if behind else listed
    found = list(db.session.scalars(listed.order_by(Person.id.desc()).limit(most)))
    return found if behind or not who else [*_named(who, {row.id for row in found}), *found]


def _named(who: str, but_not: set[int]) -> list[Person]:
    wanted: list[Select[Any]] = [
        select(Person).where(Person.email.in_([who, who.lower()])),
        select(Person).where(Person.external_id == who),
    ]
    number = who.removeprefix("#")
    if number.isascii() and number.isdigit() and len(number) < 10:
        wanted.append(select(Person).where(Person.id == int(number)))
    found = {row.id: row for asked in wanted for row in db.session.scalars(asked)}
    return [row for number_of, row in found.items() if number_of not in but_not]


def working_as(role: str, email: str) -> int | None:
    """The person of an e-mail address who has a role, by id."""
    wanted = select(Person.id).where(func.lower(Person.email) == email.strip().lower(), Person.active, works_as(role))
    return db.session.scalar(wanted)


def shops_of(person_id: int) -> Sequence[str]:
    """The names of the shops that somebody works for."""
    theirs = select(Shop.name).join(shop_members, shop_members.c.shop_id == Shop.id)
    return db.session.scalars(theirs.where(shop_members.c.person_id == person_id).order_by(Shop.name)).all()


def browsers_open(person_id: int) -> int:
    """In how many browsers somebody is signed in."""
    going_on = SignIn.going_on(person_id).subquery()
    return db.session.scalar(select(func.count()).select_from(going_on)) or 0
