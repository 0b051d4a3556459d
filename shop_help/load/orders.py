"""Orders of a large marketplace: states, ages and parcels in the mix that a real one has."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert

from shop_help.load.parcels import Draft, insert_parcels, pack
from shop_help.load.people import LoadedBuyer, LoadedShop, Marketplace
from shop_help.models import LogEntry, Order, OrderLine, PaymentPart
from shop_help.policy.markets import MARKETS

#: The state of a young order (up to three weeks), in a hundred.
_YOUNG = {
    "UNPAID": 4,
    "ON_HOLD": 3,
    "AWAITING_SHIPMENT": 20,
    "PARTIALLY_SHIPPING": 3,
    "AWAITING_COLLECTION": 6,
    "IN_TRANSIT": 34,
    "DELIVERED": 26,
    "CANCELLED": 4,
}
#: And of an old one.
_OLD = {"DELIVERED": 45, "COMPLETED": 48, "CANCELLED": 7}
_YOUNG_DAYS = 21
_SHIPPED = frozenset(["PARTIALLY_SHIPPING", "IN_TRANSIT", "DELIVERED", "COMPLETED"])


@dataclass(frozen=True)
class LoadedOrder:
    """What a conversation about an order needs of it; `talk` decides how likely there is one."""

    order_id: int
    buyer_id: int
    shop_id: int
    created_at: datetime
    talk: float


def insert_orders(
    connection: Connection, chance: random.Random, market: Marketplace, first: int, count: int, now: datetime
) -> list[LoadedOrder]:
    """So many orders with all that hangs on them."""
    drafts = [_draft(chance, market, first + place, now) for place in range(count)]
    made = insert(Order).returning(Order.id, sort_by_parameter_order=True)
    ids = list(connection.execute(made, [draft.values for draft in drafts]).scalars())
    insert_parcels(connection, drafts, ids)
    lines = [
        {**line, "order_id": order_id} for draft, order_id in zip(drafts, ids, strict=True) for line in draft.lines
    ]
    connection.execute(insert(OrderLine), lines)
    parts = [
        {"order_id": order_id, "kind": kind, "amount": amount}
        for draft, order_id in zip(drafts, ids, strict=True)
        for kind, amount in _parts(draft.lines)
    ]
    connection.execute(insert(PaymentPart), parts)
    connection.execute(
        insert(LogEntry), [_log(draft, order_id, now) for draft, order_id in zip(drafts, ids, strict=True)]
    )
    return [
        LoadedOrder(
            order_id, draft.values["buyer_id"], draft.values["shop_id"], draft.values["created_at"], chance.random()
        )
        for draft, order_id in zip(drafts, ids, strict=True)
    ]


def _draft(chance: random.Random, market: Marketplace, number: int, now: datetime) -> Draft:
    # A few people buy much, most buy a little.
    buyer = market.buyers[int(len(market.buyers) * chance.random() ** 1.7)]
    shop = _shop_for(chance, market.shops, buyer)
    days = chance.random() ** 2 * 365
    young = days < _YOUNG_DAYS
    states = _YOUNG if young else _OLD
    state = chance.choices(list(states), list(states.values()))[0]
    created = (now - timedelta(days=days)).replace(microsecond=0)
    times = _times(chance, state, created, now)
    products = chance.choices(shop.products, k=chance.choices((1, 2, 3, 4), (60, 25, 10, 5))[0])
    if state == "PARTIALLY_SHIPPING" and len(products) == 1:
        products *= 2
    draft = Draft(_values(number, buyer, shop, state, times, now), [], [])
    pack(chance, draft, products, times)
    return draft


def _shop_for(chance: random.Random, shops: Sequence[LoadedShop], buyer: LoadedBuyer) -> LoadedShop:
    near = [shop for shop in chance.sample(shops, min(6, len(shops))) if shop.market == buyer.market]
    return near[0] if near else chance.choice(shops)


def _times(chance: random.Random, state: str, created: datetime, now: datetime) -> dict[str, datetime]:
    """The times that the state has, each after the one before it, none ahead of now."""
    steps = {"created": 0.0, "paid": 0.02}
    if state in _SHIPPED or state == "AWAITING_COLLECTION":
        steps["ready"] = chance.uniform(4, 40)
    if state in _SHIPPED:
        steps["collected"] = steps["ready"] + chance.uniform(2, 20)
    if state in ("DELIVERED", "COMPLETED"):
        steps["delivered"] = steps["collected"] + chance.uniform(20, 120)
    if state == "COMPLETED":
        steps["completed"] = steps["delivered"] + chance.uniform(24, 240)
    if state == "CANCELLED":
        steps["cancelled"] = chance.uniform(0.1, 30)
    if state == "UNPAID":
        del steps["paid"]
    # Whoever bought an hour ago and has the parcel lives next door.
    room = max(0.0, (now - created).total_seconds() / 3600)
    squeeze = min(1.0, room / (max(steps.values()) + 0.001))
    return {
        name: (created + timedelta(hours=hours * squeeze)).replace(microsecond=0) for name, hours in steps.items()
    }


def _values(
    number: int, buyer: LoadedBuyer, shop: LoadedShop, state: str, times: dict[str, datetime], now: datetime
) -> dict[str, Any]:
    return {
        "number": f"59{number:016d}",
        "buyer_id": buyer.id,
        "shop_id": shop.id,
        "market": buyer.market,
        "state": state,
        "currency": MARKETS[shop.market].currency,
        "created_at": times["created"],
        "updated_at": max(times.values()),
        "paid_at": times.get("paid"),
        "shipped_at": times.get("ready"),
        "delivered_at": times.get("delivered"),
        "completed_at": times.get("completed"),
        "cancelled_at": times.get("cancelled"),
        "expected_at": times["created"] + timedelta(days=7),
        "cancel_reason": "Changed their mind" if state == "CANCELLED" else "",
        "address": {
            "name": buyer.name,
            "phone": "",
            "lines": [f"{number % 400 + 1} Alder Street"],
            "postal_code": f"{number % 90_000 + 10_000}",
            "city": "Springfield",
            "region": "",
            "country": MARKETS[buyer.market].name,
        },
        "taken_in_at": now,
    }


def _parts(lines: Sequence[dict[str, Any]]) -> list[tuple[str, int]]:
    """What was paid: the parts add up to the total."""
    items, discount = sum(line["price"] for line in lines), sum(line["seller_discount"] for line in lines)
    tax = sum(line["tax"] for line in lines)
    parts = [("items", items), ("seller_discount", discount), ("tax", tax), ("total", items - discount + tax)]
    return [(kind, amount) for kind, amount in parts if amount or kind in ("items", "total")]


def _log(draft: Draft, order_id: int, now: datetime) -> dict[str, Any]:
    return {
        "happened_at": now,
        "what": "order.taken_in",
        "voice": "FEED",
        "order_id": order_id,
        "shop_id": draft.values["shop_id"],
        "data": {"state": draft.values["state"]},
    }
