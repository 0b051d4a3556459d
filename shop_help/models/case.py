"""Support cases: customer service steps in, with one conversation all the way (PRODUCT 2, 5)."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Select, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_help import clock
from shop_help.database import UTCDateTime
from shop_help.extensions import Model
from shop_help.models.conversation import Conversation
from shop_help.models.help_question import HelpQuestion
from shop_help.models.order import Order
from shop_help.models.person import Person


class Case(Model):
    """What a buyer asked customer service. Its state changes only by one conditional update (policy.support)."""

    __tablename__ = "cases"
    __table_args__ = (
        Index("ix_cases_state_mode_queued_at_id", "state", "mode", "queued_at", "id"),
        Index("ix_cases_agent_id_state", "agent_id", "state"),
        Index("ix_cases_buyer_id_opened_at_id", "buyer_id", "opened_at", "id"),
        Index("ix_cases_opened_at_id", "opened_at", "id"),
        Index("ix_cases_resolved_at", "resolved_at"),
        Index("ix_cases_reopened_at", "reopened_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), unique=True)
    buyer_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), index=True)
    question_id: Mapped[int | None] = mapped_column(ForeignKey("help_questions.id", ondelete="SET NULL"), index=True)
    #: "buyer:order:question" until it is closed, then None: one open case for each.
    open_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    #: The closed case that this one goes on with.
    earlier_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id", ondelete="SET NULL"), index=True)
    #: Whose business hours hold: the order's market, else the buyer's.
    market: Mapped[str]
    #: The buyer's language, such as en.
    language: Mapped[str] = mapped_column(String(16), default="en")
    #: One of policy.support.TEAMS.
    team: Mapped[str] = mapped_column(String(16), default="general")
    #: chat or message; a chat may become a message, never a second case.
    mode: Mapped[str] = mapped_column(String(16))
    #: queued, assigned, waiting_buyer, waiting_seller, resolved or closed
    state: Mapped[str] = mapped_column(String(16), default="queued")
    #: Who holds it; None while it waits for somebody.
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    #: Who held it last: a case that comes back goes to them first.
    last_agent_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"), index=True)
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    #: Since when it waits for an agent; kept when it is handed back, so that nobody loses their place.
    queued_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    assigned_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: A queued chat that nobody took by then becomes a message.
    take_by: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: Since when the buyer waits for our answer, and by when we promised it; None while others have to move.
    asked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answer_by: Mapped[datetime | None] = mapped_column(UTCDateTime)
    first_answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: By when it should be resolved; while others have to move, the service seconds that are left instead.
    resolve_by: Mapped[datetime | None] = mapped_column(UTCDateTime)
    resolve_left: Mapped[int | None]
    #: When the buyer's browser was last there; only while it is a chat.
    buyer_seen_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    resolved_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reopened_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    conversation: Mapped[Conversation] = relationship()
    buyer: Mapped[Person] = relationship(foreign_keys=[buyer_id])
    agent: Mapped[Person | None] = relationship(foreign_keys=[agent_id])
    order: Mapped[Order | None] = relationship()
    question: Mapped[HelpQuestion | None] = relationship()

    @classmethod
    def of_buyer(cls, person_id: int) -> Select["Case"]:
        """The cases this person opened."""
        return select(cls).where(cls.buyer_id == person_id)


class CaseAnswer(Model):
    """A buyer waited for customer service and was answered: the base of the reports.

    It holds all that they ask for, as it was then: a report is one walk through its index.
    """

    __tablename__ = "case_answers"
    __table_args__ = (
        Index(
            "ix_case_answers_report",
            "answered_at",
            "market",
            "team",
            "mode",
            "is_first",
            "in_time",
            "asked_hour",
            "question_id",
            "seconds",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    mode: Mapped[str] = mapped_column(String(16))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    answered_at: Mapped[datetime] = mapped_column(UTCDateTime)
    #: Seconds within business hours.
    seconds: Mapped[int]
    #: The answer by which the promise of the case was kept or not; later ones are follow-ups.
    is_first: Mapped[bool]
    in_time: Mapped[bool]
    market: Mapped[str] = mapped_column(String(8))
    team: Mapped[str] = mapped_column(String(16))
    question_id: Mapped[int | None] = mapped_column(ForeignKey("help_questions.id", ondelete="SET NULL"), index=True)
    #: The hour of the day at which it was asked, on the clocks of the case's market.
    asked_hour: Mapped[int]


class CaseNote(Model):
    """What agents tell each other of a case. Never a message: no buyer's or seller's road reads this table."""

    __tablename__ = "case_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    #: The form's own name for it, a UUID: sent twice it is one note.
    client_id: Mapped[str] = mapped_column(String(36), unique=True)
    body: Mapped[str] = mapped_column(Text)
    #: The message behind which it was written.
    after_seq: Mapped[int] = mapped_column(default=0)
    #: note, or handover for a summary made by rules
    kind: Mapped[str] = mapped_column(String(16), default="note")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    person: Mapped[Person] = relationship()


class CaseOpening(Model):
    """An agent looked into a case that a colleague holds, and said why. The buyer's export shows it (PRODUCT 6)."""

    __tablename__ = "case_openings"
    __table_args__ = (Index("ix_case_openings_case_id_person_id_until", "case_id", "person_id", "until"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    #: The look ends then; a later one asks for a reason again.
    until: Mapped[datetime] = mapped_column(UTCDateTime)


class CaseRating(Model):
    """How satisfied the buyer was with a resolution; a later one takes its place."""

    __tablename__ = "case_ratings"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True)
    #: 1 (not at all) to 5 (very)
    score: Mapped[int]
    comment: Mapped[str] = mapped_column(Text, default="")
    #: Who had resolved it.
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"), index=True)
    rated_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now, index=True)
