"""Orders that nobody made, one for each situation, so that a text is seen as a buyer would read it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shop_help import clock
from shop_help.models.shown_lines import ShownLine
from shop_help.models.shown_orders import ShownOrder, ShownPart, ShownShop
from shop_help.models.shown_parcels import ShownEvent, ShownPackage
from shop_help.policy.wording import N_


@dataclass(frozen=True)
class Sample:
    """A situation to preview a text in; times are days before now."""

    name: str
    word: str
    state: str = ""
    paid: float | None = 6
    shipped: float | None = None
    expected: float | None = None
    delivered: float | None = None
    item_class: str = "standard"
    is_refunded: bool = False
    packages: int = 1


SAMPLES = {
    sample.name: sample
    for sample in (
        Sample("none", N_("No order")),
        Sample("unpaid", N_("Unpaid"), "UNPAID", paid=None),
        Sample("on-hold", N_("On hold"), "ON_HOLD", paid=0.2),
        Sample("fresh", N_("Paid minutes ago"), "AWAITING_SHIPMENT", paid=0.01, expected=-5),
        Sample("to-ship", N_("To ship"), "AWAITING_SHIPMENT", paid=2, expected=-3),
        Sample("collection", N_("Ready for the carrier"), "AWAITING_COLLECTION", paid=3, expected=-3),
        Sample("in-transit", N_("In transit"), "IN_TRANSIT", shipped=3, expected=-2),
        Sample("late", N_("In transit and late"), "IN_TRANSIT", paid=14, shipped=12, expected=4),
        Sample(
            "some", N_("One of two packages arrived"), "IN_TRANSIT", shipped=4, expected=-1, delivered=1, packages=2
        ),
        Sample("delivered", N_("Delivered 2 days ago"), "DELIVERED", shipped=5, delivered=2),
        Sample("returns-over", N_("Delivered 31 days ago"), "DELIVERED", paid=36, shipped=34, delivered=31),
        Sample("all-over", N_("Delivered 91 days ago"), "DELIVERED", paid=96, shipped=94, delivered=91),
        Sample("pre-owned", N_("Delivered, pre-owned"), "DELIVERED", shipped=5, delivered=2, item_class="pre_owned"),
        Sample("refunded", N_("Delivered and refunded"), "DELIVERED", shipped=9, delivered=6, is_refunded=True),
        Sample("cancelled", N_("Cancelled"), "CANCELLED"),
    )
}


def sample_called(name: str) -> Sample:
    """The sample of that name; the one on its way for a name nobody knows."""
    return SAMPLES.get(name, SAMPLES["in-transit"])


def order_of(sample: Sample) -> ShownOrder | None:
    """The order of a sample; none for the general form."""
    if not sample.state:
        return None
    now = clock.now()

    def ago(days: float | None) -> datetime | None:
        return None if days is None else now - timedelta(days=days)

    line = ShownLine(0, 0, "Desk lamp", "Brass", "", 5900, sample.item_class, now if sample.is_refunded else None)
    parcel = ShownPackage(
        0, 0, "Bluebird Post", "BB1234567", ago(sample.shipped), ago(sample.delivered), lines=[line]
    )
    if sample.shipped is not None:
        seen = now - timedelta(days=sample.delivered or sample.shipped - 1)
        parcel.events.append(ShownEvent(0, seen, "in_transit", "", "Leeds"))
    second = replace(parcel, delivered_at=None, events=[], lines=[])
    return ShownOrder(
        id=0,
        number="576460000000000042",
        market="US",
        state=sample.state,
        currency="USD",
        created_at=ago((sample.paid or 0) + 0.1) or now,
        paid_at=ago(sample.paid),
        shipped_at=ago(sample.shipped),
        delivered_at=ago(sample.delivered) if sample.packages == 1 else None,
        completed_at=None,
        cancelled_at=ago(1) if sample.state == "CANCELLED" else None,
        expected_at=ago(sample.expected),
        cancel_reason="Sold out",
        address={},
        shop=ShownShop(0, "Luma Home"),
        lines=[line],
        payment_parts=[ShownPart(0, "total", 6490)],
        packages=[] if sample.shipped is None else [parcel, second][: sample.packages],
    )
