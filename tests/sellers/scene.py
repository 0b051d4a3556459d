"""Conversations made by hand, so that a test says exactly who waits since when."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import time_machine
from sqlalchemy import delete, select

from shop_help import clock
from shop_help.actions.conversations import open_conversation, post_message
from shop_help.extensions import db
from shop_help.models import (
    Conversation,
    Deadline,
    Message,
    Order,
    OrderRequest,
    Person,
    ReadCursor,
    Refund,
    Role,
    Shop,
    SignIn,
    Wait,
)

HOUR = timedelta(hours=1)


def shop_named(name: str) -> Shop:
    return db.session.scalars(select(Shop).where(Shop.name == name)).one()


def cleared(shop: Shop) -> Shop:
    """The shop without any conversation, answer or request: what a test adds is all there is."""
    asked = select(OrderRequest.id).where(OrderRequest.shop_id == shop.id)
    db.session.execute(delete(Refund).where(Refund.request_id.in_(asked)))
    db.session.execute(delete(Deadline).where(Deadline.owner == "order_request", Deadline.owner_id.in_(asked)))
    for model in (Wait, OrderRequest, Conversation):
        db.session.execute(delete(model).where(model.shop_id == shop.id))
    db.session.commit()
    return shop


def buyer_named(name: str) -> Person:
    """A new buyer."""
    role = db.session.scalars(select(Role).where(Role.name == "buyer")).one()
    person = Person(name=name, fs_uniquifier=str(uuid4()), roles=[role], adult_confirmed_by="the test")
    db.session.add(person)
    db.session.flush()
    return person


def ordered(buyer: Person, shop: Shop, state: str = "IN_TRANSIT", number: str = "", **more: Any) -> Order:
    """A new order of theirs."""
    now = clock.now()
    order = Order(
        number=number or str(uuid4().int)[:18],
        buyer_id=buyer.id,
        shop_id=shop.id,
        market=shop.market,
        state=state,
        currency="USD",
        created_at=now,
        updated_at=now,
        address={"name": buyer.name, "lines": ["5 Heron Lane"], "city": "Portland", "country": "US"},
        **more,
    )
    db.session.add(order)
    db.session.flush()
    return order


def talked(
    buyer: Person,
    shop: Shop,
    *said: tuple[str, str],
    order: Order | None = None,
    waiting_since: datetime | None = None,
    at: datetime | None = None,
) -> Conversation:
    """A conversation with these (voice, body), the last one said at `at`."""
    at = at or waiting_since or clock.now()
    said = said or (("BUYER", "Hello?"),)
    talk = Conversation(
        buyer_id=buyer.id,
        shop_id=shop.id,
        order_id=order.id if order else None,
        last_seq=len(said),
        last_message_at=at,
        waiting_since=waiting_since,
    )
    db.session.add(talk)
    db.session.flush()
    people = {"BUYER": buyer.id, "SHOP": shop.members[0].id if shop.members else None}
    for seq, (voice, body) in enumerate(said, 1):
        db.session.add(
            Message(
                conversation_id=talk.id,
                seq=seq,
                voice=voice,
                person_id=people.get(voice),
                client_id=str(uuid4()),
                body=body,
                created_at=at,
            )
        )
    db.session.commit()
    return talk


def read_by(person: Person, talk: Conversation, seq: int) -> None:
    """The seller has read so far."""
    db.session.add(ReadCursor(conversation_id=talk.id, person_id=person.id, voice="SHOP", seq=seq))
    db.session.commit()


def said_to_a_buyer(shop: Shop, at: datetime) -> list[str]:
    """What a new buyer reads who writes then."""
    shop_id = shop.id
    db.session.rollback()
    ola = buyer_named("Ola Nord")
    sign_in_id = str(uuid4())
    db.session.add(SignIn(id=sign_in_id, person_id=ola.id))
    db.session.commit()
    with time_machine.travel(at, tick=False):
        talk = open_conversation(ola.id, shop_id, None)
        post_message(sign_in_id, talk, str(uuid4()), "Is anybody there?")
    return [body for (body,) in db.session.execute(select(Message.body).where(Message.conversation_id == talk))][1:]
