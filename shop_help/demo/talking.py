"""The demo's conversations, written as the rows that posting them would have left."""

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from shop_help.demo.cast import SHOPS
from shop_help.demo.order_plans import PLANS
from shop_help.demo.talk import TALKS, Said, Talk
from shop_help.models import Conversation, Message, Order, Person, ReadCursor, Shop, Wait
from shop_help.policy.answering import is_meaningful


def seed_talks(session: Session, now: datetime) -> int:
    """Adds the conversations that are not there yet; one that people went on with stays theirs."""
    people = {person.cast_name: person.id for person in session.scalars(select(Person).where(Person.cast_name != ""))}
    shops = {shop.external_id: shop.id for shop in session.scalars(select(Shop).where(Shop.external_id.in_(SHOPS)))}
    numbers = {plan.key: plan.number for plan in PLANS}
    orders = {order.number: order.id for order in session.scalars(select(Order).where(Order.story != ""))}
    added = 0
    for talk in TALKS:
        order_id = orders.get(numbers[talk.order]) if talk.order else None
        buyer_id, shop_id = people[talk.buyer], shops[talk.shop.external_id]
        same_order = Conversation.order_id == order_id if order_id else Conversation.order_id.is_(None)
        about = Conversation.of_buyer(buyer_id).where(Conversation.shop_id == shop_id, same_order)
        if (talk.order and order_id is None) or session.scalar(about) is not None:
            continue
        conversation = Conversation(buyer_id=buyer_id, shop_id=shop_id, order_id=order_id)
        _write(session, conversation, talk, people[talk.shop.seller], now)
        added += 1
    return added


def _write(session: Session, conversation: Conversation, talk: Talk, seller_id: int, now: datetime) -> None:
    def at(said: Said) -> datetime:
        return now.replace(microsecond=0) - timedelta(hours=said.hours)

    conversation.created_at = at(talk.said[0])
    session.add(conversation)
    session.flush()
    for seq, said in enumerate(talk.said, 1):
        person_id = {"BUYER": conversation.buyer_id, "SHOP": seller_id}.get(said.voice)
        name = str(uuid5(NAMESPACE_URL, f"{conversation.id}/{seq}/{said.body}"))
        words = {"voice": said.voice, "kind": said.kind, "body": said.body, "client_id": name}
        session.add(
            Message(conversation_id=conversation.id, seq=seq, person_id=person_id, created_at=at(said), **words)
        )
        _wait_or_answer(session, conversation, said, at(said))
    conversation.last_seq = len(talk.said)
    conversation.last_message_at = at(talk.said[-1])
    _read(session, conversation, talk, seller_id)


def _wait_or_answer(session: Session, conversation: Conversation, said: Said, at: datetime) -> None:
    """The buyer's first word without an answer begins a wait; a meaningful answer of the shop ends it."""
    if said.voice == "BUYER" and said.kind == "text" and conversation.waiting_since is None:
        conversation.waiting_since = at
    elif said.voice == "SHOP" and conversation.waiting_since is not None and is_meaningful(said.body):
        asked_at, conversation.waiting_since = conversation.waiting_since, None
        wait = Wait(shop_id=conversation.shop_id, conversation_id=conversation.id, asked_at=asked_at, answered_at=at)
        wait.seconds = round((at - asked_at).total_seconds())
        session.add(wait)


def _read(session: Session, conversation: Conversation, talk: Talk, seller_id: int) -> None:
    """Each side has read up to its own last word; what came after it is new to them."""
    for voice, person_id in (("BUYER", conversation.buyer_id), ("SHOP", seller_id)):
        seq = max((place for place, said in enumerate(talk.said, 1) if said.voice == voice), default=0)
        # What was answered was read: only the side that has to move finds something new.
        head = conversation.last_seq if conversation.waiting_since is None or voice == "BUYER" else seq
        session.add(ReadCursor(conversation_id=conversation.id, person_id=person_id, voice=voice, seq=head))
