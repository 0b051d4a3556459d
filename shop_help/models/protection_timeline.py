"""What happened to a Buyer Protection case and what was said around it: its lines of the timeline, and both talks."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select

from shop_help.models.case import Case, CaseNote
from shop_help.models.conversation import Message
from shop_help.models.log_entry import LogEntry
from shop_help.models.photo import Photo
from shop_help.models.prepared import Prepared
from shop_help.models.reading import rows_of

_EVENTS = Prepared(
    select(LogEntry.what, LogEntry.voice, LogEntry.why, LogEntry.data, LogEntry.happened_at)
    .where(LogEntry.conversation_id == bindparam("conversation", 0))
    .order_by(LogEntry.happened_at, LogEntry.id)
)
_SAID = Prepared(
    select(
        Message.seq,
        Message.voice,
        Message.kind,
        Message.body,
        Message.data,
        Message.created_at,
        Photo.id.label("photo_id"),
        Photo.file_name,
    )
    .outerjoin(Photo, (Photo.conversation_id == Message.conversation_id) & (Photo.seq == Message.seq))
    .where(Message.conversation_id == bindparam("conversation", 0))
    .order_by(Message.seq)
)
_TALK = Prepared(select(Case.conversation_id).where(Case.id == bindparam("case", 0)))
_NOTES = Prepared(
    select(CaseNote.body, CaseNote.kind, CaseNote.created_at, CaseNote.person_id)
    .where(CaseNote.case_id == bindparam("case", 0))
    .order_by(CaseNote.id)
)


def steps_of(conversation_id: int, protection_id: int) -> list[Any]:
    """Both sides' timeline of a case, the oldest first: what, voice, why, data, happened_at."""
    rows = rows_of(_EVENTS, conversation=conversation_id)
    return [row for row in rows if row.what.startswith("protection.") and row.data.get("protection") == protection_id]


def said_in(conversation_id: int) -> Sequence[Any]:
    """All messages of a conversation, the oldest first, with the file of a photo."""
    return rows_of(_SAID, conversation=conversation_id)


def talk_of(case_id: int) -> int:
    """The conversation of buyer and customer service."""
    return int(rows_of(_TALK, case=case_id)[0].conversation_id)


def notes_of(case_id: int) -> Sequence[Any]:
    """What agents told each other; nobody else's road leads here."""
    return rows_of(_NOTES, case=case_id)
