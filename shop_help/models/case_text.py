"""What the agents' search looks in: the words of each case's messages and notes, written with them in one commit.

Conversations with shops are not in it, so their messages pay nothing for it. The databases index this table each in
its own way (migration of the search): SQLite by a full-text table that triggers keep, PostgreSQL by a column.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, ForeignKey, String, Text, UniqueConstraint, bindparam, event, func, insert, select
from sqlalchemy.orm import Mapped, Mapper, aliased, mapped_column

from shop_help.extensions import Model
from shop_help.models.case import CaseNote
from shop_help.models.message_log import PostedMessage
from shop_help.models.prepared import Prepared
from shop_help.policy.search_words import words_in

#: Who says what is worth finding; what the system and robots say is the same everywhere.
SAID_BY = frozenset({"buyer", "customer_service"})


class CaseText(Model):
    """The words of one message or note. Never changed: made anew by the command that builds the index."""

    __tablename__ = "case_texts"
    __table_args__ = (UniqueConstraint("case_id", "kind", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    #: message or note
    kind: Mapped[str] = mapped_column(String(8))
    #: The message's seq, or the note's id.
    place: Mapped[int]
    #: Plain words (policy.search_words) with spaces between them: what was said,
    words: Mapped[str] = mapped_column(Text)
    #: and whose case it is: the buyer's name, the order's number and its last four signs, the case's number.
    about: Mapped[str] = mapped_column(Text, default="")


def _kept() -> Any:
    """A text that is said in a case that has one already."""
    first = aliased(CaseText)
    about = (
        select(first.about)
        .where(first.case_id == bindparam("case", 0), first.kind == "message", first.place == 1)
        .scalar_subquery()
    )
    return insert(CaseText).values(
        case_id=bindparam("case", 0),
        kind=bindparam("kind", ""),
        place=bindparam("place", 0),
        words=bindparam("words", ""),
        about=func.coalesce(about, ""),
    )


_KEPT = Prepared(_kept())
_BEGUN = Prepared(insert(CaseText), ("case_id", "kind", "place", "words", "about"))


def about_words(buyer: str, order_number: str, case_id: int) -> str:
    """What a case is found by besides what is said in it."""
    return plain_text(f"{buyer} {order_number} {order_number[-4:]} {case_id}")


def plain_text(text: str) -> str:
    """A text as it is kept."""
    return " ".join(words_in(text))


def begin_case_text(
    connection: Connection, case_id: int, buyer: str, order_number: str, messages: Iterable[PostedMessage]
) -> None:
    """A case's first lines: what it is about, which the system says, and what the buyer typed."""
    about = about_words(buyer, order_number, case_id)
    for said in messages:
        words = plain_text(said.body)
        if said.seq == 1 or (words and said.author in SAID_BY):
            values = {"case_id": case_id, "kind": "message", "place": said.seq}
            _BEGUN.run(connection, values | {"words": words, "about": about})


def keep_said(connection: Connection, case_id: int, messages: Iterable[PostedMessage]) -> None:
    """What people say in a case, beside their messages."""
    for said in messages:
        words = plain_text(said.body) if said.author in SAID_BY else ""
        if words:
            _KEPT.run(connection, {"case": case_id, "kind": "message", "place": said.seq, "words": words})


@event.listens_for(CaseNote, "after_insert")
def _keep_note(_: Mapper[CaseNote], connection: Connection, note: CaseNote) -> None:
    """Whoever writes a note, its words go along."""
    values = {"case": note.case_id, "kind": "note", "place": note.id, "words": plain_text(note.body)}
    _KEPT.run(connection, values)
