"""Versions of a market's rules that operators write, and what a draft would have meant for the newest orders."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_help import clock
from shop_help.database import UTCDateTime
from shop_help.extensions import Model
from shop_help.models.order import Order
from shop_help.models.person import Person


class RuleVersion(Model):
    """The numbers of a market from a day on. Version 1 is shipped with the code and has no row; a published one is
    never changed again: verdicts of the past rest on it."""

    __tablename__ = "rule_versions"
    __table_args__ = (
        UniqueConstraint("market", "version"),
        Index("ix_rule_versions_market_state_valid_from", "market", "state", "valid_from"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    market: Mapped[str] = mapped_column(String(8))
    version: Mapped[int]
    #: draft or published
    state: Mapped[str] = mapped_column(String(16), default="draft")
    #: The market while it is a draft, then None: one draft a market at a time.
    draft_of: Mapped[str | None] = mapped_column(String(8), unique=True)
    #: The local midnight from which on it judges what is paid; None for a draft.
    valid_from: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: By the names of policy.numbers.JUDGING.
    numbers: Mapped[dict[str, int]] = mapped_column(JSON)
    #: Why it was made, in its author's words.
    note: Mapped[str] = mapped_column(Text, default="")
    #: Who wrote on it last, and when.
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    #: Counts its changes: who writes on an older state is told so.
    revision: Mapped[int] = mapped_column(default=1)
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    person: Mapped[Person] = relationship()


class RuleReplay(Model):
    """A draft tried on the orders of the last days, as if each of them asked now. It goes on in pieces."""

    __tablename__ = "rule_replays"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: One for each draft: the last one.
    version_id: Mapped[int] = mapped_column(ForeignKey("rule_versions.id", ondelete="CASCADE"), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    #: The draft's revision that it tries.
    revision: Mapped[int]
    numbers: Mapped[dict[str, int]] = mapped_column(JSON)
    #: The instant at which every order is judged; orders made since `since` are.
    judged_at: Mapped[datetime] = mapped_column(UTCDateTime)
    since: Mapped[datetime] = mapped_column(UTCDateTime)
    #: The id of the last order that was looked at, how many were, and how many there are.
    behind: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    allowed: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    version: Mapped[RuleVersion] = relationship()


class ReplayFinding(Model):
    """An action that a draft would newly refuse, or newly allow, for items of an order."""

    __tablename__ = "replay_findings"
    __table_args__ = (Index("ix_replay_findings_replay_id_is_allowed_id", "replay_id", "is_allowed", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    replay_id: Mapped[int] = mapped_column(ForeignKey("rule_replays.id", ondelete="CASCADE"))
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), index=True)
    #: One of policy.verdicts.ACTIONS.
    action: Mapped[str] = mapped_column(String(16))
    #: Ids of the lines that it is about.
    lines: Mapped[list[int]] = mapped_column(JSON)
    #: Newly allowed, or newly refused.
    is_allowed: Mapped[bool]
    #: Codes of policy.verdict_codes, by the rules in force and by the draft.
    before: Mapped[str] = mapped_column(String(32))
    after: Mapped[str] = mapped_column(String(32))
    order: Mapped[Order] = relationship()
