"""What the operator calls this, and how it looks."""

from datetime import datetime

from sqlalchemy import LargeBinary, String, select
from sqlalchemy.orm import Mapped, mapped_column

from shop_help import clock
from shop_help.database import UTCDateTime
from shop_help.extensions import Model

#: The one row there is, where an operator set anything.
THE_ONE = 1


class Brand(Model):
    """Name, accent and logo; without a row those that we ship hold."""

    __tablename__ = "brands"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    #: As #d0232e, in light and in dark.
    accent: Mapped[str] = mapped_column(String(7))
    accent_dark: Mapped[str] = mapped_column(String(7))
    #: A PNG of ours; none shows the name alone.
    logo: Mapped[bytes | None] = mapped_column(LargeBinary)
    #: Made of all that: the same brand has the same, wherever it is kept.
    version: Mapped[str] = mapped_column(String(12))
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


#: What stands beside every page's question of who asks, so that no page has a question more.
BRAND_VERSION = select(Brand.version).where(Brand.id == THE_ONE).scalar_subquery()
