"""Words that an operator put in place of ours."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from shop_help import clock
from shop_help.database import UTCDateTime
from shop_help.extensions import Model


class OwnWords(Model):
    """What one thing is called in one language; what has no row is called as we call it."""

    __tablename__ = "own_words"

    #: One of policy.own_words.OURS.
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    words: Mapped[str] = mapped_column(String(80))
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
