"""People are told of messages: of those of a conversation together, for one notification counts them until it is
read.

What began a wait is news; what the same side writes behind it joins. Nobody is told of what they have read by then.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from shop_help import clock, mailing
from shop_help.actions.handing_on import OutboxRow
from shop_help.models import notification_hearers as hearing
from shop_help.models import notification_log as rows
from shop_help.policy.telling import MAIL, PUSH, Line, hearers, is_on
from shop_help.policy.telling_times import KNOWN_FOR, NEWS_FOR, due_at

MESSAGE = "message.posted"


@dataclass(frozen=True)
class Said:
    """A message, as one side is told of it."""

    entry: OutboxRow
    line: Line
    #: Ids and states, with the case it may be of.
    data: dict[str, Any]
    #: The buyer began to wait with it; else it joins what they wrote before, and is no news of its own.
    begins: bool

    @property
    def seq(self) -> int:
        """Its place in the conversation."""
        return int(self.entry.data["seq"])


def tell_messages(connection: Connection, entries: Sequence[OutboxRow]) -> None:
    """Writes who is told of messages of one conversation, in their order. The same one twice is told once."""
    now = clock.now()
    news = [entry for entry in entries if now - entry.happened_at <= KNOWN_FOR]
    talk = rows.talk_of(connection, news[0].data["conversation"]) if news else None
    if talk is None:
        return
    told: dict[str, list[Said]] = {}
    for entry in news:
        data = entry.data | ({"case": talk.case_id} if talk.case_id else {})
        for line in hearers(MESSAGE, data):
            told.setdefault(line.side, []).append(Said(entry, line, data, _begins(talk, entry)))
    for side, said in told.items():
        for person in hearing.people_of(connection, side, talk.buyer_id, talk.shop_id, talk.agent_id):
            _tell_person(connection, talk, said, person, now)


def _begins(talk: Any, entry: OutboxRow) -> bool:
    is_asked = entry.data["voice"] == "BUYER" and talk.shop_id is not None
    return not is_asked or (talk.waiting_since is not None and talk.waiting_since >= entry.happened_at)


def _tell_person(connection: Connection, talk: Any, said: Sequence[Said], person: Any, now: datetime) -> None:
    read = rows.read_up_to(connection, person.id, talk.id)
    unread = [one for one in said if one.seq > read]
    if not unread:
        return
    rows.close_seen(connection, person.id, now)
    open_key = f"{person.id}:{talk.id}"
    while unread and not rows.join(connection, open_key, [(one.seq, one.entry.happened_at) for one in unread]):
        while unread and not unread[0].begins:
            unread.pop(0)
        if unread:
            _add(connection, talk, unread.pop(0), person, open_key, now)


def _add(connection: Connection, talk: Any, said: Said, person: Any, open_key: str, now: datetime) -> None:
    added = rows.add(
        connection,
        {
            "person_id": person.id,
            "happening": f"{talk.id}:{said.seq}",
            "what": MESSAGE,
            "side": said.line.side,
            "kind": said.line.kind,
            "open_key": open_key,
            "conversation_id": talk.id,
            "seq": said.seq,
            "order_id": talk.order_id,
            "data": said.data,
            "happened_at": said.entry.happened_at,
        },
    )
    if added is not None:
        tell_ways(connection, added, said.line, person, said.entry.happened_at, now)


def tell_ways(
    connection: Connection, notification_id: int, line: Line, person: Any, happened_at: datetime, now: datetime
) -> None:
    """By which channels a notification goes out, and when each has its turn. Old news stands in the list alone."""
    if now - happened_at > NEWS_FOR:
        return
    chosen, ways = hearing.choices_of(connection, person.id), []
    if person.email and mailing.is_set_up() and is_on(line.side, line.kind, MAIL, chosen):
        ways.append((MAIL, 0, due_at(line.kind, MAIL, happened_at)))
    if is_on(line.side, line.kind, PUSH, chosen):
        due = due_at(line.kind, PUSH, happened_at)
        ways += [(PUSH, browser, due) for browser in hearing.browsers_of(connection, person.id)]
    rows.deliver(connection, notification_id, person.id, ways, now)
