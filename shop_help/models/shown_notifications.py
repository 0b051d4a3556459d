"""Notifications as people read them: in the list, on the bell, and in mails and pushes."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, select

from shop_help.extensions import db
from shop_help.models.conversation import Conversation
from shop_help.models.notification import Notification, NotificationChoice, NotificationHabit, PushSubscription
from shop_help.models.notification_log import how_many, is_seen, unread_in
from shop_help.models.order import Order
from shop_help.models.person import Person
from shop_help.models.prepared import Prepared
from shop_help.models.reading import row_of
from shop_help.models.shop import Shop

#: A badge says no more than that.
MOST_COUNTED = 100

_UNREAD = Prepared(how_many(unread_in(bindparam("person", 0)), MOST_COUNTED))


def count_told(person_id: int) -> int:
    """How many notifications somebody hasn't read; 100 for more than 99."""
    found: int = row_of(_UNREAD, person=person_id).many
    return found


def shown() -> Select[Any]:
    """Notifications with what their sentences name."""
    return (
        select(
            *Notification.__table__.c,
            is_seen().label("is_seen"),
            Shop.name.label("shop_name"),
            Person.name.label("buyer_name"),
            Order.number.label("order_number"),
        )
        .outerjoin(Conversation, Conversation.id == Notification.conversation_id)
        .outerjoin(Order, Order.id == func.coalesce(Notification.order_id, Conversation.order_id))
        .outerjoin(Shop, Shop.id == func.coalesce(Conversation.shop_id, Order.shop_id))
        .outerjoin(Person, Person.id == func.coalesce(Conversation.buyer_id, Order.buyer_id))
    )


def notifications_of(person_id: int, behind_id: int | None, most: int) -> Sequence[Any]:
    """The newest of somebody's, or those behind one of them."""
    wanted = shown().where(Notification.person_id == person_id).order_by(Notification.id.desc()).limit(most)
    if behind_id is not None:
        wanted = wanted.where(Notification.id < behind_id)
    return db.session.execute(wanted).all()


def notification_of(person_id: int, notification_id: int) -> Any:
    """One of somebody's; None for what isn't theirs."""
    wanted = shown().where(and_(Notification.id == notification_id, Notification.person_id == person_id))
    return db.session.execute(wanted).one_or_none()


def choices(person_id: int) -> dict[tuple[str, str], bool]:
    """What somebody chose, by kind and channel."""
    wanted = select(NotificationChoice).where(NotificationChoice.person_id == person_id)
    return {(row.kind, row.channel): row.is_on for row in db.session.scalars(wanted)}


def habit_of(person_id: int) -> NotificationHabit:
    """How somebody wants to be told; as at first where they said nothing."""
    return db.session.get(NotificationHabit, person_id) or NotificationHabit(
        person_id=person_id, quiet_from=None, quiet_until=None, zone="", shows_words=False
    )


def email_of(person_id: int) -> str:
    """Where somebody's mails go; empty where no address is known."""
    return db.session.scalar(select(Person.email).where(Person.id == person_id)) or ""


def browsers_told(person_id: int) -> Sequence[PushSubscription]:
    """Somebody's browsers that take pushes, the newest first."""
    wanted = select(PushSubscription).where(PushSubscription.person_id == person_id)
    return db.session.scalars(wanted.order_by(PushSubscription.id.desc())).all()
