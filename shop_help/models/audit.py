"""The audit log: what staff and commands did, each entry chained to the one before (policy.audit).

Triggers of the database refuse every change and deletion; what goes round them, `flask audit verify` shows.
"""

from datetime import datetime

from sqlalchemy import BigInteger, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from shop_help.database import UTCDateTime
from shop_help.extensions import Model


class AuditEntry(Model):
    """One act. It points at no other table: it outlives whom and what it tells of."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_person_id_happened_at_id", "person_id", "happened_at", "id"),
        Index("ix_audit_entries_act_happened_at_id", "act", "happened_at", "id"),
        Index("ix_audit_entries_happened_at_id", "happened_at", "id"),
    )

    #: 1, 2, 3 … without a gap.
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    happened_at: Mapped[datetime] = mapped_column(UTCDateTime)
    act: Mapped[str] = mapped_column(String(64))
    thing: Mapped[str] = mapped_column(String(120))
    person_id: Mapped[int | None]
    who: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(String(16))
    address: Mapped[str] = mapped_column(String(64))
    why: Mapped[str] = mapped_column(Text)
    #: JSON as policy.audit.canonical writes it; empty for none.
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    #: Name of the key of its digest.
    key: Mapped[str] = mapped_column(String(32))
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))


class AuditHead(Model):
    """Where the log ends: one row, whose lock puts the entries in order."""

    __tablename__ = "audit_heads"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(32))
    seal: Mapped[str] = mapped_column(String(64))
