"""What came of sending mails and pushes, and telling open browsers that something is new."""

from typing import Any

from sqlalchemy import Connection, delete, update

from shop_help import clock
from shop_help.actions.in_pieces import in_pieces
from shop_help.actions.notification_leasing import MOST, Leased
from shop_help.announcements.lists import notifications_changed
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.mailing.port import LATER, SENT, Outcome
from shop_help.models import Notification, NotificationDelivery, PushSubscription
from shop_help.models.notification_log import close_seen, unannounced
from shop_help.policy.telling_times import next_try


def announce() -> int:
    """Tells open browsers what they were not told yet. How many notifications."""
    # A look first: on SQLite who writes has all others wait, and mostly there is nothing.
    any_new = unannounced(db.session.connection(), 1)
    db.session.rollback()
    said: list[int] = []
    if any_new:
        in_pieces(lambda: _announce_some(said) == MOST)
    return len(said)


def _announce_some(said: list[int]) -> int:
    with write_unit(db.session) as session:
        found = unannounced(session.connection(), MOST, lock=True)
        ids = [row.id for row in found]
        people = {row.person_id for row in found}
        close_seen(session.connection(), people, clock.now())
        announced = update(Notification).where(Notification.id.in_(ids)).values(announced_at=clock.now())
        session.connection().execute(announced)
    for person_id in people:
        notifications_changed(person_id)
    said += ids
    return len(ids)


def note(leased: Leased, outcome: Outcome) -> None:
    """Writes down what came of it. A browser that is gone is told no more; a later lease stands."""
    now = clock.now()
    with write_unit(db.session) as session:
        connection = session.connection()
        for delivery_id, tries, since in leased.tries:
            again = next_try(tries, since, now) if outcome.what == LATER else None
            values: dict[str, Any] = {"reason": outcome.reason, "next_try_at": again}
            if again is None:
                values |= {"state": "sent" if outcome.what == SENT else "failed", "settled_at": now}
            _store(connection, delivery_id, tries, values)
        if outcome.reason == "gone":
            connection.execute(delete(PushSubscription).where(PushSubscription.id == leased.browser.id))


def _store(connection: Connection, delivery_id: int, tries: int, values: dict[str, Any]) -> None:
    own = (NotificationDelivery.id == delivery_id, NotificationDelivery.tries == tries)
    waiting = update(NotificationDelivery).where(*own, NotificationDelivery.state == "waiting")
    connection.execute(waiting.values(values))
