"""Customer service's saved replies and macros, of all agents: added, changed, deleted, and deleting taken back."""

from datetime import datetime

from sqlalchemy import func, select

from shop_help import clock
from shop_help.actions.one_at_a_time import one_at_a_time
from shop_help.actions.staff import agent_at
from shop_help.actions.texts import Removal, bring_back, removal, removed_at, removed_before, same_there
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.identity import Viewer
from shop_help.models import LogEntry, ServiceReply
from shop_help.policy.faults import refuse_faulty
from shop_help.policy.messages import Refused
from shop_help.policy.service_replies import STALE, no_room_fault, service_reply_faults


def add_reply(sign_in_id: str, title: str, body: str, then: str) -> int:
    """A new reply; its id. Raises Faulty for what can't be, and where there are as many as can be."""
    refuse_faulty(service_reply_faults(title, body, then))
    with write_unit(db.session) as session:
        agent = agent_at(sign_in_id)
        one_at_a_time(agent.person_id)
        there = same_there(session, ServiceReply, title=title, body=body, then=then)
        if there is not None:
            return there
        full = no_room_fault(session.scalar(select(func.count()).select_from(ServiceReply)) or 0)
        refuse_faulty({"title": full} if full else {})
        added = ServiceReply(title=title, body=body, then=then)
        session.add(added)
        session.flush()
        session.add(_log("added", agent, reply=added.id, title=title))
    return added.id


def change_reply(sign_in_id: str, reply_id: int, seen: datetime | None, title: str, body: str, then: str) -> None:
    """Other words, or another end. The log keeps what stood there before.

    `seen`: when it was last changed as the person saw it. Raises Faulty where a colleague was quicker.
    """
    refuse_faulty(service_reply_faults(title, body, then))
    with write_unit(db.session) as session:
        agent, reply = _found(sign_in_id, reply_id)
        now_there = (reply.title, reply.body, reply.then)
        if now_there == (title, body, then):
            return
        refuse_faulty({"body": STALE} if seen != reply.updated_at else {})
        session.add(_log("changed", agent, reply=reply.id, before=now_there))
        reply.title, reply.body, reply.then, reply.updated_at = title, body, then, clock.now()


def remove_reply(sign_in_id: str, reply_id: int) -> Removal:
    """It is gone; the log keeps it whole, and the id of that line takes it back; a second tap finds the first's."""
    with write_unit(db.session) as session:
        agent = agent_at(sign_in_id)
        reply = db.session.get(ServiceReply, reply_id, with_for_update=True)
        if reply is None:
            return removed_before(session, reply_id, "service_reply", LogEntry.shop_id.is_(None))
        return removal(session, reply, _log("removed", agent), ("title", "body", "then"))


def restore_reply(sign_in_id: str, entry_id: int) -> None:
    """Takes a removal back, once. Any agent may: the replies are of all."""
    with write_unit(db.session) as session:
        agent = agent_at(sign_in_id)
        bring_back(session, removed_at(session, entry_id, "service_reply"), ServiceReply, _log("restored", agent))


def _found(sign_in_id: str, reply_id: int) -> tuple[Viewer, ServiceReply]:
    agent = agent_at(sign_in_id)
    reply = db.session.get(ServiceReply, reply_id, with_for_update=True)
    if reply is None:
        raise Refused("forbidden")
    return agent, reply


def _log(what: str, agent: Viewer, **data: object) -> LogEntry:
    return LogEntry(what=f"service_reply.{what}", voice="CUSTOMER_SERVICE", person_id=agent.person_id, data=data)
