"""People are told of messages: of all that a round hands on together, for one notification counts those of a
conversation until it is read.

What began a wait is news; what the same side writes behind it joins. Nobody is told of what they have read by then.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from shop_help import clock
from shop_help.actions.handing_on import OutboxRow
from shop_help.actions.telling_ways import Told, tell_ways
from shop_help.models import joined_messages as joining
from shop_help.models import notification_log as rows
from shop_help.models.notification_hearers import people_of
from shop_help.policy.telling import Line, hearers
from shop_help.policy.telling_times import KNOWN_FOR

MESSAGE = "message.posted"
#: Whose a side is, as a conversation says.
_WHOSE = {"BUYER": "buyer_id", "SHOP": "shop_id", "AGENT": "agent_id"}


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


@dataclass
class Unread:
    """What one person hasn't read of one conversation, in its order; shrinks as it is told."""

    talk: Any
    person: Any
    #: Up to where they have read it.
    read: int
    said: list[Said]
    #: It was tried to tell of the first message; who was told of it before, or has an open notification by now, isn't
    #: told of it anew.
    tried: bool = False

    @property
    def key(self) -> str:
        """Of the one notification that counts it."""
        return f"{self.person.id}:{self.talk.id}"


def tell_messages(connection: Connection, entries: Sequence[OutboxRow]) -> None:
    """Writes who is told of messages, those of a conversation in their order. The same one twice is told once."""
    now = clock.now()
    news = [entry for entry in entries if now - entry.happened_at <= KNOWN_FOR]
    talks = rows.talks_of(connection, {entry.data["conversation"] for entry in news})
    left = _unread(connection, talks, _by_side(talks, news))
    # As they were begun: all who write on conversations lock them in this order.
    left.sort(key=lambda one: int(one.talk.id))
    while left:
        # Who is on both sides of a conversation has one notification of it: one after the other.
        turn: dict[str, Unread] = {}
        for one in left:
            turn.setdefault(one.key, one)
        _join_or_add(connection, turn, now)
        left = [one for one in left if one.said]


def _by_side(talks: Mapping[int, Any], entries: Sequence[OutboxRow]) -> Mapping[str, Mapping[int, list[Said]]]:
    """What each side is told of, by conversation."""
    told: dict[str, dict[int, list[Said]]] = {}
    for entry in entries:
        talk = talks.get(entry.data["conversation"])
        if talk is None:
            continue
        data = entry.data | ({"case": talk.case_id} if talk.case_id else {})
        for line in hearers(MESSAGE, data):
            said = told.setdefault(line.side, {}).setdefault(talk.id, [])
            said.append(Said(entry, line, data, _begins(talk, entry)))
    return told


def _begins(talk: Any, entry: OutboxRow) -> bool:
    is_asked = entry.data["voice"] == "BUYER" and talk.shop_id is not None
    return not is_asked or (talk.waiting_since is not None and talk.waiting_since >= entry.happened_at)


def _unread(
    connection: Connection, talks: Mapping[int, Any], by_side: Mapping[str, Mapping[int, list[Said]]]
) -> list[Unread]:
    found = []
    for side, by_talk in by_side.items():
        whose = defaultdict(list)
        for talk_id in by_talk:
            whose[getattr(talks[talk_id], _WHOSE[side])].append(talk_id)
        # A case has no shop, and a shop's conversation no agent.
        whose.pop(None, None)
        people = people_of(connection, side, whose)
        read = joining.read_up_to(connection, {one.id for one in people}, by_talk) if people else {}
        for person, talk_id in ((one, talk_id) for one in people for talk_id in whose[one.of]):
            seen = read.get((person.id, talk_id), 0)
            found.append(Unread(talks[talk_id], person, seen, [one for one in by_talk[talk_id] if one.seq > seen]))
    return [one for one in found if one.said]


def _join_or_add(connection: Connection, turn: Mapping[str, Unread], now: datetime) -> None:
    """What joins is told; of the others the first message is, unless it was before, and the rest with it."""
    open_ones, joined, seen, fresh = joining.open_ones(connection, turn), [], [], []
    for key, one in turn.items():
        row = open_ones.get(key)
        if row is None or row.seq <= one.read:
            seen += [row.id] if row else []
            fresh += [one] if _first_news(one) else []
            continue
        newer = [said for said in one.said if said.seq > row.seq]
        joined += [(row.id, newer[-1].seq, len(newer), newer[-1].entry.happened_at)] if newer else []
        one.said = []
    if seen:
        rows.close(connection, seen, now)
    joining.join(connection, joined)
    if fresh:
        _add(connection, fresh, now)


def _first_news(one: Unread) -> bool:
    """Leaves off what is no news of its own. Is there anything to be told?"""
    while one.said and (one.tried or not one.said[0].begins):
        one.said.pop(0)
        one.tried = False
    return bool(one.said)


def _add(connection: Connection, fresh: Collection[Unread], now: datetime) -> None:
    made = {(one.person.id, f"{one.talk.id}:{one.said[0].seq}"): one for one in fresh}
    added = rows.add(connection, [_row(one, happening) for (_, happening), one in made.items()])
    told, joined = [], []
    for key, one in made.items():
        (first, *rest), one.tried = one.said, True
        if key not in added:
            continue
        told.append(Told(added[key], first.line, one.person, first.entry.happened_at))
        joined += [(added[key], rest[-1].seq, len(rest), rest[-1].entry.happened_at)] if rest else []
        one.said = []
    joining.join(connection, joined)
    tell_ways(connection, told, now)


def _row(one: Unread, happening: str) -> dict[str, Any]:
    first = one.said[0]
    return {
        "person_id": one.person.id,
        "happening": happening,
        "what": MESSAGE,
        "side": first.line.side,
        "kind": first.line.kind,
        "open_key": one.key,
        "conversation_id": one.talk.id,
        "seq": first.seq,
        "count": 1,
        "order_id": one.talk.order_id,
        "data": first.data,
        "happened_at": first.entry.happened_at,
    }
