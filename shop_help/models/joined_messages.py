"""Messages that join a notification which isn't read yet: asked and written for many people at once."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Text, bindparam, select, update

from shop_help.models.conversation import ReadCursor
from shop_help.models.notification import Notification
from shop_help.models.prepared import Prepared
from shop_help.models.several import one_of

_READ = Prepared(
    select(ReadCursor.person_id, ReadCursor.conversation_id, ReadCursor.seq).where(
        one_of(ReadCursor.conversation_id, "talks"), one_of(ReadCursor.person_id, "people")
    )
)


def read_up_to(
    connection: Connection, people: Collection[int], talks: Collection[int]
) -> Mapping[tuple[int, int], int]:
    """How far these people have read these conversations, by (person, conversation); nothing of those never read."""
    rows = _READ.all(connection, {"talks": sorted(talks), "people": sorted(people)})
    return {(row.person_id, row.conversation_id): row.seq for row in rows}


_OPEN = Prepared(
    select(Notification.open_key, Notification.id, Notification.seq)
    .where(one_of(Notification.open_key, "keys", Text))
    .order_by(Notification.id)
    .with_for_update()
)


def open_ones(connection: Connection, keys: Collection[str]) -> Mapping[str, Any]:
    """Those that weren't marked as read yet, by their key: rows with id and seq, locked. Who marks one just now is
    waited for: what joined it would be read by nobody."""
    return {row.open_key: row for row in _OPEN.all(connection, {"keys": sorted(keys)})}


_JOIN = Prepared(
    update(Notification)
    .where(Notification.id == bindparam("this"))
    .values(
        seq=bindparam("up_to"),
        count=Notification.count + bindparam("more"),
        happened_at=bindparam("at"),
        announced_at=None,
    )
)


def join(connection: Connection, joined: Sequence[tuple[int, int, int, datetime]]) -> None:
    """(notification, place of the last, how many, instant of the last) of what joins, in the order of their ids."""
    names = ("this", "up_to", "more", "at")
    for one in sorted(joined):
        _JOIN.run(connection, dict(zip(names, one, strict=True)))
