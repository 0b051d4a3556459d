"""Is the audit log whole? Walks it from the beginning, or from a head that was kept elsewhere."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from shop_help import audit
from shop_help.database import snapshot
from shop_help.extensions import db
from shop_help.models import AuditEntry, AuditHead
from shop_help.policy.audit import BEGINNING, Act, digest_of, is_same, seal_of

#: Entries read at once.
PIECE = 2000
_FIELDS = tuple(Act.__dataclass_fields__)


@dataclass(frozen=True)
class Found:
    """What came of it: how many entries were read, and the first fault in a sentence, or nothing."""

    read: int
    fault: str
    seq: int = 0
    digest: str = ""


@dataclass
class _Place:
    """How far the walk is."""

    seq: int
    #: None: from wherever it begins, for a start without a digest.
    digest: str | None
    read: int = 0


def head() -> tuple[int, str]:
    """The number and the digest of the last entry, to be kept elsewhere."""
    row = db.session.execute(select(AuditHead.seq, AuditHead.digest)).one_or_none()
    return (row.seq, row.digest) if row else (0, BEGINNING)


def verify(seq: int = 0, digest: str = "") -> Found:
    """From an entry on, all there are. `digest`: what that entry's is known to be."""
    with snapshot(db.engine) as connection:
        return verify_on(connection, seq, digest)


def verify_on(connection: Connection, seq: int = 0, digest: str = "") -> Found:
    """The same as a transaction sees it."""
    place = _Place(max(seq - 1, 0), BEGINNING if seq <= 1 else None)
    fault = _walk(connection, place, seq, digest) or _fault_of_end(connection, place)
    return Found(place.read, fault, place.seq, place.digest or BEGINNING)


def _walk(connection: Connection, place: _Place, kept_seq: int, kept_digest: str) -> str:
    known = audit.keys()
    while rows := _piece(connection, place.seq):
        for row in rows:
            fault = _fault_of(row, place, known)
            if row.id == kept_seq and kept_digest and not is_same(row.digest, kept_digest):
                fault = (
                    fault or f"Entry {row.id} is another one than the kept head says: what stood there was replaced."
                )
            if fault:
                return fault
            place.seq, place.digest, place.read = row.id, row.digest, place.read + 1
    if kept_digest and place.seq < kept_seq:
        return f"Entry {kept_seq}, the kept head, is missing: the log ends at {place.seq}."
    return ""


def _piece(connection: Connection, behind: int) -> list[Any]:
    table = AuditEntry.__table__
    wanted = select(table).where(table.c.id > behind).order_by(table.c.id).limit(PIECE)
    return list(connection.execute(wanted))


def _fault_of(row: Any, place: _Place, known: dict[str, bytes]) -> str:
    if row.id != place.seq + 1:
        return f"Entry {place.seq + 1} is missing: {place.seq} is followed by {row.id}."
    if row.key not in known:
        return f"Entry {row.id} was written with key {row.key}, which isn't set: see SHOP_HELP_AUDIT_KEY."
    told = Act(**{name: getattr(row, name) for name in _FIELDS})
    if not is_same(row.digest, digest_of(known[row.key], row.previous, told)):
        return f"Entry {row.id} was changed or put in: its digest isn't that of its words."
    if place.digest is not None and not is_same(row.previous, place.digest):
        return f"Entry {row.id} is out of order: it doesn't follow the entry before it."
    return ""


def _fault_of_end(connection: Connection, place: _Place) -> str:
    row = connection.execute(select(*AuditHead.__table__.columns)).one_or_none()
    if row is None:
        return "The head of the log is missing."
    known = audit.keys()
    if row.seq and (row.key not in known or not is_same(row.seal, seal_of(known[row.key], row.seq, row.digest))):
        return "The head of the log was changed: its seal isn't ours."
    if row.seq > place.seq:
        return f"Entry {place.seq + 1} is missing: the log ends there, and its head says {row.seq}."
    if row.seq < place.seq:
        return f"Entry {row.seq + 1} was put in behind the head."
    if place.digest is not None and not is_same(row.digest, place.digest):
        return f"Entry {row.seq} is another one than the head says."
    return ""
