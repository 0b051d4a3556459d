"""Drafts that agents keep on the server: begun on one machine and found on another, gone once they are sent."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from shop_help.extensions import db
from shop_help.models.case import Case
from shop_help.models.conversation import Message
from shop_help.models.prepared import Prepared
from shop_help.models.service import ReplyDraft


def draft_of(person_id: int, conversation_id: int) -> ReplyDraft | None:
    """What this agent has begun to write there."""
    return db.session.get(ReplyDraft, (person_id, conversation_id), populate_existing=True)


def cases_with_drafts(person_id: int, case_ids: Sequence[int]) -> set[int]:
    """Those of these cases in which this agent has begun to write."""
    wanted = (
        select(Case.id)
        .join(ReplyDraft, ReplyDraft.conversation_id == Case.conversation_id)
        .where(ReplyDraft.person_id == person_id, Case.id.in_(case_ids))
    )
    return set(db.session.scalars(wanted)) if case_ids else set()


def put_aside(
    connection: Connection, person_id: int, conversation_id: int, body: str, seen: int, now: datetime
) -> None:
    """Keeps the words so far, in place of those before."""
    make: Any = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    draft = make(ReplyDraft).values(
        person_id=person_id, conversation_id=conversation_id, body=body, seen=seen, updated_at=now
    )
    kept = {name: draft.excluded[name] for name in ("body", "seen", "updated_at")}
    connection.execute(draft.on_conflict_do_update(index_elements=["person_id", "conversation_id"], set_=kept))


_FORGET = Prepared(
    delete(ReplyDraft).where(
        ReplyDraft.person_id == bindparam("person", 0), ReplyDraft.conversation_id == bindparam("conversation", 0)
    )
)


def forget(connection: Connection, person_id: int, conversation_id: int) -> None:
    """The words were sent, or taken back."""
    _FORGET.run(connection, {"person": person_id, "conversation": conversation_id})


def count_newer(conversation_id: int, seen: int, person_id: int) -> int:
    """How many messages others wrote behind the last one that this person had in sight."""
    wanted = select(func.count()).where(
        Message.conversation_id == conversation_id,
        Message.seq > seen,
        or_(Message.voice == "BUYER", Message.voice == "CUSTOMER_SERVICE"),
        Message.person_id != person_id,
    )
    return db.session.scalar(wanted) or 0
