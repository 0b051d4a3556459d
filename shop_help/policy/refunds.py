"""What comes back of an order, to the minor unit: each cent that was paid belongs to one unit, to shipping or to fees
(PRODUCT 4, "Money").

A unit's worth is its price less its share of the discounts, plus its tax, and never changes: whoever is refunded
first, all refunds together make what was paid.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from shop_help.policy.shares import split, split_last

#: What a part of a refund is for.
ITEM, SHIPPING, FEE = "item", "shipping", "fee"

#: Orders in these states may never have been paid: their instant of payment says whether they were.
_MAYBE_UNPAID = ("UNPAID", "CANCELLED")


@dataclass(frozen=True)
class Unit:
    """One line of an order; money in minor units of the order's currency."""

    id: int
    price: int
    seller_discount: int = 0
    platform_discount: int = 0
    tax: int = 0

    @property
    def net(self) -> int:
        """Its price less the discounts that stand on it."""
        return max(0, self.price - self.seller_discount - self.platform_discount)


@dataclass(frozen=True)
class Bill:
    """What was paid for an order: its units in their order, and its payment parts by kind."""

    units: tuple[Unit, ...]
    #: As in payment_parts: items, shipping, seller_discount, platform_discount, tax, fee, total. None paid: {}.
    paid: Mapping[str, int]

    @property
    def total(self) -> int:
        """No refunds of this order ever make more."""
        return self.paid.get("total", 0)


@dataclass(frozen=True)
class Given:
    """What was given back before, or is on its way: by line, and of shipping and fees."""

    lines: Mapping[int, int] = field(default_factory=dict)
    shipping: int = 0
    fee: int = 0

    @property
    def total(self) -> int:
        return sum(self.lines.values()) + self.shipping + self.fee


@dataclass(frozen=True)
class Part:
    """A part of a refund: of an item, or what goes back of shipping or fees (`line_id` is None then)."""

    kind: str
    line_id: int | None
    amount: int


@dataclass(frozen=True)
class Quote:
    """What one gets back, part by part; parts of nothing are left out."""

    parts: tuple[Part, ...] = ()

    @property
    def total(self) -> int:
        return sum(part.amount for part in self.parts)

    @property
    def shipping(self) -> int:
        return self.of_kind(SHIPPING)

    def of_kind(self, kind: str) -> int:
        """All of it that is for items, shipping or fees."""
        return sum(part.amount for part in self.parts if part.kind == kind)

    def of_line(self, line_id: int) -> int:
        """What comes back for one unit, its share of shipping not counted."""
        return sum(part.amount for part in self.parts if part.line_id == line_id)


def was_paid(state: str, paid_at: datetime | None) -> bool:
    """Did the buyer pay for this order? Feeds leave the instant out now and then."""
    return paid_at is not None or state not in _MAYBE_UNPAID


def quote(
    bill: Bill,
    line_ids: Collection[int],
    given: Given | None = None,
    *,
    seller_at_fault: bool = False,
    whole_order: bool = False,
) -> Quote:
    """What comes back for these lines.

    `seller_at_fault`: with each unit comes its share of shipping. `whole_order`: the order is cancelled before any of
    it left, with what was cancelled earlier; then all that is still there comes back, fees too.
    """
    given = given or Given()
    worth = worth_of(bill)
    parts = [
        Part(ITEM, unit.id, max(0, worth[unit.id] - given.lines.get(unit.id, 0)))
        for unit in bill.units
        if unit.id in line_ids
    ]
    shipping, fee = _shipping_paid(bill), _fee_paid(bill)
    if whole_order:
        parts += [Part(SHIPPING, None, shipping - given.shipping), Part(FEE, None, fee - given.fee)]
    elif seller_at_fault:
        shares = _shares_of_shipping(bill, worth)
        share = sum(shares[unit.id] for unit in bill.units if unit.id in line_ids)
        parts.append(Part(SHIPPING, None, min(share, shipping - given.shipping)))
    return _within(bill.total - given.total, parts)


def _within(left: int, parts: Sequence[Part]) -> Quote:
    """No more than is left of what was paid: a shop may have lowered its bill after money went back."""
    kept = []
    for part in parts:
        amount = min(part.amount, left)
        if amount > 0:
            kept.append(replace(part, amount=amount))
            left -= amount
    return Quote(tuple(kept))


def worth_of(bill: Bill) -> dict[int, int]:
    """What each unit gives back, by its id; the last one takes the rounding."""
    paid = bill.total - _shipping_paid(bill) - _fee_paid(bill)
    net = [unit.net for unit in bill.units]
    with_tax = [unit.net + unit.tax for unit in bill.units]
    # In many markets the tax is inside the prices; the bill itself tells by its sum.
    nominal = min((with_tax, net), key=lambda amounts: abs(sum(amounts) - paid))
    return _by_id(bill, split_last(paid, nominal if any(nominal) else [unit.price for unit in bill.units]))


def offered(full: Quote, amount: int) -> Quote:
    """A part of what would come back, as a seller offers it: over the lines, and to shipping only beyond them.

    Raises ValueError for more than the whole.
    """
    if not 0 <= amount <= full.total:
        raise ValueError("a part is never more than the whole")
    items = [part for part in full.parts if part.kind == ITEM]
    others = [part for part in full.parts if part.kind != ITEM]
    for_items = min(amount, full.of_kind(ITEM))
    shares = split(for_items, [part.amount for part in items])
    shares += split(amount - for_items, [part.amount for part in others])
    parts = (Part(part.kind, part.line_id, share) for part, share in zip([*items, *others], shares, strict=True))
    return Quote(tuple(part for part in parts if part.amount > 0))


def _by_id(bill: Bill, shares: Sequence[int]) -> dict[int, int]:
    return {unit.id: share for unit, share in zip(bill.units, shares, strict=True)}


def _fee_paid(bill: Bill) -> int:
    return min(bill.paid.get("fee", 0), bill.total)


def _shipping_paid(bill: Bill) -> int:
    """With its tax, where the bill's tax is more than that of the units, and was added to the prices."""
    shipping = bill.paid.get("shipping", 0)
    of_units = sum(unit.tax for unit in bill.units)
    if shipping and of_units and _tax_was_added(bill):
        shipping += max(0, bill.paid.get("tax", 0) - of_units)
    return min(shipping, bill.total - _fee_paid(bill))


def _tax_was_added(bill: Bill) -> bool:
    charged = sum(bill.paid.get(kind, 0) for kind in ("items", "shipping", "fee", "tax"))
    return bill.total == charged - sum(bill.paid.get(kind, 0) for kind in ("seller_discount", "platform_discount"))


def _shares_of_shipping(bill: Bill, worth: Mapping[int, int]) -> dict[int, int]:
    return _by_id(bill, split_last(_shipping_paid(bill), [worth[unit.id] for unit in bill.units]))
