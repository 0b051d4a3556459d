"""An order as the feed tells it, checked: a tree of frozen facts that any door can hand to the act."""

from dataclasses import dataclass
from datetime import date, datetime

from shop_help.order_feed.remarks import Remark


@dataclass(frozen=True)
class FeedShop:
    """Who sold it. The Order API is asked per shop, so its answer often doesn't say."""

    external_id: str
    name: str
    #: False where the shop was worked out from the warehouse.
    is_stated: bool = True
    #: Where nothing else says: what the operator told of new shops.
    market: str | None = None


@dataclass(frozen=True)
class FeedBuyer:
    """Who bought it, and what the feed says of their age."""

    external_id: str
    name: str = ""
    email: str = ""
    birthdate: date | None = None
    is_adult: bool | None = None


@dataclass(frozen=True)
class FeedAddress:
    """Where it goes; absent parts are empty."""

    name: str = ""
    phone: str = ""
    lines: tuple[str, ...] = ()
    postal_code: str = ""
    city: str = ""
    region: str = ""
    country: str = ""


@dataclass(frozen=True)
class FeedLine:
    """One unit. Money in minor units of the order's currency."""

    external_id: str
    product_id: str
    name: str
    price: int
    variant: str = ""
    sku: str = ""
    picture: str = ""
    seller_discount: int = 0
    platform_discount: int = 0
    tax: int = 0
    #: None where the feed doesn't say: the product's class counts then.
    item_class: str | None = None
    #: The parcel it travels in, by its external id.
    package: str | None = None


@dataclass(frozen=True)
class FeedEvent:
    """Something that happened to a parcel."""

    happened_at: datetime
    station: str
    description: str = ""
    place: str = ""


@dataclass(frozen=True)
class FeedPackage:
    """A parcel."""

    external_id: str
    carrier: str = ""
    tracking_number: str = ""
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    events: tuple[FeedEvent, ...] = ()


@dataclass(frozen=True)
class FeedOrder:
    """One order, whole."""

    number: str
    state: str
    #: Code of a market; None where no address says so, and the shop's market counts.
    market: str | None
    currency: str
    created_at: datetime
    updated_at: datetime
    shop: FeedShop
    buyer: FeedBuyer
    lines: tuple[FeedLine, ...]
    packages: tuple[FeedPackage, ...] = ()
    #: (kind, minor units), in the order they are shown; the last is the total.
    payment_parts: tuple[tuple[str, int], ...] = ()
    address: FeedAddress = FeedAddress()
    paid_at: datetime | None = None
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    completed_at: datetime | None = None
    cancelled_at: datetime | None = None
    expected_at: datetime | None = None
    cancel_reason: str = ""
    buyer_note: str = ""


@dataclass(frozen=True)
class Surroundings:
    """What stands around an order: the answer it came in, and what the operator said."""

    shop_id: str = ""
    shop_name: str = ""
    #: The market of a shop that no address tells.
    market: str | None = None


@dataclass(frozen=True)
class ReadOrder:
    """What became of one order of a feed: the order, or the problems that keep it out; and the notes on it."""

    number: str
    order: FeedOrder | None
    problems: tuple[Remark, ...]
    notes: tuple[Remark, ...]
