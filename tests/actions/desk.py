"""A small customer service for the acts: buyers with an order, and agents on duty."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

from flask import Flask

from shop_help import clock
from shop_help.actions import case_holding, cases
from shop_help.actions.case_turning import Reply
from shop_help.actions.conversations import post_message
from shop_help.actions.posting import Posted
from shop_help.extensions import db
from shop_help.models import Case, Message, Order, Person, Role, ServiceHours, Shop, SignIn
from shop_help.policy.service_hours import ALWAYS


class Desk:
    """People are named buyer, other, seller and agent0, agent1 …; `sign_ins` has their sign-in ids."""

    def __init__(self, app: Flask, agents: int = 3) -> None:
        self.app = app
        roles = {name: Role(name=name) for name in ("buyer", "seller", "agent")}
        named = {"buyer": "buyer", "other": "buyer", "seller": "seller"}
        named |= {f"agent{i}": "agent" for i in range(agents)}
        self.people = {
            name: Person(
                name=name.capitalize(), fs_uniquifier=name, roles=[roles[role]], adult_confirmed_by="the test"
            )
            for name, role in named.items()
        }
        shop = Shop(external_id="shop", name="Luma Home", members=[self.people["seller"]])
        db.session.add_all([*self.people.values(), shop])
        # Always open, so that no test depends on the hour it runs at.
        db.session.add(ServiceHours(market="US", week=[[list(ALWAYS[0])]] * 7, keeps_holidays=False))
        db.session.flush()
        now = clock.now()
        self.order = Order(
            number="1",
            buyer=self.people["buyer"],
            shop=shop,
            market="US",
            state="IN_TRANSIT",
            currency="USD",
            created_at=now,
            updated_at=now,
        )
        db.session.add(self.order)
        self.sign_ins = {name: f"{name}-{uuid4()}" for name in self.people}
        db.session.add_all(SignIn(id=self.sign_ins[name], person_id=p.id) for name, p in self.people.items())
        db.session.commit()

    def ask(
        self, body: str = "Where is it?", mode: str = "chat", who: str = "buyer", **more: Any
    ) -> cases.OpenedCase:
        """A buyer turns to customer service about their order."""
        order_id = self.order.id if who == "buyer" else None
        told = {"order_id": order_id, "question_id": None, "client_id": str(uuid4())} | more
        return cases.open_case(self.sign_ins[who], cases.Asked(mode=mode, body=body, **told))

    def say(self, who: str, opened: Any, body: str, client_id: str | None = None, **reply: Any) -> Posted:
        """Somebody says something in a case's conversation."""
        said = (self.sign_ins[who], opened.conversation_id, client_id or str(uuid4()), body)
        return post_message(*said, Reply(**reply))

    def claim(self, who: str, opened: Any) -> None:
        case_holding.claim(self.sign_ins[who], opened.case_id)

    def case(self, opened: Any) -> Case:
        """The case as the database holds it."""
        db.session.rollback()
        found = db.session.get(Case, opened.case_id, populate_existing=True)
        assert found is not None
        return found

    def lines(self, opened: Any) -> list[tuple[str, str]]:
        """(voice, body) of the conversation, in order."""
        db.session.rollback()
        wanted = db.select(Message).where(Message.conversation_id == opened.conversation_id).order_by(Message.seq)
        return [(row.voice, row.body) for row in db.session.scalars(wanted)]

    def at_once(self, *calls: Any) -> list[Any]:
        """Calls at the same time, each in a thread of its own: what came of each."""

        def one(call: Any) -> Any:
            with self.app.app_context():
                try:
                    return call()
                except Exception as error:
                    return error
                finally:
                    db.session.remove()

        with ThreadPoolExecutor(len(calls)) as pool:
            return list(pool.map(one, calls))
