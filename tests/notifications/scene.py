"""Ana and Sol of the demo, what they are told of, and a clock that is moved by hand."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from shop_help import clock
from shop_help.actions import handing_on, handing_on_messages
from shop_help.actions.conversations import mark_read, open_conversation, post_message
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.jobs import notifications
from shop_help.models import Conversation, Notification, NotificationDelivery, Order, OutboxEntry, Person, SignIn


class Scene:
    """Everything that the demo's past says is told already, and told to nobody here."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.people = {
            p.cast_name: p for p in db.session.scalars(select(Person).where(Person.cast_name.is_not(None)))
        }
        db.session.add_all(SignIn(id=f"{name}-here", person_id=person.id) for name, person in self.people.items())
        ana = self.people["ana"]
        order = db.session.scalars(Order.of(ana.id).where(Order.number.endswith("0103"))).one()
        self.order, self.shop_id = order, order.shop_id
        db.session.commit()
        self.talk = open_conversation(ana.id, order.shop_id, order.id)
        with write_unit(db.session) as session:
            session.execute(update(OutboxEntry).values(taken_at=clock.now()))
            session.execute(update(Conversation).values(told_seq=Conversation.last_seq))
        self.now = clock.now()
        monkeypatch.setattr(clock, "now", lambda: self.now)

    @property
    def place(self) -> dict[str, Any]:
        """Whom what happens concerns."""
        sides = {"buyer": self.order.buyer_id, "shop": self.shop_id}
        return sides | {"order": self.order.id, "conversation": self.talk}

    def later(self, **length: int) -> None:
        self.now += timedelta(**length)

    def say(self, who: str, body: str = "Hello", talk: int | None = None) -> int:
        """Somebody says something; its place."""
        self.later(seconds=1)
        return post_message(f"{who}-here", talk or self.talk, str(uuid4()), body).seq

    def read(self, who: str, talk: int | None = None) -> None:
        head = db.session.get_one(Conversation, talk or self.talk, populate_existing=True).last_seq
        mark_read(f"{who}-here", talk or self.talk, head)

    def happen(self, what: str, **data: Any) -> None:
        with write_unit(db.session) as session:
            session.add(OutboxEntry(what=what, happened_at=self.now, data=self.place | data))

    def hand_on(self) -> None:
        handing_on.go_round()
        handing_on_messages.go_round()

    def send(self, **after: int) -> int:
        """What has happened is handed on, and what is due after a while is sent."""
        self.hand_on()
        self.later(**after)
        return notifications.go_round()

    def told(self, who: str) -> Sequence[Notification]:
        db.session.rollback()
        db.session.expire_all()
        own = select(Notification).where(Notification.person_id == self.people[who].id)
        return db.session.scalars(own.order_by(Notification.id)).all()

    def whats(self, who: str) -> list[tuple[str, int]]:
        return [(row.what, row.count) for row in self.told(who)]

    def deliveries(self, who: str) -> list[tuple[str, str, str]]:
        """Channel, state and reason of each."""
        db.session.rollback()
        db.session.expire_all()
        own = select(NotificationDelivery).where(NotificationDelivery.person_id == self.people[who].id)
        rows = db.session.scalars(own.order_by(NotificationDelivery.id))
        return [(row.channel, row.state, row.reason) for row in rows]
