"""Customer service itself: who is on duty, when it is open, and what makes agents quick."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_help import clock
from shop_help.database import UTCDateTime
from shop_help.extensions import Model
from shop_help.models.person import Person


class Duty(Model):
    """An agent's shift: whether they are there, and what they take."""

    __tablename__ = "duties"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    #: on, away or off
    state: Mapped[str] = mapped_column(String(8), default="off")
    since: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    #: When the console was last open; a lease of a few minutes runs from then.
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    #: Chats at once.
    capacity: Mapped[int] = mapped_column(default=4)
    #: Chats come by themselves, instead of being claimed.
    takes_chats: Mapped[bool] = mapped_column(default=False)
    #: Of which teams they take, as they chose: names of policy.support.TEAMS; empty means all that are open to them.
    teams: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: The teams that an operator put them into; empty means none, so that they may take of all.
    member_of: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    #: Languages they answer in, such as en.
    languages: Mapped[list[str]] = mapped_column(JSON, default=lambda: ["en"])
    person: Mapped[Person] = relationship()


class ServiceHours(Model):
    """When customer service is open in a market, as an operator set it; a market without a row has policy's hours."""

    __tablename__ = "service_hours"

    market: Mapped[str] = mapped_column(String(8), primary_key=True)
    #: For each weekday from Monday, its periods: [[["08:00", "12:00"], ["13:00", "24:00"]], …]; local time.
    week: Mapped[list[list[list[str]]]] = mapped_column(JSON)
    #: Closed on the market's public holidays.
    keeps_holidays: Mapped[bool] = mapped_column(default=True)
    #: Further days off, as ISO dates.
    days_off: Mapped[list[str]] = mapped_column(JSON, default=list)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


class ServiceReply(Model):
    """What an agent inserts with "/"; with `then` it is a macro that sets the state as well."""

    __tablename__ = "service_replies"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    #: Text with the places of policy.answers.
    body: Mapped[str] = mapped_column(Text)
    #: waiting_buyer, waiting_seller, assigned or resolved; empty leaves the choice to the agent.
    then: Mapped[str] = mapped_column(String(16), default="")
    #: From 1 on, where an operator put them in order; those of one place stand by name.
    place: Mapped[int] = mapped_column(default=0, server_default="0")
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


class ReplyDraft(Model):
    """What an agent has written and not sent, kept on the server: begun here, finished on another machine."""

    __tablename__ = "reply_drafts"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    conversation_id: Mapped[int] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    body: Mapped[str] = mapped_column(Text)
    #: The last message that was in sight while it was written.
    seen: Mapped[int] = mapped_column(default=0)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


class CaseViewer(Model):
    """Which agents have a case open in front of them, and who is typing."""

    __tablename__ = "case_viewers"
    __table_args__ = (Index("ix_case_viewers_case_id_seen_at", "case_id", "seen_at"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True, index=True)
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    typed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    person: Mapped[Person] = relationship()
