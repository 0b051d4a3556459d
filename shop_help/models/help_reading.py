"""Which answers of Help were read, and whether that was enough: the base of the share that it solves by itself.

Who read what is kept until it is known whether they wrote to us afterwards, and then only counted.
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from shop_help.database import UTCDateTime
from shop_help.extensions import Model


class HelpReading(Model):
    """One person read one answer on one day, however often. It goes as soon as it is counted."""

    __tablename__ = "help_readings"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    question_id: Mapped[int] = mapped_column(
        ForeignKey("help_questions.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    #: Of the reader's market.
    day: Mapped[date] = mapped_column(primary_key=True)
    market: Mapped[str] = mapped_column(String(8))
    #: The first time on that day.
    read_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)


class HelpOutcome(Model):
    """How often an answer was read on a day, and by how many who wrote to customer service soon after."""

    __tablename__ = "help_outcomes"

    day: Mapped[date] = mapped_column(primary_key=True)
    market: Mapped[str] = mapped_column(String(8), primary_key=True)
    question_id: Mapped[int] = mapped_column(
        ForeignKey("help_questions.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    readings: Mapped[int]
    contacted: Mapped[int]
