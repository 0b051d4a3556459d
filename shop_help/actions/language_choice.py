"""Which language somebody wants to read."""

from sqlalchemy import update

from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import Person


def choose_language(person_id: int, language: str) -> None:
    """From now on this person reads that language, wherever they sign in; mails speak it too."""
    with write_unit(db.session) as session:
        session.execute(update(Person).where(Person.id == person_id).values(locale=language))
