"""The people and shops of a large marketplace."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, func, insert, select

from shop_help import clock
from shop_help.demo.catalogue import PRODUCTS
from shop_help.demo.questions import LUMA_FAQS
from shop_help.load.names import FIRST, LAST, TRADES
from shop_help.models import Person, Product, Role, Shop, ShopFaq, person_roles, shop_members
from shop_help.policy.markets import MARKETS

#: Who vouches for people who were never born.
CONFIRMED_BY = "flask populate"

#: How many of a hundred live in each market.
_MARKETS = {"US": 60, "UK": 20, "DE": 12, "ID": 8}
#: What a US cent is about, in the minor units of a market.
_MINOR_PER_CENT = {"US": 1.0, "UK": 0.8, "DE": 0.9, "ID": 16_000.0}


@dataclass(frozen=True)
class LoadedProduct:
    """What a line of an order needs of a product."""

    id: int
    name: str
    variant: str
    picture: str
    price: int
    item_class: str


@dataclass(frozen=True)
class LoadedShop:
    """A shop, who answers for it, and what it sells."""

    id: int
    seller_id: int
    market: str
    products: list[LoadedProduct] = field(default_factory=list)


@dataclass(frozen=True)
class LoadedBuyer:
    """Somebody who buys, and where they live."""

    id: int
    name: str
    market: str


@dataclass(frozen=True)
class Marketplace:
    """Everybody who was made in this run."""

    buyers: list[LoadedBuyer]
    shops: list[LoadedShop]

    def small_talk(self, chance: random.Random, most: int) -> Iterator[Any]:
        """Pairs of a buyer and a shop who may talk about no order, each once."""
        from shop_help.load.talk import Subject

        made = 0
        for shop in self.shops:
            for buyer in self.buyers:
                if made >= most:
                    return
                made += 1
                yield Subject(buyer.id, shop.id, None, None, chance.random())


def insert_people(connection: Connection, chance: random.Random, buyers: int, shops: int) -> Marketplace:
    """Buyers and shops, each shop with its seller, its products and its questions."""
    roles = _roles(connection)
    known = connection.execute(
        select(func.count()).select_from(Person).where(Person.external_id.startswith("load-"))
    ).scalar_one()
    now = clock.now()
    people = [_person(chance, f"load-buyer-{known + place}", now) for place in range(buyers)]
    buyer_ids = _insert_people(connection, people, roles["buyer"])
    made = [
        LoadedBuyer(buyer_id, person["name"], person["market"])
        for buyer_id, person in zip(buyer_ids, people, strict=True)
    ]
    sellers = [_person(chance, f"load-seller-{known + place}", now) for place in range(shops)]
    seller_ids = _insert_people(connection, sellers, roles["seller"])
    return Marketplace(made, _insert_shops(connection, chance, sellers, seller_ids))


def insert_agents(connection: Connection, chance: random.Random, count: int) -> list[int]:
    """Agents of customer service."""
    mine = Person.external_id.startswith("load-agent-")
    known = connection.execute(select(func.count()).select_from(Person).where(mine)).scalar_one()
    people = [_person(chance, f"load-agent-{known + place}", clock.now()) for place in range(count)]
    return _insert_people(connection, people, _roles(connection)["agent"])


def _roles(connection: Connection) -> dict[str, int]:
    found = {name: role_id for role_id, name in connection.execute(select(Role.id, Role.name))}
    for name in ("buyer", "seller", "agent"):
        if name not in found:
            found[name] = connection.execute(insert(Role).returning(Role.id), {"name": name}).scalar_one()
    return found


def _person(chance: random.Random, external_id: str, now: datetime) -> dict[str, Any]:
    return {
        "external_id": external_id,
        "name": f"{chance.choice(FIRST)} {chance.choice(LAST)}",
        # A secret also here, and another one in each run.
        "fs_uniquifier": uuid4().hex,
        "market": chance.choices(list(_MARKETS), list(_MARKETS.values()))[0],
        "adult_confirmed_by": CONFIRMED_BY,
        "created_at": now,
    }


def _insert_people(connection: Connection, people: list[dict[str, Any]], role_id: int) -> list[int]:
    if not people:
        return []
    made = insert(Person).returning(Person.id, sort_by_parameter_order=True)
    ids = list(connection.execute(made, people).scalars())
    connection.execute(insert(person_roles), [{"person_id": person_id, "role_id": role_id} for person_id in ids])
    return ids


def _insert_shops(
    connection: Connection, chance: random.Random, sellers: list[dict[str, Any]], seller_ids: list[int]
) -> list[LoadedShop]:
    shops = []
    for seller, seller_id in zip(sellers, seller_ids, strict=True):
        values = {
            "external_id": seller["external_id"].replace("seller", "shop"),
            "name": f"{seller['name'].split()[-1]} {chance.choice(TRADES)}",
            "market": seller["market"],
        }
        shop_id = connection.execute(insert(Shop).returning(Shop.id), values).scalar_one()
        connection.execute(insert(shop_members), {"shop_id": shop_id, "person_id": seller_id})
        products = _insert_products(connection, chance, shop_id, seller["market"])
        shops.append(LoadedShop(shop_id, seller_id, seller["market"], products))
        faqs = chance.sample(LUMA_FAQS, 5)
        connection.execute(
            insert(ShopFaq),
            [
                {
                    "shop_id": shop_id,
                    "question": faq.question,
                    "answer": faq.answer,
                    "states": list(faq.states),
                    "asked": chance.randrange(400),
                }
                for faq in faqs
            ],
        )
    return shops


def _insert_products(connection: Connection, chance: random.Random, shop_id: int, market: str) -> list[LoadedProduct]:
    chosen = chance.sample(list(PRODUCTS.values()), 8)
    rows: list[dict[str, Any]] = [
        {
            "shop_id": shop_id,
            "external_id": product.slug,
            "name": product.name,
            "description": product.description,
            "picture": product.picture,
            "price": round(product.usd * _MINOR_PER_CENT[market]),
            "currency": MARKETS[market].currency,
            "item_class": product.item_class,
            "is_listed": True,
        }
        for product in chosen
    ]
    ids = connection.execute(insert(Product).returning(Product.id, sort_by_parameter_order=True), rows).scalars()
    return [
        LoadedProduct(product_id, product.name, product.variant, product.picture, row["price"], product.item_class)
        for product_id, product, row in zip(ids, chosen, rows, strict=True)
    ]
