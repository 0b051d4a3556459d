"""Whom a happening concerns, and by which ways they want to be told."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, select

from shop_help.models.notification import NotificationChoice, PushSubscription
from shop_help.models.person import Person, SignIn, works_as
from shop_help.models.prepared import Prepared
from shop_help.models.shop import shop_members

_THIS: BindParameter[int] = bindparam("this", 0)
_ACTIVE = select(Person.id, Person.email).where(Person.active).order_by(Person.id)
#: Who is told in each part, while they have the right.
_PEOPLE = {
    "BUYER": Prepared(_ACTIVE.where(Person.id == _THIS, works_as("buyer"))),
    "AGENT": Prepared(_ACTIVE.where(Person.id == _THIS, works_as("agent"))),
    "SHOP": Prepared(
        _ACTIVE.where(
            Person.id.in_(select(shop_members.c.person_id).where(shop_members.c.shop_id == _THIS)),
            works_as("seller"),
        )
    ),
    "OPERATOR": Prepared(_ACTIVE.where(works_as("operator"))),
}


def people_of(
    connection: Connection, side: str, buyer_id: int | None, shop_id: int | None, agent_id: int | None
) -> Sequence[Any]:
    """Who is told in this part: rows with id and email."""
    known = {"BUYER": buyer_id, "SHOP": shop_id, "AGENT": agent_id}.get(side, 0)
    if known is None:
        # A case has no shop, and a shop's conversation no agent.
        return ()
    return _PEOPLE[side].all(connection, {"this": known})


def choices_of(connection: Connection, person_id: int) -> dict[tuple[str, str], bool]:
    """What somebody chose, by kind and channel."""
    wanted = select(NotificationChoice).where(NotificationChoice.person_id == person_id)
    return {(row.kind, row.channel): row.is_on for row in connection.execute(wanted)}


def browsers_of(connection: Connection, person_id: int) -> Sequence[int]:
    """The subscriptions of somebody's browsers, in which they are still signed in."""
    wanted = (
        select(PushSubscription.id)
        .join(SignIn, SignIn.id == PushSubscription.sign_in_id)
        .where(PushSubscription.person_id == person_id, SignIn.ended_at.is_(None))
    )
    return connection.execute(wanted.order_by(PushSubscription.id)).scalars().all()
