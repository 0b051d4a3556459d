"""Shops, who answers for them, and what they sell."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Index, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_help import clock
from shop_help.database import UTCDateTime
from shop_help.extensions import Base, Model
from shop_help.models.person import Person

shop_members = Table(
    "shop_members",
    Base.metadata,
    Column("shop_id", ForeignKey("shops.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class Shop(Model):
    """A seller's shop."""

    __tablename__ = "shops"

    id: Mapped[int] = mapped_column(primary_key=True)
    external_id: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    about: Mapped[str] = mapped_column(default="")
    market: Mapped[str] = mapped_column(default="US")
    #: open or suspended
    state: Mapped[str] = mapped_column(default="open")
    #: Sent once by itself to a buyer who writes while the shop is away; empty means none.
    away_note: Mapped[str] = mapped_column(default="")
    #: Away without pausing the clock; a holiday pauses it.
    is_away: Mapped[bool] = mapped_column(default=False)
    holiday_from: Mapped[datetime | None] = mapped_column(UTCDateTime)
    holiday_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: Where buyers send back what may be returned, as an order's address is kept; None where nobody said.
    return_address: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    members: Mapped[list[Person]] = relationship(secondary=shop_members)


class Product(Model):
    """Something a shop sells."""

    __tablename__ = "products"
    __table_args__ = (Index("ix_products_shop_id_external_id", "shop_id", "external_id", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shops.id", ondelete="CASCADE"))
    external_id: Mapped[str]
    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    #: "art:lamp" for a picture the project draws, an address for the shop's own, empty for none.
    picture: Mapped[str] = mapped_column(default="")
    #: Minor units of currency.
    price: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    #: standard, pre_owned, collectible, final_sale or non_returnable
    item_class: Mapped[str] = mapped_column(default="standard")
    #: Shown in the shop; products known from imported orders alone are not.
    is_listed: Mapped[bool] = mapped_column(default=False, index=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    shop: Mapped[Shop] = relationship()
