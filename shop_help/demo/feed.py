"""Turns a plan of the demo into an order such as a feed would bring."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from shop_help.demo.cast import PEOPLE
from shop_help.demo.catalogue import PRODUCTS
from shop_help.demo.goods import DemoProduct
from shop_help.demo.plan import OrderPlan, Parcel
from shop_help.order_feed.order import (
    FeedAddress,
    FeedBuyer,
    FeedEvent,
    FeedLine,
    FeedOrder,
    FeedPackage,
    FeedShop,
)
from shop_help.policy.markets import Market, market_called

#: Added at the till in the US; in the UK it is in the price.
SALES_TAX_PERCENT = {"US": 8}
SHIPPING = 499
FREE_SHIPPING_FROM = 5000

_CARRIERS = {"demo-luma-home": ("Bluebird Post", "BB"), "demo-kicks-and-co": ("Kestrel Parcels", "KP")}
_FROM = {"demo-luma-home": "Portland, OR", "demo-kicks-and-co": "Leeds"}

ADDRESSES = {
    "ana": FeedAddress(
        "Ana Ferreira", "+1 512 555 0142", ("412 Alder Street", "Apt 3"), "78704", "Austin", "TX", "United States"
    ),
    "bruno": FeedAddress(
        "Bruno Hartley", "+44 117 496 0123", ("18 Harbour Row",), "BS1 5ZZ", "Bristol", "", "United Kingdom"
    ),
    "kit": FeedAddress("Kit Moss", "+1 208 555 0177", ("9 Birch Lane",), "83702", "Boise", "ID", "United States"),
}


def moment(now: datetime, days: float, market: Market) -> datetime:
    """So many days before now, on the market's own clock: 30 days ago is that date, also across a change of time."""
    local = now.replace(microsecond=0).astimezone(ZoneInfo(market.zone))
    return (local - timedelta(days=days)).astimezone(now.tzinfo)


def feed_order(plan: OrderPlan, now: datetime) -> FeedOrder:
    """The plan as an order, with its times counted back from now."""
    buyer = next(person for person in PEOPLE if person.cast_name == plan.buyer)
    market = market_called(buyer.market)
    products = [PRODUCTS[slug] for slug in plan.items]
    packages = tuple(_package(plan, place, parcel, now, market) for place, parcel in enumerate(plan.parcels, 1))
    lines = _lines(plan, products, market)
    return FeedOrder(
        number=plan.number,
        state=plan.state,
        market=market.code,
        currency=market.currency,
        shop=FeedShop(products[0].shop.external_id, products[0].shop.name),
        # Their birthdate is on the account; the order adds nothing to it.
        buyer=FeedBuyer(buyer.external_id, buyer.name),
        lines=lines,
        packages=packages,
        payment_parts=payment_parts(lines),
        address=ADDRESSES[plan.buyer],
        cancel_reason=plan.cancel_reason,
        buyer_note=plan.buyer_note,
        **_times(plan, packages, now, market),
    )


def _times(plan: OrderPlan, packages: Sequence[FeedPackage], now: datetime, market: Market) -> dict[str, Any]:
    def at(days: float | None) -> datetime | None:
        return None if days is None else moment(now, days, market)

    ordered = moment(now, plan.ordered, market)
    delivered = [package.delivered_at for package in packages if package.delivered_at]
    happened = {
        "created_at": ordered,
        "paid_at": ordered + timedelta(minutes=3) if plan.paid else None,
        "shipped_at": min((package.shipped_at for package in packages if package.shipped_at), default=None),
        "delivered_at": max(delivered) if delivered and plan.state in ("DELIVERED", "COMPLETED") else None,
        "completed_at": at(plan.completed),
        "cancelled_at": at(plan.cancelled),
    }
    tracked = [event.happened_at for package in packages for event in package.events]
    last = max([*tracked, *(time for time in happened.values() if time)])
    return {**happened, "updated_at": last, "expected_at": at(plan.expected)}


def _lines(plan: OrderPlan, products: Sequence[DemoProduct], market: Market) -> tuple[FeedLine, ...]:
    home = {item: f"{plan.number}-{place}" for place, parcel in enumerate(plan.parcels, 1) for item in parcel.items}
    lines = []
    for position, product in enumerate(products):
        price = product.price(market.currency)
        seller = plan.seller_discount if position == 0 else 0
        platform = plan.platform_discount if position == 0 else 0
        tax = round((price - seller - platform) * SALES_TAX_PERCENT.get(market.code, 0) / 100)
        lines.append(
            FeedLine(
                external_id=f"{plan.number}-{position + 1}",
                product_id=product.slug,
                name=product.name,
                price=price,
                variant=product.variant,
                sku=product.slug.upper(),
                picture=product.picture,
                seller_discount=seller,
                platform_discount=platform,
                tax=tax,
                item_class=product.item_class,
                package=home.get(position),
            )
        )
    return tuple(lines)


def payment_parts(lines: Sequence[FeedLine]) -> tuple[tuple[str, int], ...]:
    """What the lines cost together, with shipping where they are few."""
    items = sum(line.price for line in lines)
    seller, platform = sum(line.seller_discount for line in lines), sum(line.platform_discount for line in lines)
    shipping, tax = (0 if items >= FREE_SHIPPING_FROM else SHIPPING), sum(line.tax for line in lines)
    parts = (
        ("items", items),
        ("seller_discount", seller),
        ("platform_discount", platform),
        ("shipping", shipping),
        ("tax", tax),
        ("total", items - seller - platform + shipping + tax),
    )
    return tuple((kind, amount) for kind, amount in parts if amount or kind in ("items", "total"))


def _package(plan: OrderPlan, place: int, parcel: Parcel, now: datetime, market: Market) -> FeedPackage:
    shop = PRODUCTS[plan.items[0]].shop.external_id
    carrier, prefix = _CARRIERS[shop]
    events = [FeedEvent(moment(now, plan.ordered, market), "ordered")]
    shipped = moment(now, parcel.shipped, market) if parcel.shipped is not None else None
    delivered = moment(now, parcel.delivered, market) if parcel.delivered is not None else None
    if shipped and plan.state == "AWAITING_COLLECTION":
        events.append(FeedEvent(shipped, "ordered", "Packed and labelled", _FROM[shop]))
    elif shipped:
        events.append(FeedEvent(shipped, "shipped", "Handed to the carrier", _FROM[shop]))
        events.append(FeedEvent(shipped + timedelta(hours=9), "in_transit", "On its way", _FROM[shop]))
    events += [FeedEvent(moment(now, days, market), *words) for days, *words in parcel.events]
    if delivered:
        events.append(FeedEvent(delivered, "delivered", "Delivered", ADDRESSES[plan.buyer].city))
    return FeedPackage(
        external_id=f"{plan.number}-{place}",
        carrier=carrier,
        tracking_number=f"{prefix}{plan.key * 7919 % 10**6:06d}{place}",
        shipped_at=shipped,
        delivered_at=delivered,
        events=tuple(sorted(events, key=lambda event: event.happened_at)),
    )
