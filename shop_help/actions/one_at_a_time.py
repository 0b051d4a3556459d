"""What one person does by the same form, or in two browsers at once, happens one after the other."""

from sqlalchemy import select

from shop_help.extensions import db
from shop_help.models import Person, Role


def one_at_a_time(person_id: int) -> None:
    """Waits in the write unit that is open for others of this person; what is read next, they have written.

    Whoever only names the person in a row of theirs, such as a message, waits for nobody.
    """
    db.session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))


def operators_one_at_a_time() -> None:
    """Waits in the write unit that is open for other operators: what isn't there yet can't be locked by itself."""
    db.session.execute(select(Role.id).where(Role.name == "operator").with_for_update())
