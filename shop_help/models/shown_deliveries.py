"""The log of mails and pushes as operators read it, by its indexes. No address, and nothing of what was said."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from shop_help.extensions import db
from shop_help.models.notification import Notification, NotificationDelivery
from shop_help.models.person import Person


@dataclass(frozen=True)
class DeliveryFilter:
    """Which deliveries; what is empty is not asked."""

    state: str = ""
    channel: str = ""
    person_id: int | None = None


def deliveries(wanted: DeliveryFilter, behind_id: int | None, most: int) -> Sequence[Any]:
    """The newest of them, or those behind one of them."""
    asked = (
        select(NotificationDelivery, Notification.what, Notification.kind, Person.name)
        .join(Notification, Notification.id == NotificationDelivery.notification_id)
        .join(Person, Person.id == NotificationDelivery.person_id)
        .order_by(NotificationDelivery.id.desc())
        .limit(most)
    )
    if wanted.state:
        asked = asked.where(NotificationDelivery.state == wanted.state)
    if wanted.channel:
        asked = asked.where(NotificationDelivery.channel == wanted.channel)
    if wanted.person_id is not None:
        asked = asked.where(NotificationDelivery.person_id == wanted.person_id)
    if behind_id is not None:
        asked = asked.where(NotificationDelivery.id < behind_id)
    return db.session.execute(asked).all()
