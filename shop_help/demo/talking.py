"""The demo's conversations, written as the rows that posting them would have left."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from shop_help import photo_files
from shop_help.darkroom import Developed, develop
from shop_help.demo.cast import SHOPS
from shop_help.demo.drawing import cracked_planter
from shop_help.demo.order_plans import PLANS
from shop_help.demo.talk import TALKS, Said, Talk
from shop_help.models import Conversation, Message, Order, Person, Photo, ReadCursor, Shop, Wait
from shop_help.policy.answering import is_answer


@dataclass(frozen=True)
class DrawnPhoto:
    """The photo of the demo, its files in their place."""

    id: str
    photo: Developed
    file_name: str
    digest: str

    @property
    def data(self) -> dict[str, Any]:
        """What its message shows."""
        return {"photo": self.id, "width": self.photo.width, "height": self.photo.height}


def draw_missing_photo(session: Session) -> DrawnPhoto | None:
    """Draws the photo that is said in a conversation which is not there yet; before the writing begins."""
    if not any(said.kind == "photo" for talk, *_ in _missing(session) for said in talk.said):
        return None
    content, photo_id = cracked_planter(), str(uuid4())
    photo = develop(content)
    return DrawnPhoto(photo_id, photo, photo_files.keep(photo_id, photo), sha256(content).hexdigest())


def seed_talks(session: Session, now: datetime, drawn: DrawnPhoto | None) -> int:
    """Adds the conversations that are not there yet; one that people went on with stays theirs."""
    added = 0
    for talk, conversation, seller_id in list(_missing(session)):
        _write(session, conversation, talk, seller_id, now, drawn)
        added += 1
    return added


def _missing(session: Session) -> Iterator[tuple[Talk, Conversation, int]]:
    """Each talk that is not there, the conversation it would be, and who answers in it."""
    people = {person.cast_name: person.id for person in session.scalars(select(Person).where(Person.cast_name != ""))}
    shops = {shop.external_id: shop.id for shop in session.scalars(select(Shop).where(Shop.external_id.in_(SHOPS)))}
    numbers = {plan.key: plan.number for plan in PLANS}
    orders = {order.number: order.id for order in session.scalars(select(Order).where(Order.story != ""))}
    for talk in TALKS:
        order_id = orders.get(numbers[talk.order]) if talk.order else None
        buyer_id, shop_id = people[talk.buyer], shops[talk.shop.external_id]
        same_order = Conversation.order_id == order_id if order_id else Conversation.order_id.is_(None)
        about = Conversation.of_buyer(buyer_id).where(Conversation.shop_id == shop_id, same_order)
        if (talk.order and order_id is None) or session.scalar(about) is not None:
            continue
        conversation = Conversation(buyer_id=buyer_id, shop_id=shop_id, order_id=order_id)
        yield talk, conversation, people[talk.shop.seller]


def _write(
    session: Session,
    conversation: Conversation,
    talk: Talk,
    seller_id: int,
    now: datetime,
    drawn: DrawnPhoto | None,
) -> None:
    def at(said: Said) -> datetime:
        return now.replace(microsecond=0) - timedelta(hours=said.hours)

    conversation.created_at = at(talk.said[0])
    session.add(conversation)
    session.flush()
    for seq, said in enumerate(talk.said, 1):
        person_id = {"BUYER": conversation.buyer_id, "SHOP": seller_id}.get(said.voice)
        name = str(uuid5(NAMESPACE_URL, f"{conversation.id}/{seq}/{said.body}"))
        words = {"voice": said.voice, "kind": said.kind, "body": said.body, "client_id": name}
        message = Message(conversation_id=conversation.id, seq=seq, person_id=person_id, created_at=at(said), **words)
        session.add(message)
        if said.kind == "photo" and drawn:
            _show(session, message, drawn)
        _wait_or_answer(session, conversation, said, at(said))
    conversation.last_seq = len(talk.said)
    conversation.last_message_at = at(talk.said[-1])
    _read(session, conversation, talk, seller_id)


def _show(session: Session, message: Message, drawn: DrawnPhoto) -> None:
    """The message's photo, as its row and on the message."""
    message.data = drawn.data
    session.flush()
    photo = Photo(id=drawn.id, conversation_id=message.conversation_id, seq=message.seq, person_id=message.person_id)
    photo.width, photo.height, photo.bytes = drawn.photo.width, drawn.photo.height, len(drawn.photo.large)
    photo.digest, photo.file_name, photo.created_at = drawn.digest, drawn.file_name, message.created_at
    session.add(photo)


def _wait_or_answer(session: Session, conversation: Conversation, said: Said, at: datetime) -> None:
    """The buyer's first word without an answer begins a wait; a meaningful answer of the shop ends it."""
    if said.voice == "BUYER" and said.kind in ("text", "photo") and conversation.waiting_since is None:
        conversation.waiting_since = at
    elif said.voice == "SHOP" and conversation.waiting_since is not None and is_answer(said.kind, said.body):
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
