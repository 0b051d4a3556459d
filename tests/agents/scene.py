"""Customer service with the demo's people and none of its cases: ana and bruno ask, gus and iris answer."""

from typing import Any
from uuid import uuid4

from flask import Flask
from sqlalchemy import delete, select

from shop_help import clock
from shop_help.actions import case_holding, cases
from shop_help.actions.case_turning import Reply
from shop_help.actions.conversations import post_message
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import Case, Conversation, Duty, HelpQuestion, Order, Person, ServiceHours, SignIn
from shop_help.policy.service_hours import ALWAYS

LUMA_ORDER, KICKS_ORDER = "576461030000000104", "576461030000000106"


class Scene:
    """`ids` and `sign_ins` by the names of the cast."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with write_unit(db.session) as session:
            # What a test adds is all there is.
            session.execute(delete(Conversation).where(Conversation.kind == "support"))
            session.execute(delete(Duty))
            people = session.scalars(select(Person).where(Person.cast_name.is_not(None))).all()
            self.ids = {str(person.cast_name): person.id for person in people}
            self.sign_ins = {name: f"{name}-{uuid4()}" for name in self.ids}
            session.add_all(SignIn(id=self.sign_ins[name], person_id=self.ids[name]) for name in self.ids)
            for market in ("US", "UK"):
                # Always open, so that no test depends on the hour it runs at.
                session.merge(ServiceHours(market=market, week=[[list(ALWAYS[0])]] * 7, keeps_holidays=False))

    def question(self, slug: str) -> int:
        return db.session.scalars(select(HelpQuestion.id).where(HelpQuestion.slug == slug)).one()

    def order(self, number: str) -> Order:
        return db.session.scalars(select(Order).where(Order.number == number)).one()

    def ask(
        self,
        body: str = "Where is it?",
        mode: str = "message",
        who: str = "ana",
        order: str | None = LUMA_ORDER,
        question: str | None = "where-is-my-order",
        **more: Any,
    ) -> cases.OpenedCase:
        """A buyer turns to customer service."""
        order_id = self.order(order).id if order and who == "ana" else None
        question_id = self.question(question) if question else None
        asked = cases.Asked(mode, order_id, question_id, body, str(uuid4()), **more)
        return cases.open_case(self.sign_ins[who], asked)

    def say(self, who: str, opened: Any, body: str, **reply: Any) -> int:
        """Somebody says something in a case's conversation."""
        said = (self.sign_ins[who], opened.conversation_id, str(uuid4()), body)
        return post_message(*said, Reply(**reply)).seq

    def claim(self, who: str, opened: Any) -> None:
        case_holding.claim(self.sign_ins[who], opened.case_id)

    def case(self, opened: Any) -> Case:
        """The case as the database holds it."""
        db.session.rollback()
        return db.session.get_one(Case, opened.case_id, populate_existing=True)

    def on_duty(self, *names: str) -> None:
        """They are there, without a word aloud."""
        with write_unit(db.session) as session:
            for name in names:
                session.merge(Duty(person_id=self.ids[name], state="on", seen_at=clock.now()))
