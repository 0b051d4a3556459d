"""Orders as the shop took them: lines of one unit each, packages with their tracking, and what was paid."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Select, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_help import clock
from shop_help.database import UTCDateTime
from shop_help.extensions import Model
from shop_help.models.person import Person
from shop_help.models.shop import Product, Shop


class Order(Model):
    """One purchase from one shop. States are those of the TikTok Shop Order API (PRODUCT 3)."""

    __tablename__ = "orders"
    __table_args__ = (
        Index("ix_orders_buyer_id_created_at_id", "buyer_id", "created_at", "id"),
        Index("ix_orders_buyer_id_state_created_at_id", "buyer_id", "state", "created_at", "id"),
        Index("ix_orders_shop_id_created_at_id", "shop_id", "created_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: The shop's own order number, as people read it out.
    number: Mapped[str] = mapped_column(unique=True)
    buyer_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    shop_id: Mapped[int] = mapped_column(ForeignKey("shops.id"))
    market: Mapped[str]
    state: Mapped[str]
    currency: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    #: The feed's own last change; an older one never overwrites a newer one.
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)
    paid_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    shipped_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    delivered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    completed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: When the parcel should be there, as promised at purchase.
    expected_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    cancel_reason: Mapped[str] = mapped_column(default="")
    buyer_note: Mapped[str] = mapped_column(default="")
    #: {name, phone, lines: [text], postal_code, city, region, country}; absent parts are empty.
    address: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    #: The demo's one-line story; empty for real orders.
    story: Mapped[str] = mapped_column(default="")
    taken_in_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)

    buyer: Mapped[Person] = relationship()
    shop: Mapped[Shop] = relationship()
    lines: Mapped[list["OrderLine"]] = relationship(
        back_populates="order", order_by="OrderLine.position", cascade="all, delete-orphan"
    )
    packages: Mapped[list["Package"]] = relationship(
        back_populates="order", order_by="Package.id", cascade="all, delete-orphan"
    )
    payment_parts: Mapped[list["PaymentPart"]] = relationship(order_by="PaymentPart.id", cascade="all, delete-orphan")

    @classmethod
    def of(cls, person_id: int) -> Select["Order"]:
        """The orders this person bought."""
        return select(cls).where(cls.buyer_id == person_id)

    @classmethod
    def of_shops(cls, shop_ids: frozenset[int]) -> Select["Order"]:
        """The orders bought from these shops."""
        return select(cls).where(cls.shop_id.in_(shop_ids))

    @property
    def total(self) -> int:
        """What the buyer paid or is to pay, in minor units."""
        return next((part.amount for part in self.payment_parts if part.kind == "total"), 0)


class Package(Model):
    """A parcel of an order."""

    __tablename__ = "packages"
    __table_args__ = (UniqueConstraint("order_id", "external_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"))
    external_id: Mapped[str]
    carrier: Mapped[str] = mapped_column(default="")
    tracking_number: Mapped[str] = mapped_column(default="")
    shipped_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: The latest time its status became Delivered; None while under way.
    delivered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: When its clocks close, worked out once when it was delivered, by this version of the rules (PRODUCT 4).
    returns_close_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    protection_closes_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    clocks_by: Mapped[int | None]
    order: Mapped[Order] = relationship(back_populates="packages")
    lines: Mapped[list["OrderLine"]] = relationship(back_populates="package", order_by="OrderLine.position")
    events: Mapped[list["TrackingEvent"]] = relationship(
        order_by="TrackingEvent.happened_at", cascade="all, delete-orphan"
    )


class OrderLine(Model):
    """One unit of an order. Money in minor units of the order's currency."""

    __tablename__ = "order_lines"
    __table_args__ = (UniqueConstraint("order_id", "external_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"))
    external_id: Mapped[str]
    position: Mapped[int]
    product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id", ondelete="SET NULL"), index=True)
    package_id: Mapped[int | None] = mapped_column(ForeignKey("packages.id", ondelete="SET NULL"), index=True)
    name: Mapped[str]
    variant: Mapped[str] = mapped_column(default="")
    sku: Mapped[str] = mapped_column(default="")
    picture: Mapped[str] = mapped_column(default="")
    #: Before discounts and tax.
    price: Mapped[int] = mapped_column(BigInteger)
    seller_discount: Mapped[int] = mapped_column(BigInteger, default=0)
    platform_discount: Mapped[int] = mapped_column(BigInteger, default=0)
    tax: Mapped[int] = mapped_column(BigInteger, default=0)
    #: As it was at purchase: standard, pre_owned, collectible, final_sale or non_returnable
    item_class: Mapped[str] = mapped_column(default="standard")
    #: When this unit's money was given back; None while it was not.
    refunded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: How much, where only a part of it was; None for all of it.
    refunded_part: Mapped[int | None] = mapped_column(BigInteger)
    order: Mapped[Order] = relationship(back_populates="lines")
    package: Mapped[Package | None] = relationship(back_populates="lines")
    product: Mapped[Product | None] = relationship()


class TrackingEvent(Model):
    """Something that happened to a parcel."""

    __tablename__ = "tracking_events"
    __table_args__ = (Index("ix_tracking_events_package_id_happened_at", "package_id", "happened_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    package_id: Mapped[int] = mapped_column(ForeignKey("packages.id", ondelete="CASCADE"))
    happened_at: Mapped[datetime] = mapped_column(UTCDateTime)
    #: ordered, shipped, in_transit or delivered: the station of policy.tracking it belongs to
    station: Mapped[str]
    #: The carrier's own words; empty where the station says it all.
    description: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")


class PaymentPart(Model):
    """A part of what was paid: items, shipping, seller_discount, platform_discount, tax, fee, total."""

    __tablename__ = "payment_parts"
    __table_args__ = (UniqueConstraint("order_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"))
    kind: Mapped[str]
    #: Minor units; discounts are positive and taken off. Rupiah pass 32 bits at 21 million.
    amount: Mapped[int] = mapped_column(BigInteger)
