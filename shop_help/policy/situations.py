"""What is the case with an order, in words that help texts and the ranking of questions ask for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from shop_help.policy import deadlines
from shop_help.policy.orders import ARRIVED, NOT_COVERED, NOT_RETURNABLE, UNDER_WAY, is_late
from shop_help.policy.rulebook import shipped_rules
from shop_help.policy.verdicts import Rules
from shop_help.policy.wording import N_

#: Every situation that a text may ask for, with what it says about the order.
SITUATIONS = {
    "no_order": N_("no order was chosen"),
    "has_order": N_("an order was chosen"),
    "unpaid": N_("it isn't paid"),
    "paid": N_("it is paid"),
    "on_hold": N_("it is on hold"),
    "to_ship": N_("it waits to be packed"),
    "for_carrier": N_("it is packed and waits for the carrier"),
    "partly_shipped": N_("a part of it has left"),
    "in_transit": N_("it is on its way"),
    "shipped": N_("it has left, whether it has arrived or not"),
    "under_way": N_("it is paid and not there yet"),
    "late": N_("the day it was promised for has passed"),
    "some_arrived": N_("some of its packages arrived, not all"),
    "delivered": N_("it was delivered"),
    "completed": N_("it is completed"),
    "cancelled": N_("it was cancelled"),
    "free_cancelling": N_("it can still be cancelled for free"),
    "return_open": N_("it can still be returned"),
    "return_over": N_("the time for returns is over"),
    "protection_open": N_("Buyer Protection runs"),
    "protection_over": N_("Buyer Protection is over"),
    "refunded": N_("something of it was refunded"),
    "not_covered": N_("something in it is not covered by Buyer Protection"),
    "not_returnable": N_("something in it can't be returned for a change of mind"),
    "asked_long_ago": N_("the seller has let the time for an answer pass"),
}

_BY_STATE = {
    "UNPAID": "unpaid",
    "ON_HOLD": "on_hold",
    "AWAITING_SHIPMENT": "to_ship",
    "PARTIALLY_SHIPPING": "partly_shipped",
    "AWAITING_COLLECTION": "for_carrier",
    "IN_TRANSIT": "in_transit",
    "DELIVERED": "delivered",
    "COMPLETED": "completed",
    "CANCELLED": "cancelled",
}
#: Not left yet: while the free hour runs, it is cancelled without asking anybody.
_STILL_HERE = ("ON_HOLD", "AWAITING_SHIPMENT", "AWAITING_COLLECTION")


@dataclass(frozen=True)
class OrderFacts:
    """What decides the situation of an order."""

    state: str
    market: str
    zone: str
    paid_at: datetime | None = None
    expected_at: datetime | None = None
    delivered_at: datetime | None = None
    packages: int = 0
    packages_arrived: int = 0
    item_classes: frozenset[str] = frozenset()
    is_refunded: bool = False
    #: Since when the buyer waits for the seller's answer, and that time is up.
    is_unanswered: bool = False
    #: Those that judge it; None for the ones that its market was shipped with.
    rules: Rules | None = None

    @property
    def judged_by(self) -> Rules:
        """The rules that judge it."""
        return self.rules or shipped_rules(self.market)


def free_until(facts: OrderFacts) -> datetime | None:
    """Until when cancelling is free; None for what isn't paid."""
    return deadlines.free_until(facts.paid_at, facts.judged_by) if facts.paid_at else None


def return_until(facts: OrderFacts) -> datetime | None:
    """When the time for returns closes; None before delivery."""
    return _closes(facts, "return_days")


def protected_until(facts: OrderFacts) -> datetime | None:
    """When Buyer Protection closes; None before delivery."""
    return _closes(facts, "protection_days")


def _closes(facts: OrderFacts, days: str) -> datetime | None:
    if facts.delivered_at is None or facts.state not in ARRIVED:
        return None
    return deadlines.closes_at(facts.delivered_at, facts.judged_by.days(days), facts.zone)


def situations_of(facts: OrderFacts | None, now: datetime) -> frozenset[str]:
    """All that is the case; without an order that alone."""
    if facts is None:
        return frozenset({"no_order"})
    return frozenset({"has_order", *_of_state(facts), *_of_time(facts, now), *_of_contents(facts)})


def _of_state(facts: OrderFacts) -> Iterable[str]:
    yield _BY_STATE[facts.state]
    if facts.state == "COMPLETED":
        yield "delivered"
    if facts.state == "PARTIALLY_SHIPPING":
        yield "in_transit"
    if facts.state in UNDER_WAY:
        yield "under_way"
    if facts.state in ("PARTIALLY_SHIPPING", "IN_TRANSIT", "DELIVERED", "COMPLETED"):
        yield "shipped"
    if facts.paid_at is not None:
        yield "paid"


def _of_time(facts: OrderFacts, now: datetime) -> Iterable[str]:
    if is_late(facts.state, facts.expected_at, now):
        yield "late"
    free = free_until(facts)
    if free and now < free and facts.state in _STILL_HERE:
        yield "free_cancelling"
    for name, closes in (("return", return_until(facts)), ("protection", protected_until(facts))):
        if closes:
            yield f"{name}_open" if now < closes else f"{name}_over"


def _of_contents(facts: OrderFacts) -> Iterable[str]:
    if 0 < facts.packages_arrived < facts.packages:
        yield "some_arrived"
    if facts.is_refunded:
        yield "refunded"
    if facts.is_unanswered:
        yield "asked_long_ago"
    if facts.item_classes & NOT_COVERED:
        yield "not_covered"
    if facts.item_classes & NOT_RETURNABLE:
        yield "not_returnable"
