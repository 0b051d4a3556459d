"""Customer service's saved replies and macros, of all agents: added, changed, put in order, deleted, taken back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from shop_help import audit, clock
from shop_help.actions.one_at_a_time import one_at_a_time
from shop_help.actions.staff import By, staff_at
from shop_help.actions.texts import Removal, bring_back, removal, removed_at, removed_before, same_there
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.identity import Viewer
from shop_help.models import LogEntry, ServiceReply
from shop_help.models.shown_replies import in_order
from shop_help.policy.faults import refuse_faulty
from shop_help.policy.messages import Refused
from shop_help.policy.permissions import may_order_replies, may_save_replies
from shop_help.policy.service_replies import STALE, no_room_fault, service_reply_faults

WORDS = ("title", "body", "then")


def add_reply(by: By, title: str, body: str, then: str) -> int:
    """A new reply, behind the others; its id. Raises Faulty for what can't be, and where there is no room."""
    refuse_faulty(service_reply_faults(title, body, then))
    with write_unit(db.session) as session:
        writer = _writer(by)
        if writer is not None:
            one_at_a_time(writer.person_id)
        words = {"title": title, "body": body, "then": then}
        there = same_there(session, ServiceReply, **words)
        if there is not None:
            return there
        full = no_room_fault(session.scalar(select(func.count()).select_from(ServiceReply)) or 0)
        refuse_faulty({"title": full} if full else {})
        last = session.scalar(select(func.max(ServiceReply.place)))
        added = ServiceReply(**words, place=last + 1 if last else 0)
        session.add(added)
        session.flush()
        session.add(_log("added", writer, reply=added.id, title=title))
        _note("added", added.id, writer, after=words)
    return added.id


def change_reply(by: By, reply_id: int, seen: datetime | None, title: str, body: str, then: str) -> None:
    """Other words, or another end. Both logs keep what stood there before.

    `seen`: when it was last changed as the person saw it. Raises Faulty where a colleague was quicker.
    """
    refuse_faulty(service_reply_faults(title, body, then))
    with write_unit(db.session) as session:
        writer, reply = _writer(by), locked(reply_id)
        before, after = _kept(reply), {"title": title, "body": body, "then": then}
        if before == after:
            return
        refuse_faulty({"body": STALE} if seen != reply.updated_at else {})
        session.add(_log("changed", writer, reply=reply.id, before=tuple(before.values())))
        reply.title, reply.body, reply.then, reply.updated_at = title, body, then, clock.now()
        _note("changed", reply_id, writer, before, after)


def move_reply(by: By, reply_id: int, place: int) -> None:
    """It stands at this place from now on, from 1; the others close up. Raises Refused for a place there is not."""
    with write_unit(db.session) as session:
        operator = staff_at(by, may_order_replies)
        rows = list(session.scalars(in_order().with_for_update()))
        before = {row.id: number for number, row in enumerate(rows, 1)}
        if reply_id not in before:
            raise Refused("forbidden")
        if not 1 <= place <= len(rows):
            raise Refused("bad_request")
        if before[reply_id] == place:
            return
        moved = rows.pop(before[reply_id] - 1)
        rows.insert(place - 1, moved)
        for number, row in enumerate(rows, 1):
            row.place = number
        session.add(_log("moved", operator, reply=reply_id, before=before[reply_id], after=place))
        named = {"title": moved.title}
        _note("moved", reply_id, operator, named | {"place": before[reply_id]}, named | {"place": place})


def remove_reply(by: By, reply_id: int) -> Removal:
    """It is gone; the log keeps it whole, and the id of that line takes it back; a second tap finds the first's."""
    with write_unit(db.session) as session:
        writer = _writer(by)
        reply = db.session.get(ServiceReply, reply_id, with_for_update=True)
        if reply is None:
            return removed_before(session, reply_id, "service_reply", LogEntry.shop_id.is_(None))
        _note("removed", reply_id, writer, _kept(reply))
        return removal(session, reply, _log("removed", writer), (*WORDS, "place"))


def restore_reply(by: By, entry_id: int) -> None:
    """Takes a removal back, once. Whoever writes them may: the replies are of all."""
    with write_unit(db.session) as session:
        writer = _writer(by)
        entry = removed_at(session, entry_id, "service_reply")
        if bring_back(session, entry, ServiceReply, _log("restored", writer)):
            _note("restored", entry.data["id"], writer, after=entry.data["kept"])


def _writer(by: By) -> Viewer | None:
    return staff_at(by, may_save_replies)


def locked(reply_id: int) -> ServiceReply:
    """A reply under its lock. Raises Refused where there is none."""
    reply = db.session.get(ServiceReply, reply_id, with_for_update=True)
    if reply is None:
        raise Refused("forbidden")
    return reply


def _kept(reply: ServiceReply) -> dict[str, Any]:
    return {name: getattr(reply, name) for name in WORDS}


def _log(what: str, writer: Viewer | None, **data: object) -> LogEntry:
    voice = "CUSTOMER_SERVICE" if writer is not None and "agent" in writer.roles else "OPERATOR"
    person_id = writer.person_id if writer is not None else None
    return LogEntry(what=f"service_reply.{what}", voice=voice, person_id=person_id, data=data)


def _note(
    what: str,
    reply_id: int,
    writer: Viewer | None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    audit.note(f"service_reply.{what}", f"saved reply {reply_id}", writer, before=before, after=after)
