"""Taking mails and pushes to send them: leased, sent with no transaction open, and noted, as refunds are
(actions.refunds.sending).

What somebody has seen by then, doesn't want any more, or can't get is dropped; in their quiet hours it waits.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from shop_help import clock
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.languages import spoken
from shop_help.letters import Reader
from shop_help.models import (
    Message,
    Notification,
    NotificationDelivery,
    NotificationHabit,
    Person,
    PushSubscription,
    SignIn,
)
from shop_help.models.notification_hearers import choices_of
from shop_help.models.shown_notifications import shown
from shop_help.policy.markets import market_called
from shop_help.policy.telling import MAIL, TEST, is_on
from shop_help.policy.telling_times import LEASE, quiet_until
from shop_help.sayings import body_in

#: Of each thing in one round; the next round takes the rest.
MOST = 50
#: Signs of a message that a mail or a push may show.
LONGEST_SAID = 160


@dataclass(frozen=True)
class Leased:
    """Deliveries of one person by one channel that are this process's to send, for a while."""

    reader: Reader
    channel: str
    #: Id, tries and since when of each: what came of an earlier lease is not noted any more.
    tries: tuple[tuple[int, int, datetime], ...]
    rows: Sequence[Any]
    #: What was written, by the notification's id, where the person wants it to be shown.
    said: dict[int, str] = field(default_factory=dict)
    #: Of push.
    browser: Any = None

    @property
    def name(self) -> str:
        """The same for each try of the same thing."""
        return "-".join(str(delivery_id) for delivery_id, _, _ in self.tries[:5])


def due(channel: str) -> list[Any]:
    """What is to be sent now: rows with person_id and target, whoever waits longest first."""
    waiting = (NotificationDelivery.state == "waiting", NotificationDelivery.next_try_at <= clock.now())
    wanted = (
        select(NotificationDelivery.person_id, NotificationDelivery.target)
        .where(NotificationDelivery.channel == channel, *waiting)
        .order_by(NotificationDelivery.next_try_at)
        .limit(MOST)
    )
    found = list(dict.fromkeys(tuple(row) for row in db.session.execute(wanted)))
    db.session.rollback()
    return found


def lease(channel: str, person_id: int, target: int) -> Leased | None:
    """Takes what waits for somebody, so that several things are one mail; None where nothing is left to send."""
    with write_unit(db.session) as session:
        connection, now = session.connection(), clock.now()
        waiting = _waiting(connection, channel, person_id, target, now)
        if not any(row.next_try_at <= now for row in waiting):
            return None
        reader, habit = _reader(connection, person_id)
        browser = _browser(connection, target) if channel != MAIL else None
        if reader is None or (channel == MAIL and not reader.email) or (channel != MAIL and browser is None):
            _drop(connection, {row.id: "ended" for row in waiting}, now)
            return None
        rows = {row.id: row for row in connection.execute(_shown(waiting))}
        needless = _needless(connection, waiting, rows, person_id, channel)
        _drop(connection, needless, now)
        left = [row for row in waiting if row.id not in needless]
        later = quiet_until(now, habit.quiet_from, habit.quiet_until, habit.zone or reader.zone) if habit else None
        if later:
            # A test is asked for by somebody who waits for it.
            tests = [row for row in left if rows[row.notification_id].kind == TEST]
            _store(connection, [row.id for row in left if row not in tests], {"next_try_at": later})
            left = tests
        to = Leased(reader, channel, (), (), {}, browser)
        return _taken(connection, left, rows, to, bool(habit and habit.shows_words), now)


def _waiting(connection: Connection, channel: str, person_id: int, target: int, now: datetime) -> Sequence[Any]:
    table = NotificationDelivery
    own = (table.person_id == person_id, table.channel == channel, table.target == target, table.state == "waiting")
    wanted = select(table.id, table.notification_id, table.tries, table.made_at, table.next_try_at).where(*own)
    # What another process has leased was tried and isn't due; what waits for its first try goes along.
    free = (table.next_try_at <= now) | (table.tries == 0)
    found = connection.execute(wanted.where(free).order_by(table.id).limit(MOST).with_for_update(skip_locked=True))
    return found.all()


def _reader(connection: Connection, person_id: int) -> tuple[Reader | None, Any]:
    wanted = select(Person.name, Person.email, Person.locale, Person.market).where(
        Person.id == person_id, Person.active
    )
    row = connection.execute(wanted).one_or_none()
    habit = connection.execute(
        select(NotificationHabit).where(NotificationHabit.person_id == person_id)
    ).one_or_none()
    if row is None:
        return None, None
    return Reader(person_id, row.name, row.email or "", row.locale, market_called(row.market).zone), habit


def _browser(connection: Connection, browser_id: int) -> Any:
    """A browser that takes pushes, in which its person is still signed in."""
    wanted = select(PushSubscription).join(SignIn, SignIn.id == PushSubscription.sign_in_id)
    return connection.execute(
        wanted.where(PushSubscription.id == browser_id, SignIn.ended_at.is_(None))
    ).one_or_none()


def _shown(waiting: Sequence[Any]) -> Any:
    return shown().where(Notification.id.in_([row.notification_id for row in waiting])).order_by(Notification.id)


def _needless(
    connection: Connection, waiting: Sequence[Any], rows: dict[int, Any], person_id: int, channel: str
) -> dict[int, str]:
    """Why each of these isn't sent any more, by the delivery's id."""
    chosen, found = choices_of(connection, [person_id])[person_id], {}
    for delivery in waiting:
        row = rows.get(delivery.notification_id)
        if row is None or row.read_at is not None or row.is_seen:
            found[delivery.id] = "seen"
        elif row.kind != TEST and not is_on(row.side, row.kind, channel, chosen):
            found[delivery.id] = "off"
    return found


def _drop(connection: Connection, reasons: dict[int, str], now: datetime) -> None:
    for reason in set(reasons.values()):
        ids = [delivery_id for delivery_id, why in reasons.items() if why == reason]
        _store(connection, ids, {"state": "dropped", "reason": reason, "next_try_at": None, "settled_at": now})


def _store(connection: Connection, ids: Sequence[int], values: dict[str, Any]) -> None:
    connection.execute(update(NotificationDelivery).where(NotificationDelivery.id.in_(ids)).values(values))


def _taken(
    connection: Connection, left: Sequence[Any], rows: dict[int, Any], to: Leased, shows_words: bool, now: datetime
) -> Leased | None:
    if not left:
        return None
    leased = update(NotificationDelivery).where(NotificationDelivery.id.in_([row.id for row in left]))
    connection.execute(leased.values(next_try_at=now + LEASE, tries=NotificationDelivery.tries + 1))
    found = [rows[row.notification_id] for row in left]
    tries = tuple((row.id, row.tries + 1, row.made_at) for row in left)
    said = {row.id: words for row in found if shows_words and (words := _said(connection, row, to.reader.locale))}
    return replace(to, tries=tries, rows=found, said=said)


def _said(connection: Connection, row: Any, locale: str) -> str:
    """The last thing that was written, cut short. A note of agents is no message, so it can't be here."""
    if row.kind != "messages":
        return ""
    wanted = select(Message.body, Message.data).where(
        Message.conversation_id == row.conversation_id, Message.seq == row.seq
    )
    said = connection.execute(wanted).one_or_none()
    body = body_in(spoken(locale), said.body, said.data) if said else ""
    return body if len(body) <= LONGEST_SAID else f"{body[: LONGEST_SAID - 1].rstrip()}…"
