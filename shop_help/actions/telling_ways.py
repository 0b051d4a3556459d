"""By which channels people are told of what stands in their list by now, and when each has its turn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from shop_help import mailing
from shop_help.models.notification_hearers import browsers_of, choices_of
from shop_help.models.notification_log import Way, deliver
from shop_help.policy.telling import MAIL, PUSH, Line, is_on
from shop_help.policy.telling_times import NEWS_FOR, due_at


@dataclass(frozen=True)
class Told:
    """A notification that is new; `person`: a row with id and email."""

    id: int
    line: Line
    person: Any
    happened_at: datetime


def tell_ways(connection: Connection, told: Sequence[Told], now: datetime) -> None:
    """Writes the deliveries of notifications. Old news stands in the list alone."""
    news = [one for one in told if now - one.happened_at <= NEWS_FOR]
    if not news:
        return
    people = {one.person.id for one in news}
    chosen, browsers, mails = choices_of(connection, people), browsers_of(connection, people), mailing.is_set_up()
    ways: list[Way] = []
    for one in news:
        person, line = one.person, one.line
        if mails and person.email and is_on(line.side, line.kind, MAIL, chosen[person.id]):
            ways.append((one.id, person.id, MAIL, 0, due_at(line.kind, MAIL, one.happened_at)))
        if is_on(line.side, line.kind, PUSH, chosen[person.id]):
            due = due_at(line.kind, PUSH, one.happened_at)
            own = (browser.id for browser in browsers if browser.person_id == person.id)
            ways += [(one.id, person.id, PUSH, browser, due) for browser in own]
    deliver(connection, ways, now)
