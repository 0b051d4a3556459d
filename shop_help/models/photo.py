"""Photos that were sent into conversations. Their files are kept beside the database, see photo_files."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    ForeignKey,
    ForeignKeyConstraint,
    Row,
    String,
    UniqueConstraint,
    bindparam,
    insert,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from shop_help import clock
from shop_help.database import UTCDateTime
from shop_help.extensions import Model
from shop_help.models.prepared import Prepared
from shop_help.models.reading import row_of


class Photo(Model):
    """A photo; the message of kind photo that shows it has the same place in the conversation."""

    __tablename__ = "photos"
    __table_args__ = (
        ForeignKeyConstraint(
            ["conversation_id", "seq"], ["messages.conversation_id", "messages.seq"], ondelete="CASCADE"
        ),
        UniqueConstraint("conversation_id", "seq"),
    )

    #: A UUID, part of its address. It is no key: who may see it is asked each time.
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    conversation_id: Mapped[int]
    seq: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    width: Mapped[int]
    height: Mapped[int]
    #: How large the file is.
    bytes: Mapped[int]
    #: SHA-256 of what was sent, which is not kept: by it the same file is known again.
    digest: Mapped[str] = mapped_column(String(64))
    file_name: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


_COLUMNS = tuple(column.name for column in Photo.__table__.columns)
_INSERT = Prepared(insert(Photo), _COLUMNS)
_CALLED = Prepared(select(Photo.conversation_id, Photo.file_name).where(Photo.id == bindparam("photo", "")))
_AT = Prepared(
    select(Photo.id, Photo.digest).where(
        Photo.conversation_id == bindparam("conversation", 0), Photo.seq == bindparam("seq", 0)
    )
)


def add_photo(connection: Connection, **values: Any) -> None:
    """Writes a photo's row, once its message is there."""
    _INSERT.run(connection, values)


def photo_called(photo_id: str) -> Row[Any] | None:
    """The conversation_id and file_name of a photo. Who may see it, the conversation says."""
    row: Row[Any] | None = row_of(_CALLED, photo=photo_id)
    return row


def photo_at(conversation_id: int, seq: int) -> Row[Any] | None:
    """The id and digest of the photo that a message shows."""
    row: Row[Any] | None = row_of(_AT, conversation=conversation_id, seq=seq)
    return row
