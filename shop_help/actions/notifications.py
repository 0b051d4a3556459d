"""What people do about what they are told of: read it, choose, and let a browser take pushes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from shop_help import clock, mailing
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.identity import Viewer
from shop_help.models import (
    Notification,
    NotificationChoice,
    NotificationHabit,
    Person,
    PushSubscription,
)
from shop_help.models.notification_log import close, deliver
from shop_help.policy.messages import Refused
from shop_help.policy.telling import MAIL, PUSH, TEST, TEST_ASKED, kinds_of, side_of

#: Browsers of one person; who adds another loses the oldest.
MOST_BROWSERS = 10


def mark_read(person_id: int, notification_id: int | None = None) -> None:
    """One of somebody's, or all of them, counts as read."""
    unread = select(Notification.id).where(Notification.person_id == person_id, Notification.read_at.is_(None))
    if notification_id is not None:
        unread = unread.where(Notification.id == notification_id)
    with write_unit(db.session) as session:
        # In the order of who tells of messages: who is told of several would wait for them in a circle.
        ids = session.scalars(unread.order_by(Notification.id).with_for_update()).all()
        close(session.connection(), ids, clock.now())


@dataclass(frozen=True)
class Wanted:
    """How somebody wants to be told: minutes of the day, a zone's name or none, and choices by kind and channel."""

    quiet: tuple[int, int] | None
    zone: str
    shows_words: bool
    on: Mapping[tuple[str, str], bool]


def choose(viewer: Viewer, wanted: Wanted) -> None:
    """Keeps it; kinds that are nothing to this person are left out."""
    known = kinds_of(viewer.roles)
    begins, ends = wanted.quiet or (None, None)
    habit = {"quiet_from": begins, "quiet_until": ends, "zone": wanted.zone, "shows_words": wanted.shows_words}
    with write_unit(db.session) as session:
        connection = session.connection()
        _put(connection, NotificationHabit, {"person_id": viewer.person_id}, habit)
        for (kind, channel), is_on in wanted.on.items():
            if kind in known and channel in (MAIL, PUSH):
                _choose_one(connection, viewer.person_id, kind, channel, is_on)


def end_mails(person_id: int) -> None:
    """No mail of any kind any more, as the link of every mail says."""
    with write_unit(db.session) as session:
        for kind in kinds_of(None):
            _choose_one(session.connection(), person_id, kind, MAIL, is_on=False)


def _choose_one(connection: Connection, person_id: int, kind: str, channel: str, is_on: bool) -> None:
    key = {"person_id": person_id, "kind": kind, "channel": channel}
    _put(connection, NotificationChoice, key, {"is_on": is_on})


def _put(connection: Connection, thing: Any, key: dict[str, Any], values: dict[str, Any]) -> None:
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    row = make(thing).values(**key, **values)
    connection.execute(row.on_conflict_do_update(index_elements=list(key), set_=values))


def take_browser(viewer: Viewer, endpoint: str, p256dh: str, auth: str, browser: str) -> None:
    """This browser takes pushes from now on; whoever had it before is told there no more."""
    digest = digest_of(endpoint)
    values = {
        "person_id": viewer.person_id,
        "sign_in_id": viewer.sign_in_id,
        "endpoint": endpoint,
        "p256dh": p256dh,
        "auth": auth,
        "browser": browser,
        "made_at": clock.now(),
    }
    with write_unit(db.session) as session:
        connection = session.connection()
        _put(connection, PushSubscription, {"digest": digest}, values)
        own = select(PushSubscription.id).where(PushSubscription.person_id == viewer.person_id)
        oldest = own.order_by(PushSubscription.id.desc()).offset(MOST_BROWSERS)
        for one in connection.execute(oldest).scalars().all():
            connection.execute(delete(PushSubscription).where(PushSubscription.id == one))


def digest_of(endpoint: str) -> str:
    """The name of an endpoint, which is one browser's."""
    return sha256(endpoint.encode()).hexdigest()


def drop_browser(person_id: int, browser_id: int | None, endpoint: str = "") -> None:
    """A browser of this person takes no pushes any more."""
    which = PushSubscription.id == browser_id if browser_id else PushSubscription.digest == digest_of(endpoint)
    with write_unit(db.session) as session:
        session.connection().execute(delete(PushSubscription).where(which, PushSubscription.person_id == person_id))


def ask_for_test(viewer: Viewer, channel: str) -> None:
    """A test that really goes out by this channel. Raises Refused where there is no such way to this person."""
    with write_unit(db.session) as session:
        connection, now = session.connection(), clock.now()
        ways = _ways(connection, viewer.person_id, channel, now)
        if not ways:
            raise Refused("bad_request")
        row = Notification(person_id=viewer.person_id, what=TEST_ASKED, side=side_of(viewer.audience))
        row.kind, row.happened_at, row.data = TEST, now, {}
        session.add(row)
        session.flush()
        deliver(connection, [(row.id, viewer.person_id, *way) for way in ways], now)


def _ways(connection: Connection, person_id: int, channel: str, now: datetime) -> list[tuple[str, int, datetime]]:
    if channel == MAIL:
        address = connection.execute(select(Person.email).where(Person.id == person_id)).scalar()
        return [(MAIL, 0, now)] if address and mailing.is_set_up() else []
    own = select(PushSubscription.id).where(PushSubscription.person_id == person_id)
    return [(PUSH, browser, now) for browser in connection.execute(own).scalars()] if channel == PUSH else []
