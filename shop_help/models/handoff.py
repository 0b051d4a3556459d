"""Tokens of hand-over that were used: each is good once."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from shop_help import clock
from shop_help.database import UTCDateTime
from shop_help.extensions import Model


class Handoff(Model):
    """One token, from its use until well after it has expired. Whose it was, the sign-in says."""

    __tablename__ = "handoffs"

    #: What the token calls itself (jti).
    id: Mapped[str] = mapped_column(String(128), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    used_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
