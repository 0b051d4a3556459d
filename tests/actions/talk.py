"""A small marketplace for the acts: a buyer and a seller at one conversation, and somebody who has no part in it."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

from flask import Flask
from sqlalchemy import select

from shop_help import clock
from shop_help.actions.conversations import open_conversation, post_message
from shop_help.actions.posting import Posted
from shop_help.extensions import db
from shop_help.models import Conversation, Message, Order, Person, Role, Shop, SignIn


class Talk:
    """People are named buyer, seller and stranger; `sign_ins` has their sign-in ids, `id` is the conversation's."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        roles = {name: Role(name=name) for name in ("buyer", "seller")}
        people = {
            name: Person(
                name=name.capitalize(), fs_uniquifier=name, roles=[roles[role]], adult_confirmed_by="the test"
            )
            for name, role in (("buyer", "buyer"), ("seller", "seller"), ("stranger", "buyer"))
        }
        self.shop = Shop(external_id="shop", name="Luma Home", members=[people["seller"]])
        db.session.add_all([*people.values(), self.shop])
        db.session.flush()
        now = clock.now()
        order = Order(
            number="1",
            buyer=people["buyer"],
            shop=self.shop,
            market="US",
            state="IN_TRANSIT",
            currency="USD",
            created_at=now,
            updated_at=now,
            shipped_at=now,
        )
        db.session.add(order)
        # Names of their own in each test: the pace of a sign-in is counted for the whole process.
        named = {name: f"{name}-{uuid4()}" for name in people}
        db.session.add_all(SignIn(id=named[name], person_id=person.id) for name, person in people.items())
        db.session.commit()
        self.people, self.order = people, order
        self.sign_ins = named
        self.id = open_conversation(people["buyer"].id, self.shop.id, order.id)

    def say(self, who: str, body: str, client_id: str | None = None) -> Posted:
        """Somebody says something."""
        return post_message(self.sign_ins.get(who, who), self.id, client_id or str(uuid4()), body)

    def at_once(self, calls: list[tuple[str, str, str]]) -> list[Any]:
        """Many say something at the same time: (who, body, client_id). What came of each, in the calls' order."""

        def one(call: tuple[str, str, str]) -> Any:
            with self.app.app_context():
                try:
                    return self.say(*call)
                except Exception as error:
                    return error

        with ThreadPoolExecutor(8) as pool:
            return list(pool.map(one, calls))

    def rows(self) -> list[Message]:
        """What the database holds, in order."""
        db.session.rollback()
        wanted = select(Message).where(Message.conversation_id == self.id).order_by(Message.seq)
        return list(db.session.scalars(wanted.execution_options(populate_existing=True)))

    def row(self) -> Conversation:
        """The conversation as the database holds it."""
        db.session.rollback()
        found = db.session.get(Conversation, self.id, populate_existing=True)
        assert found is not None
        return found
