"""The agents of customer service, and which teams an operator put them into."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, select

from shop_help.extensions import db
from shop_help.models.person import Person, works_as
from shop_help.models.service import Duty

#: On a page; of a house with more of them the rest is there by command.
MOST_AGENTS = 500


def agents() -> Sequence[Any]:
    """Who works on cases, by name: id, name, email, member_of (None where they were never on duty)."""
    wanted = (
        select(Person.id, Person.name, Person.email, Duty.member_of)
        .outerjoin(Duty, Duty.person_id == Person.id)
        .where(and_(Person.active, works_as("agent")))
        .order_by(Person.name, Person.id)
        .limit(MOST_AGENTS)
    )
    return db.session.execute(wanted).all()
