"""The outbox's reader that tells people: a row for each person whom a happening concerns, and its ways to them.

It decides nothing: policy.telling says who hears of what. Nobody is told of what they have read by then.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from shop_help import clock
from shop_help.actions.handing_on import OutboxRow, enter
from shop_help.actions.telling_messages import MESSAGE, tell_messages, tell_ways
from shop_help.models import notification_hearers as hearing
from shop_help.models import notification_log as rows
from shop_help.policy.telling import TOLD, Line, hearers
from shop_help.policy.telling_times import KNOWN_FOR


@dataclass(frozen=True)
class Happening:
    """An entry, and whom it concerns."""

    entry: OutboxRow
    conversation_id: int | None
    seq: int | None
    order_id: int | None
    buyer_id: int | None
    shop_id: int | None
    agent_id: int | None
    #: Ids and states, with who did it.
    data: dict[str, Any]


def tell(connection: Connection, entry: OutboxRow) -> None:
    """Writes who is told of an entry of the outbox. The same entry twice is told once."""
    if entry.what == MESSAGE:
        tell_messages(connection, [entry])
        return
    now = clock.now()
    if now - entry.happened_at > KNOWN_FOR or not TOLD.get(entry.what):
        return
    happening = _happening(connection, entry)
    if happening is None:
        return
    for line in hearers(entry.what, happening.data):
        sides = (happening.buyer_id, happening.shop_id, happening.agent_id)
        for person in hearing.people_of(connection, line.side, *sides):
            _tell_person(connection, happening, line, person, now)


def _happening(connection: Connection, entry: OutboxRow) -> Happening | None:
    """What happened; None where its conversation is gone by now, and with it what a notification would lead to."""
    data = entry.data | _who(connection, entry)
    talk = rows.talk_of(connection, data["conversation"]) if data.get("conversation") else None
    if talk is None and data.get("conversation"):
        return None
    return Happening(
        entry=entry,
        conversation_id=data.get("conversation"),
        seq=talk.last_seq if talk else None,
        order_id=data.get("order") or (talk.order_id if talk else None),
        buyer_id=talk.buyer_id if talk else data.get("buyer"),
        shop_id=data.get("shop"),
        agent_id=data.get("to") or (talk.agent_id if talk else None),
        data=data | ({"case": talk.case_id} if talk and talk.case_id else {}),
    )


def _who(connection: Connection, entry: OutboxRow) -> dict[str, str | None]:
    """Who did it and who has to move, where that decides who is told."""
    lines, data = TOLD[entry.what], entry.data
    found: dict[str, str | None] = {}
    if "voice" not in data and any(line.by for line in lines):
        found["voice"] = rows.voice_of(connection, entry.what, data.get("order"), entry.happened_at)
    if "mover" not in data and "protection" in data and any(line.mover for line in lines):
        found["mover"] = rows.mover_of(connection, data["protection"])
    return found


def _tell_person(connection: Connection, of: Happening, line: Line, person: Any, now: datetime) -> None:
    rows.close_seen(connection, person.id, now)
    added = rows.add(
        connection,
        {
            "person_id": person.id,
            "happening": str(of.entry.id),
            "what": of.entry.what,
            "side": line.side,
            "kind": line.kind,
            "open_key": None,
            "conversation_id": of.conversation_id,
            "seq": of.seq,
            "order_id": of.order_id,
            "data": of.data,
            "happened_at": of.entry.happened_at,
        },
    )
    if added is not None:
        tell_ways(connection, added, line, person, of.entry.happened_at, now)


enter(tell, tell_messages)
