"""What nobody needs any more goes after a while, in pieces so small that no writer waits for it.

The timeline stays: it tells what happened. For how long each kind is kept, the settings say.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, Select, and_, delete, func, select

from shop_help import clock, photo_files
from shop_help.actions.erasing import clear_words
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import (
    ClaimDraft,
    Deadline,
    Evidence,
    Handoff,
    Notification,
    OutboxEntry,
    Person,
    SignIn,
    WebhookDelivery,
)
from shop_help.policy.webhooks import KEPT

#: Rows of one commit; the next round takes the next piece.
PIECE = 200
#: A token that was used is remembered well beyond its end, for all the clocks of several machines.
FORGOTTEN = timedelta(hours=1)


@dataclass(frozen=True)
class Kind:
    """Rows that go once `since` is as many days ago as `setting` says, or longer ago than `kept` where none does."""

    #: As commands say it.
    words: str
    setting: str
    thing: Any
    since: Any
    #: Which of them, besides.
    which: ColumnElement[bool] | None = None
    #: Inside a write unit: clears these, and returns the photo files that go after the commit. None: the rows go.
    clear: Callable[[Sequence[Any]], list[str]] | None = None
    kept: timedelta = timedelta(0)

    @property
    def age(self) -> timedelta:
        """For how long they are kept."""
        return timedelta(days=current_app.config[self.setting]) if self.setting else self.kept

    def due(self, now: datetime) -> Select[Any]:
        """The rows whose time is over, by their first key, the oldest first."""
        wanted = select(self.key).where(self.since < now - self.age).order_by(self.since)
        return wanted if self.which is None else wanted.where(self.which)

    @property
    def key(self) -> Any:
        """What a row is known by."""
        return self.thing.__table__.primary_key.columns[0]


def _drafts(ids: Sequence[int]) -> list[str]:
    """Claims that were never sent, with the photos that lie with them."""
    photos = select(Evidence.file_name).where(Evidence.draft_id.in_(ids), Evidence.file_name != "")
    files = list(db.session.scalars(photos))
    db.session.execute(delete(ClaimDraft).where(ClaimDraft.id.in_(ids)))
    return files


def _words(ids: Sequence[int]) -> list[str]:
    people = db.session.scalars(select(Person).where(Person.id.in_(ids), Person.words_cleared_at.is_(None)))
    return [name for person in people for name in clear_words(person, clock.now())]


KINDS = (
    Kind("settled deadlines", "KEEP_DAYS", Deadline, Deadline.settled_at),
    Kind("outbox entries that were handed on", "KEEP_DAYS", OutboxEntry, OutboxEntry.taken_at),
    Kind("deliveries of webhooks", "", WebhookDelivery, WebhookDelivery.created_at, kept=KEPT),
    # With their mails and pushes.
    Kind("notifications", "KEEP_DAYS", Notification, Notification.happened_at),
    # Nobody can use these again: they have expired.
    Kind("tokens of hand-overs", "", Handoff, Handoff.expires_at, kept=FORGOTTEN),
    Kind("sign-ins that ended", "KEEP_SIGN_INS_DAYS", SignIn, SignIn.ended_at),
    Kind("claims that were never sent", "KEEP_DRAFTS_DAYS", ClaimDraft, ClaimDraft.updated_at, None, _drafts),
    Kind(
        "deleted accounts whose words go",
        "KEEP_WORDS_DAYS",
        Person,
        Person.erased_at,
        and_(Person.erased_at.is_not(None), Person.words_cleared_at.is_(None)),
        _words,
    ),
)


def go_round() -> int:
    """Clears a piece of each kind. How many rows went."""
    return sum(clear_piece(kind) for kind in KINDS)


def waiting() -> list[tuple[Kind, int]]:
    """Each kind, and how many rows of it would go now."""
    now = clock.now()
    counts = [select(func.count()).select_from(kind.due(now).subquery()) for kind in KINDS]
    return [(kind, int(db.session.scalar(count) or 0)) for kind, count in zip(KINDS, counts, strict=True)]


def clear_piece(kind: Kind) -> int:
    """Clears a piece of this kind, in one commit. How many rows it was about."""
    ids = list(db.session.scalars(kind.due(clock.now()).limit(PIECE)))
    db.session.rollback()
    if not ids:
        return 0
    files: list[str] = []
    with write_unit(db.session) as session:
        if kind.clear:
            files = kind.clear(ids)
        else:
            session.execute(delete(kind.thing).where(kind.key.in_(ids)))
    for name in files:
        photo_files.remove(name)
    return len(ids)
