"""The outbox's reader that tells people: a row for each person whom a happening concerns, and its ways to them.

It decides nothing: policy.telling says who hears of what. Nobody is told of what they have read by then.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from shop_help import clock
from shop_help.actions.handing_on import OutboxRow, enter
from shop_help.actions.telling_messages import MESSAGE, tell_messages
from shop_help.actions.telling_ways import Told, tell_ways
from shop_help.models import notification_hearers as hearing
from shop_help.models import notification_log as rows
from shop_help.policy.telling import AGENT, BUYER, OPERATOR, SHOP, TOLD, Line, hearers
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
    told = [
        (line, person)
        for line in hearers(entry.what, happening.data)
        for person in _people(connection, happening, line.side)
    ]
    _tell_people(connection, happening, told, now)


def _happening(connection: Connection, entry: OutboxRow) -> Happening | None:
    """What happened; None where its conversation is gone by now, and with it what a notification would lead to."""
    data = entry.data | _who(connection, entry)
    talk_id = data.get("conversation")
    talk = rows.talks_of(connection, [talk_id]).get(talk_id) if talk_id else None
    if talk is None and talk_id:
        return None
    return Happening(
        entry=entry,
        conversation_id=talk_id,
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


def _people(connection: Connection, of: Happening, side: str) -> Sequence[Any]:
    if side == OPERATOR:
        return hearing.operators(connection)
    known = {BUYER: of.buyer_id, SHOP: of.shop_id, AGENT: of.agent_id}[side]
    return hearing.people_of(connection, side, () if known is None else (known,))


def _tell_people(connection: Connection, of: Happening, told: Sequence[tuple[Line, Any]], now: datetime) -> None:
    if not told:
        return
    # Who is told in two parts is told in the first of them.
    first = {person.id: (line, person) for line, person in reversed(told)}
    added = rows.add(connection, [_row(of, line, person) for line, person in first.values()])
    new = [Told(added[key], *first[key[0]], of.entry.happened_at) for key in added]
    tell_ways(connection, new, now)


def _row(of: Happening, line: Line, person: Any) -> dict[str, Any]:
    return {
        "person_id": person.id,
        "happening": str(of.entry.id),
        "what": of.entry.what,
        "side": line.side,
        "kind": line.kind,
        "open_key": None,
        "conversation_id": of.conversation_id,
        "seq": of.seq,
        "count": 1,
        "order_id": of.order_id,
        "data": of.data,
        "happened_at": of.entry.happened_at,
    }


enter(tell, tell_messages)
