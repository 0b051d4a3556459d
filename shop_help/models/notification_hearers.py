"""Whom a happening concerns, and by which ways they want to be told."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, select

from shop_help.models.notification import NotificationChoice, PushSubscription
from shop_help.models.person import Person, SignIn, has_role, works_as
from shop_help.models.prepared import Prepared
from shop_help.models.several import one_of
from shop_help.models.shop import shop_members

_PERSON = select(Person.id.label("of"), Person.id, Person.email).where(Person.active, one_of(Person.id, "these"))
_MEMBER = (
    select(shop_members.c.shop_id.label("of"), Person.id, Person.email)
    .join(Person, Person.id == shop_members.c.person_id)
    .where(one_of(shop_members.c.shop_id, "these"), Person.active)
)
#: Who is told in each part, while they have the right.
_PEOPLE = {
    "BUYER": Prepared(_PERSON.where(has_role("buyer")).order_by(Person.id)),
    "AGENT": Prepared(_PERSON.where(has_role("agent")).order_by(Person.id)),
    "SHOP": Prepared(_MEMBER.where(has_role("seller")).order_by(Person.id)),
}
_OPERATORS = select(Person.id, Person.email).where(Person.active, works_as("operator")).order_by(Person.id)


def people_of(connection: Connection, side: str, these: Collection[int]) -> Sequence[Any]:
    """Who is told in this part, for buyers and agents by their own ids, for shops by the shops': rows with that id as
    `of`, and the person's id and email. Of one thing in the order of their ids."""
    if not these:
        return ()
    return _PEOPLE[side].all(connection, {"these": sorted(these)})


def operators(connection: Connection) -> Sequence[Any]:
    """All operators: rows with id and email."""
    return connection.execute(_OPERATORS).all()


def choices_of(connection: Connection, these: Collection[int]) -> dict[int, dict[tuple[str, str], bool]]:
    """What each of these people chose, by kind and channel."""
    wanted = select(NotificationChoice).where(NotificationChoice.person_id.in_(these))
    chosen: dict[int, dict[tuple[str, str], bool]] = {person_id: {} for person_id in these}
    for row in connection.execute(wanted):
        chosen[row.person_id][row.kind, row.channel] = row.is_on
    return chosen


def browsers_of(connection: Connection, these: Collection[int]) -> Sequence[Any]:
    """The subscriptions of these people's browsers, in which they are still signed in: rows with id and person_id."""
    wanted = (
        select(PushSubscription.id, PushSubscription.person_id)
        .join(SignIn, SignIn.id == PushSubscription.sign_in_id)
        .where(PushSubscription.person_id.in_(these), SignIn.ended_at.is_(None))
    )
    return connection.execute(wanted.order_by(PushSubscription.id)).all()
