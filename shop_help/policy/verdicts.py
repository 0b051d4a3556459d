"""A verdict is never a bare no: since when, until when, why not, and what to do instead (PRODUCT 4)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from shop_help.policy.changes import CHANGES
from shop_help.policy.markets import market_called

#: What a buyer may want of an order. The first two are never refused.
ACTIONS = (
    "message",
    "contact",
    "cancel",
    *(change.action for change in CHANGES),
    "refund",
    "return",
    "exchange",
    "dispute",
    "protect",
)

#: Where a delivery date comes from; what is estimated or missing never refuses anyone.
DELIVERY_SOURCES = ("carrier", "shop", "estimated", "missing")


@dataclass(frozen=True)
class Rules:
    """The numbers of one market in one version; an order is judged by the version in force when it was paid."""

    version: int
    market: str
    #: By the names of policy.numbers.NUMBERS.
    values: Mapping[str, int]
    #: Public holidays of the market, for clocks that count business days.
    days_off: frozenset[date] = frozenset()

    @property
    def zone(self) -> str:
        """The IANA zone in which its days are counted."""
        return market_called(self.market).zone

    def hours(self, name: str) -> timedelta:
        """A number that counts hours."""
        return timedelta(hours=self.values[name])

    def days(self, name: str) -> int:
        """A number that counts calendar or business days."""
        return self.values[name]


@dataclass(frozen=True)
class Clocks:
    """When the clocks of a package close, worked out once when it was delivered, by a version of the rules."""

    version: int
    returns_close_at: datetime
    protection_closes_at: datetime


@dataclass(frozen=True)
class LineFacts:
    """One unit of an order, as the rules see it."""

    id: int
    #: As it was at purchase.
    item_class: str = "standard"
    #: When it was packed for the carrier.
    packed_at: datetime | None = None
    #: When it left.
    shipped_at: datetime | None = None
    #: Of its package, the latest; None while it is under way.
    delivered_at: datetime | None = None
    #: One of DELIVERY_SOURCES.
    delivery_source: str = "carrier"
    #: Of its package, kept since the delivery; None where they are to be worked out.
    clocks: Clocks | None = None
    is_refunded: bool = False
    #: A refund of it is on its way.
    refund_in_flight: bool = False
    #: The kind of the open request on it; empty without one.
    open_request: str = ""
    #: When the seller last rejected a cancellation, refund, return or exchange of it; None while they did not.
    rejected_at: datetime | None = None
    #: How many of its refunds, returns and exchanges were rejected, all together.
    rejections: int = 0
    #: How many of its cancellations were.
    cancel_rejections: int = 0
    #: An attempt with the seller was rejected, lapsed or went unanswered.
    seller_failed: bool = False
    #: Disputes of a rejection that are closed.
    disputes: int = 0
    #: A dispute of a rejection is in progress.
    open_dispute: bool = False
    #: It was exchanged: the order that replaced it has a clock of its own.
    is_replaced: bool = False
    #: It is in a Buyer Protection case that is not closed.
    in_protection: bool = False
    #: Such a case about it was decided or settled, and is closed.
    protection_decided: bool = False


@dataclass(frozen=True)
class Purchase:
    """An order, as the rules see it."""

    number: str
    state: str
    market: str
    created_at: datetime
    paid_at: datetime | None = None
    expected_at: datetime | None = None
    completed_at: datetime | None = None
    cancelled_at: datetime | None = None
    shop_is_suspended: bool = False
    lines: tuple[LineFacts, ...] = ()


@dataclass(frozen=True)
class Basis:
    """What a verdict rests on."""

    delivered_at: datetime | None
    #: One of DELIVERY_SOURCES.
    source: str
    zone: str
    version: int


@dataclass(frozen=True)
class Verdict:
    """May this be done with these lines now? The same for the page, the gate, the agent and the API."""

    order: str
    #: Ids of the lines it is about.
    lines: tuple[int, ...]
    #: One of ACTIONS.
    action: str
    eligible: bool
    #: Why, as one word; policy.wording has a sentence for each.
    code: str
    #: The reason for the person who asks, with its values.
    sentence: str
    basis: Basis
    values: Mapping[str, object] = field(default_factory=dict)
    opens_at: datetime | None = None
    #: The first instant at which it is closed; None where no clock runs.
    closes_at: datetime | None = None
    #: One of ACTIONS: what to do instead, or next; empty where there is nothing better.
    next_action: str = ""
    #: It is done when it is asked for: no seller has to agree.
    at_once: bool = False
    #: Customer service decides it and not the seller, whom nobody asks: the way there is `next_action`.
    by_agent: bool = False
