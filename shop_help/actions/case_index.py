"""The agents' search built anew from what is there, a few cases at a time, beside everything that goes on.

What was said lately comes first in it; after this, what is in the newest cases does.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, insert, literal, or_, select

from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import Case, CaseNote, CaseText, Conversation, Message, Order, Person
from shop_help.models.case_text import SAID_BY, about_words, plain_text

#: Cases of one commit.
BATCH = 100


def build_case_index(after: int = 0) -> Iterator[int]:
    """Makes the index anew, of cases behind a number, and yields how many texts each commit has put in."""
    last = after
    while True:
        ids = list(db.session.scalars(select(Case.id).where(Case.id > last).order_by(Case.id).limit(BATCH)))
        db.session.rollback()
        if not ids:
            return
        last = ids[-1]
        yield _index(ids)


def _index(ids: Sequence[int]) -> int:
    with write_unit(db.session) as session:
        # What is being written in these conversations waits, and comes behind what is put in here.
        locked = select(Conversation.id).join(Case, Case.conversation_id == Conversation.id).where(Case.id.in_(ids))
        session.execute(locked.order_by(Conversation.id).with_for_update(of=Conversation)).all()
        session.execute(delete(CaseText).where(CaseText.case_id.in_(ids)))
        kept = texts_of(session.connection(), ids)
        if kept:
            session.execute(insert(CaseText), kept)
    return len(kept)


def texts_of(connection: Connection, ids: Sequence[int]) -> list[dict[str, Any]]:
    """What these cases are found by, the oldest first."""
    about = {row.id: about_words(row.name, row.number or "", row.id) for row in connection.execute(_about(ids))}
    rows = [*connection.execute(_messages(ids)), *connection.execute(_notes(ids))]
    texts = [_text(row, about[row.case_id]) for row in sorted(rows, key=lambda row: row.created_at)]
    return [text for text in texts if text["words"] or text["place"] == 1]


def _text(row: Any, about: str) -> dict[str, Any]:
    return {
        "case_id": row.case_id,
        "kind": row.kind,
        "place": row.place,
        "words": plain_text(row.body),
        "about": about,
    }


def _about(ids: Sequence[int]) -> Any:
    wanted = select(Case.id, Person.name, Order.number).join(Person, Person.id == Case.buyer_id)
    return wanted.outerjoin(Order, Order.id == Case.order_id).where(Case.id.in_(ids))


def _messages(ids: Sequence[int]) -> Any:
    worth_finding = or_(func.lower(Message.voice).in_(SAID_BY), Message.seq == 1)
    return (
        select(
            Case.id.label("case_id"),
            literal("message").label("kind"),
            Message.seq.label("place"),
            Message.body,
            Message.created_at,
        )
        .join(Message, Message.conversation_id == Case.conversation_id)
        .where(Case.id.in_(ids), worth_finding)
    )


def _notes(ids: Sequence[int]) -> Any:
    kind, place = literal("note").label("kind"), CaseNote.id.label("place")
    wanted = select(CaseNote.case_id, kind, place, CaseNote.body, CaseNote.created_at)
    return wanted.where(CaseNote.case_id.in_(ids))
