"""The claim of Buyer Protection that a buyer is writing, and what both sides bring to it (PRODUCT 5)."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shop_help import clock
from shop_help.database import UTCDateTime
from shop_help.extensions import Model


class ClaimDraft(Model):
    """A claim that is not sent yet, kept step by step: closed on one phone, it goes on on another."""

    __tablename__ = "claim_drafts"
    __table_args__ = (UniqueConstraint("buyer_id", "order_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    buyer_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), index=True)
    #: The form's own name for the case that it becomes, a UUID.
    client_id: Mapped[str] = mapped_column(String(36), unique=True)
    #: The step that comes next, and what was filled in: {lines, reason, words, wanted, amount}.
    step: Mapped[str] = mapped_column(String(16), default="items")
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    begun_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now, index=True)


class Evidence(Model):
    """What a side brings: a photo or words. A photo lies with its sender alone until what it belongs to is sent."""

    __tablename__ = "evidence"
    __table_args__ = (Index("ix_evidence_protection_id_id", "protection_id", "id"),)

    #: A UUID, part of a photo's address. It is no key: who may see it is asked each time.
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("claim_drafts.id", ondelete="CASCADE"), index=True)
    protection_id: Mapped[int | None] = mapped_column(ForeignKey("protection_cases.id", ondelete="CASCADE"))
    #: BUYER or SHOP, and the person.
    side: Mapped[str] = mapped_column(String(16))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    #: photo or words
    kind: Mapped[str] = mapped_column(String(16))
    words: Mapped[str] = mapped_column(Text, default="")
    #: The request for evidence that it answers, or the appeal that it comes with.
    asked_id: Mapped[int | None] = mapped_column(ForeignKey("evidence_requests.id", ondelete="SET NULL"), index=True)
    appeal_id: Mapped[int | None] = mapped_column(ForeignKey("appeals.id", ondelete="CASCADE"), index=True)
    #: Of a photo: its file, see photo_files.
    file_name: Mapped[str] = mapped_column(String(64), default="")
    digest: Mapped[str] = mapped_column(String(64), default="")
    width: Mapped[int] = mapped_column(default=0)
    height: Mapped[int] = mapped_column(default=0)
    #: How sharp it is, see policy.photos; and whether its sender was warned and sent it all the same.
    sharpness: Mapped[float | None]
    sent_blurred: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    #: When it was brought, for the other side and for customer service to see; None while its sender alone sees it.
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class EvidenceRequest(Model):
    """Customer service asks a side for more, until a due time."""

    __tablename__ = "evidence_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    protection_id: Mapped[int] = mapped_column(ForeignKey("protection_cases.id", ondelete="CASCADE"), index=True)
    #: BUYER or SHOP
    side: Mapped[str] = mapped_column(String(16))
    words: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
