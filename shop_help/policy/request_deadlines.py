"""The clock of an order request: who has to move until when, and what follows by itself (PRODUCT 4)."""

from dataclasses import dataclass
from datetime import datetime

from shop_help.policy.deadlines import (
    NEVER_BY_ITSELF,
    answer_by,
    arrives_until,
    back_with_seller_until,
    dispute_until,
    inspect_until,
    offer_until,
    replace_until,
    ship_back_until,
)
from shop_help.policy.request_states import APPROVED, CHANGES, REFUSED
from shop_help.policy.verdicts import Rules

#: After these the seller is asked once more, for a shorter time.
BACK_WITH_SELLER = frozenset({"decline", "offer_lapse"})


@dataclass(frozen=True)
class Clock:
    """`mover` (BUYER or SHOP) has until `due_at`; then the event `act` of the table follows."""

    act: str
    mover: str
    due_at: datetime


def clock_after(
    event: str, kind: str, state: str, at: datetime, rules: Rules, worth: int = 0, digits: int = 2
) -> Clock | None:
    """The clock that begins when an event brought a request of this kind into this state; None where nobody has to
    move. `worth`: of its items, in minor units of a currency with so many digits."""
    if state == "pending":
        act = "lapse" if kind in NEVER_BY_ITSELF else "auto_approve"
        is_back = event in BACK_WITH_SELLER
        return Clock(act, "SHOP", back_with_seller_until(at, rules) if is_back else answer_by(kind, at, rules))
    if state == "partial_offered":
        return Clock("offer_lapse", "BUYER", offer_until(at, rules))
    if state == "awaiting_shipment":
        return Clock("not_shipped_back", "BUYER", ship_back_until(at, rules))
    if state == "in_return":
        return Clock("arrive", "SHOP", arrives_until(at, rules))
    if state == "inspecting":
        return Clock("not_inspected", "SHOP", inspect_until(at, worth, digits, rules))
    if state in APPROVED and kind == "exchange" and event != "refund_instead":
        return Clock("refund_instead", "SHOP", replace_until(at, rules))
    if state in REFUSED and kind not in CHANGES:
        return Clock("close", "BUYER", dispute_until(at, rules))
    return None
