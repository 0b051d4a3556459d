"""An order's facts in words: its tracking line, its clock, and what automatic answers are filled with."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from shop_help import clock
from shop_help.dates import clock_time, day, short_day
from shop_help.models import Order, Package
from shop_help.models.shown_orders import ShownOrder
from shop_help.models.shown_parcels import ShownPackage
from shop_help.models.shown_refunds import money_back
from shop_help.policy import tracking, wording
from shop_help.policy.markets import market_called
from shop_help.policy.orders import UNDER_WAY, is_late
from shop_help.policy.shops import is_on_holiday
from shop_help.presentation import state_word
from shop_help.speech import gettext as _


def zone_of(order: Order | ShownOrder) -> str:
    """The zone in which this order's days are counted: its market's."""
    return market_called(order.market).zone


def summary_of(order: Order | ShownOrder) -> dict[str, Any]:
    """An order in one line, as shared/_order_summary.html shows it."""
    first = order.lines[0] if order.lines else None
    return {
        "number": order.number,
        "state": order.state,
        "total": order.total,
        "currency": order.currency,
        "name": first.name if first else "",
        "picture": first.picture if first else "",
        "more": max(0, len(order.lines) - 1),
    }


class PaymentRow(NamedTuple):
    """A row of shared/_payment.html; money in minor units."""

    word: str
    amount: int
    is_off: bool = False
    is_total: bool = False


def payment_of(order: ShownOrder, has_refunds: bool = True) -> list[PaymentRow]:
    """What was paid, part by part, and what came back of it (`has_refunds`: the ledger may hold something of it)."""
    paid = [
        PaymentRow(_(wording.PAYMENT_PARTS[part.kind]), part.amount, "discount" in part.kind, part.kind == "total")
        for part in order.payment_parts
    ]
    given, owed = money_back(order, has_refunds)
    back = (PaymentRow(_("Given back"), given), PaymentRow(_("Comes back"), owed))
    return paid + [row for row in back if row.amount]


def parcels_of(order: Order | ShownOrder) -> list[dict[str, Any]]:
    """Each parcel as shared/_tracking.html shows it; one without a name where nothing is packed yet."""
    filled = [package for package in order.packages if package.lines] or order.packages[:1]
    if not filled:
        return [_parcel(order, None, "")]
    many = len(filled) > 1
    return [
        _parcel(order, package, _("Package %(this)s of %(all)s", this=place, all=len(filled)) if many else "")
        for place, package in enumerate(filled, 1)
    ]


def _parcel(order: Order | ShownOrder, package: Package | ShownPackage | None, name: str) -> dict[str, Any]:
    zone = zone_of(order)
    events: Sequence[Any] = package.events if package else []
    stations = tracking.line_of_stations(
        order.created_at,
        # Packed and labelled is not handed over.
        package.shipped_at if package and order.state != "AWAITING_COLLECTION" else None,
        package.delivered_at if package else None,
        [(event.station, event.happened_at) for event in events],
    )
    return {
        "name": name,
        "carrier": package.carrier if package else "",
        "tracking_number": package.tracking_number if package else "",
        "place": next((event.place for event in reversed(events) if event.place), ""),
        "stations": [
            {
                "word": _(wording.STATIONS[station.name]),
                "on": short_day(station.reached_at, zone) if station.reached_at else "",
                "reached": station.reached_at is not None,
                "here": station.here,
            }
            for station in stations
        ],
        "events": [
            {
                "on": f"{day(event.happened_at, zone)}, {clock_time(event.happened_at, zone)}",
                "text": event.description or _(wording.STATIONS[event.station]),
                "place": event.place,
            }
            for event in reversed(events)
        ],
    }


def clock_of(order: Order | ShownOrder) -> dict[str, Any] | None:
    """What the buyer waits for, as shared/_clock.html shows it: the parcel, and the day it was promised for."""
    if order.expected_at is None or order.state not in UNDER_WAY:
        return None
    late = is_late(order.state, order.expected_at, clock.now())
    return {
        "who": _("It was to arrive") if late else _("It should arrive"),
        "word": _("by"),
        "until_words": day(order.expected_at, zone_of(order)),
        "level": "bad" if late else "calm",
        "then": _("It is late: ask the seller, they answer for the parcel.") if late else "",
    }


def status_sentence(order: Order | ShownOrder) -> str:
    """The order's state in one sentence with its day."""
    zone = zone_of(order)
    arrived = sum(package.delivered_at is not None for package in order.packages)
    if 0 < arrived < len(order.packages):
        return _(
            "%(arrived)s of your %(all)s packages arrived; the rest is still on its way.",
            arrived=arrived,
            all=len(order.packages),
        )
    shipped = next((p.shipped_at for p in order.packages if p.shipped_at), order.shipped_at)
    if order.state == "CANCELLED" and order.cancelled_at:
        return _("This order was cancelled on %(day)s.", day=day(order.cancelled_at, zone))
    if order.state in ("DELIVERED", "COMPLETED") and order.delivered_at:
        return _("Your order was delivered on %(day)s.", day=day(order.delivered_at, zone))
    if order.state == "PARTIALLY_SHIPPING":
        return _("Part of your order is on its way; the rest is still to be shipped.")
    if order.state == "IN_TRANSIT" and shipped:
        if order.expected_at and is_late(order.state, order.expected_at, clock.now()):
            return _(
                "Your order was shipped on %(day)s and was to arrive by %(expected)s. It is late.",
                day=day(shipped, zone),
                expected=day(order.expected_at, zone),
            )
        if order.expected_at:
            return _(
                "Your order was shipped on %(day)s and should arrive by %(expected)s.",
                day=day(shipped, zone),
                expected=day(order.expected_at, zone),
            )
        return _("Your order was shipped on %(day)s.", day=day(shipped, zone))
    return {
        "UNPAID": _("This order is not paid yet, so the seller has not packed it."),
        "ON_HOLD": _("This order is on hold for a short check before the seller may ship it."),
        "AWAITING_SHIPMENT": _("Your order is paid, and the seller is packing it."),
        "AWAITING_COLLECTION": _("Your order is packed and waits for the carrier."),
    }.get(order.state, state_word(order.state))


def absence_of(shop: Any, zone: str) -> str:
    """What a buyer should know before they write to a shop (is_away, holiday_from, holiday_until); else empty."""
    if is_on_holiday(shop.holiday_from, shop.holiday_until, clock.now()):
        return _("On holiday until %(day)s", day=day(shop.holiday_until, zone))
    return _("Away just now: answers may take longer") if shop.is_away else ""
