"""Rows for the bench: buyers and sellers, each pair with a conversation, signed in with cookies made here."""

import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import psycopg

from bench.servers import ROOT, SECRET, Server


class Market:
    """A seeded database with `pairs` of people who have a conversation each, with `history` messages in it.

    `path` may be the URL of a PostgreSQL.
    """

    def __init__(self, path: Path | str, pairs: int, history: int = 0, seeded: bool = False) -> None:
        self.path = path
        self.url = str(path) if "://" in str(path) else f"sqlite:///{path}"
        self.pairs: list[tuple[int, str, str]] = []
        environ = Server("", [], 0, Path(), self.url).environ
        commands = [["db", "upgrade"]] + ([["seed"]] if seeded else [])
        for command in commands:
            flask = [sys.executable, "-m", "flask", *command]
            subprocess.run(flask, cwd=ROOT, env=environ, check=True, capture_output=True)
        from shop_help import create_app

        self.app = create_app(
            {
                "DEMO": True,
                "SECRET_KEY": SECRET,
                "SECURITY_PASSWORD_SALT": SECRET,
                "SQLALCHEMY_DATABASE_URI": self.url,
            }
        )
        with self.app.app_context():
            self._fill(pairs, history)

    def _fill(self, pairs: int, history: int) -> None:
        from sqlalchemy import select

        from shop_help.extensions import db
        from shop_help.models import Conversation, Role, Shop

        roles = {role.name: role for role in db.session.scalars(select(Role))}
        for name in ("buyer", "seller"):
            roles.setdefault(name, Role(name=name))
        for i in range(pairs):
            buyer, seller = self._person(f"Buyer {i}", roles["buyer"]), self._person(f"Seller {i}", roles["seller"])
            shop = Shop(external_id=f"bench-{i}", name=f"Shop {i}", members=[seller])
            talk = Conversation(buyer=buyer, shop=shop)
            db.session.add_all([shop, talk])
            db.session.flush()
            self._talk(talk, seller.id, history)
            self.pairs.append((talk.id, self.sign_in(buyer.id), self.sign_in(seller.id)))
        db.session.commit()

    def _person(self, name: str, role: Any) -> Any:
        from shop_help.extensions import db
        from shop_help.models import Person

        person = Person(name=name, fs_uniquifier=f"bench {name}", birthdate=date(1990, 1, 1), roles=[role])
        db.session.add(person)
        return person

    def _talk(self, talk: Any, seller_id: int, lines: int) -> None:
        from uuid import uuid4

        from shop_help import clock
        from shop_help.extensions import db
        from shop_help.models import Message

        for seq in range(1, lines + 1):
            voice, person = ("BUYER", talk.buyer_id) if seq % 2 else ("SHOP", seller_id)
            words = f"history {seq}: words of a message"
            db.session.add(
                Message(
                    conversation_id=talk.id,
                    seq=seq,
                    voice=voice,
                    person_id=person,
                    client_id=str(uuid4()),
                    body=words,
                )
            )
        talk.last_seq, talk.last_message_at = lines, clock.now()

    def sign_in(self, person_id: int) -> str:
        """A signed-in browser's Cookie header for somebody. Its row is written with the rest."""
        from uuid import uuid4

        from shop_help import identity
        from shop_help.extensions import db
        from shop_help.models import SignIn

        row = SignIn(id=uuid4().hex, person_id=person_id)
        db.session.add(row)
        signer: Any = self.app.session_interface
        return f"session={signer.get_signing_serializer(self.app).dumps({identity.SIGN_IN: row.id})}"

    def everybody(self) -> list[tuple[str, int, Any]]:
        """(cookie, conversation, who) of both sides of each conversation."""
        return [(cookie, talk, talk) for talk, *cookies in self.pairs for cookie in cookies]

    def stored(self, client_ids: set[str]) -> int:
        """How many of these messages the database holds, each in a place of its own."""
        rows = self.sql("SELECT client_id FROM messages")
        held = [row[0] for row in rows if row[0] in client_ids]
        if len(held) != len(set(held)):
            raise AssertionError("a message is there twice")
        return len(held)

    def sql(self, statement: str, *values: Any) -> list[Any]:
        """Rows of the database itself, behind the server's back."""
        if self.url.startswith("postgresql"):
            with psycopg.connect(self.url.replace("+psycopg", ""), autocommit=True) as postgres:
                return postgres.execute(statement.encode(), values or None).fetchall()
        return sqlite3.connect(self.path, timeout=20).execute(statement, values).fetchall()
