"""One line of an order at an instant, with what the rules ask about it; and what they find."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from shop_help.policy.deadlines import clocks_of, day_number, dispute_until, free_until
from shop_help.policy.orders import ARRIVED, LEFT
from shop_help.policy.verdicts import Clocks, LineFacts, Purchase, Rules


@dataclass(frozen=True)
class Finding:
    """What a rule says about an item: a code of verdict_codes, and the clock that it rests on."""

    code: str
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Item:
    """A line, the order it belongs to, the rules that judge it, and the instant at which it is asked."""

    purchase: Purchase
    line: LineFacts
    rules: Rules
    now: datetime
    #: What was found already, by action and reason: one verdict asks for another's.
    findings: dict[tuple[str, str], Finding] = field(default_factory=dict, compare=False, repr=False)

    @property
    def has_left(self) -> bool:
        """It was handed to the carrier."""
        known = self.line.shipped_at or self.line.delivered_at
        return known is not None or self.purchase.state in LEFT

    @property
    def is_packed(self) -> bool:
        """It is packed for the carrier, or has left."""
        return self.has_left or self.line.packed_at is not None or self.purchase.state == "AWAITING_COLLECTION"

    @property
    def is_delivered(self) -> bool:
        """It is there, as far as anybody says, even where nobody says since when."""
        return self.line.delivered_at is not None or self.purchase.state in ARRIVED

    @property
    def is_late(self) -> bool:
        """The instant it was promised for has passed; asked about what isn't there."""
        return self.purchase.expected_at is not None and self.purchase.expected_at < self.now

    @property
    def delivered_for_certain_at(self) -> datetime | None:
        """When it was delivered; None where that is estimated or missing."""
        return self.line.delivered_at if self.line.delivery_source in ("carrier", "shop") else None

    @property
    def free_until(self) -> datetime:
        """Until when cancelling is free. What is paid at the door counts from the order."""
        return free_until(self.purchase.paid_at or self.purchase.created_at, self.rules)

    @property
    def seller_failed(self) -> bool:
        """An attempt with the seller was rejected, lapsed or went unanswered."""
        return self.line.seller_failed or self.line.rejections > 0

    @cached_property
    def settled(self) -> str:
        """Why nothing more can be asked for this item; empty where something can."""
        line = self.line
        reasons = {
            "order_cancelled": self.purchase.state == "CANCELLED",
            "refunded": line.is_refunded,
            "refund_in_flight": line.refund_in_flight,
            "replaced": line.is_replaced,
            "in_protection": line.in_protection,
            "in_dispute": line.open_dispute,
            "open_request": bool(line.open_request),
        }
        return next((code for code, is_so in reasons.items() if is_so), "")

    @cached_property
    def return_until(self) -> datetime | None:
        """When the time for returns closes; None where the day of delivery isn't known for certain."""
        return self._clocks.returns_close_at if self._clocks else None

    @cached_property
    def protected_until(self) -> datetime | None:
        """When Buyer Protection closes; None where the day of delivery isn't known for certain."""
        return self._clocks.protection_closes_at if self._clocks else None

    @cached_property
    def dispute_until(self) -> datetime | None:
        """When the time for a dispute closes; None where nothing was rejected."""
        return dispute_until(self.line.rejected_at, self.rules) if self.line.rejected_at else None

    @cached_property
    def _clocks(self) -> Clocks | None:
        """Kept since the delivery; by other rules than those of that day, worked out."""
        began_at, kept = self.delivered_for_certain_at, self.line.clocks
        if began_at is None:
            return None
        return kept if kept and kept.version == self.rules.version else clocks_of(began_at, self.rules)

    def day_of(self, name: str) -> dict[str, object]:
        """Which day it is of how many, since it was delivered."""
        began_at = self.delivered_for_certain_at
        day = day_number(began_at, self.now, self.rules.zone) if began_at else 0
        return {"day": day, "days": self.rules.days(name)}
