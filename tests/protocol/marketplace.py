"""People, shops and conversations for tests of the wire: rows of their own, in a database that a server runs on."""

import itertools
import sqlite3
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from flask_migrate import upgrade
from sqlalchemy import select, update

from shop_help import clock, create_app
from shop_help.actions.cases import Asked, OpenedCase, open_case
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import Case, Conversation, Person, Role, Shop, SignIn

#: Everybody who signs in, and what they are. Pia buys of Sam; Rob and Sue are strangers to their conversation.
CAST = {"pia": "buyer", "rob": "buyer", "sam": "seller", "sue": "seller", "gil": "agent", "ida": "agent"}


class Marketplace:
    """A migrated database with the cast; conversations are made as tests need them.

    `path` may be the URL of a PostgreSQL.
    """

    def __init__(self, path: Path | str) -> None:
        self.url = str(path) if "://" in str(path) else f"sqlite:///{path}"
        self.path = Path(path)
        self._numbers = itertools.count(1)
        self.app = create_app(
            {
                "TESTING": True,
                "DEMO": True,
                "SECRET_KEY": "a secret for the tests alone, long enough to be taken",
                "SECURITY_PASSWORD_SALT": "a salt for the tests alone, long enough to be taken",
                "SQLALCHEMY_DATABASE_URI": self.url,
            }
        )
        with self.app.app_context():
            upgrade()
            self._let_in()

    def _let_in(self) -> None:
        known = {role.name: role for role in db.session.scalars(select(Role))}
        for name, role in CAST.items():
            person = Person(
                name=name.title(),
                cast_name=name,
                fs_uniquifier=f"wire-{name}",
                birthdate=date.today() - timedelta(days=40 * 365),  # noqa: DTZ011 - a birthday of long ago
            )
            person.roles.append(known.setdefault(role, Role(name=role)))
            db.session.add(person)
        db.session.commit()

    def conversation(self, buyer: str = "pia", seller: str = "sam", **shop: Any) -> int:
        """A new conversation with a new shop of this seller."""
        number = next(self._numbers)
        # As a writer from the start: the server's clockwork writes beside it.
        with self.app.app_context(), write_unit(db.session):
            people = {person.cast_name: person for person in db.session.scalars(select(Person))}
            made = Shop(external_id=f"wire-{number}", name=f"Shop {number}", members=[people[seller]], **shop)
            talk = Conversation(buyer=people[buyer], shop=made, created_at=clock.now())
            db.session.add(talk)
            db.session.flush()
            return talk.id

    def case(self, buyer: str = "pia") -> OpenedCase:
        """A new case of theirs, which waits for an agent as a message; its first words stand at 1."""
        with self.app.app_context():
            sign_in_id = str(uuid4())
            with write_unit(db.session):
                person = db.session.scalars(select(Person).where(Person.cast_name == buyer)).one()
                db.session.add(SignIn(id=sign_in_id, person_id=person.id))
                # Each asks something of its own, so that none leads to another.
                db.session.execute(update(Case).values(open_key=None))
            asked = Asked("message", None, None, "Where is it?", str(uuid4()))
            return open_case(sign_in_id, asked)

    def sql(self, statement: str, *values: Any) -> list[Any]:
        """Runs one statement on the database directly, behind the server's back."""
        if self.url.startswith("postgresql"):
            with psycopg.connect(self.url.replace("+psycopg", ""), autocommit=True) as postgres:
                found: Any = postgres.execute(statement.replace("?", "%s"), values)
                return found.fetchall() if found.description else []
        connection = sqlite3.connect(self.path, timeout=20)
        try:
            with connection:
                return connection.execute(statement, values).fetchall()
        finally:
            connection.close()

    def person(self, name: str) -> int:
        """Somebody's id."""
        return int(self.sql("SELECT id FROM persons WHERE cast_name = ?", name)[0][0])

    def log(self, conversation: int) -> list[tuple[int, str]]:
        """(seq, body) of a conversation as the database holds it."""
        return self.sql("SELECT seq, body FROM messages WHERE conversation_id = ? ORDER BY seq", conversation)
