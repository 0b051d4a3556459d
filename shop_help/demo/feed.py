"""Turns a plan of the demo into an order such as a feed would bring."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from shop_help.demo.cast import PEOPLE, CastMember
from shop_help.demo.catalogue import PRODUCTS, DemoProduct
from shop_help.demo.order_plans import OrderPlan, Parcel
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

    def at(days: float | None) -> datetime | None:
        return None if days is None else moment(now, days, market)

    ordered = moment(now, plan.ordered, market)
    paid = ordered + timedelta(minutes=3) if plan.paid else None
    packages = tuple(_package(plan, place, parcel, now, market) for place, parcel in enumerate(plan.parcels, 1))
    delivered = [package.delivered_at for package in packages if package.delivered_at]
    all_there = plan.state in ("DELIVERED", "COMPLETED")
    lines = _lines(plan, products, market)
    times = (
        ordered,
        paid,
        at(plan.completed),
        at(plan.cancelled),
        *(e.happened_at for p in packages for e in p.events),
    )
    return FeedOrder(
        number=plan.number,
        state=plan.state,
        market=market.code,
        currency=market.currency,
        created_at=ordered,
        updated_at=max(time for time in times if time),
        shop=FeedShop(products[0].shop.external_id, products[0].shop.name),
        buyer=_buyer(buyer),
        lines=lines,
        packages=packages,
        payment_parts=payment_parts(lines),
        address=ADDRESSES[plan.buyer],
        paid_at=paid,
        shipped_at=min((package.shipped_at for package in packages if package.shipped_at), default=None),
        delivered_at=max(delivered) if all_there and delivered else None,
        completed_at=at(plan.completed),
        cancelled_at=at(plan.cancelled),
        expected_at=at(plan.expected),
        cancel_reason=plan.cancel_reason,
        buyer_note=plan.buyer_note,
    )


def _buyer(buyer: CastMember) -> FeedBuyer:
    """Their birthdate is on the account; the order adds nothing to it."""
    return FeedBuyer(buyer.external_id, buyer.name)


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
    if shipped:
        events.append(FeedEvent(shipped, "shipped", "Handed to the carrier", _FROM[shop]))
        if plan.state != "AWAITING_COLLECTION":
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
