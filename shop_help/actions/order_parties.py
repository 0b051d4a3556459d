"""Whom an order names: its buyer and its shop, found or made inside the order's own commit."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Integer, Row, bindparam, exists, insert, select, update

from shop_help.models import Order, Person, Role, Shop, person_roles
from shop_help.order_feed.order import FeedBuyer, FeedShop
from shop_help.order_feed.remarks import Remark
from shop_help.policy.markets import Market
from shop_help.policy.purchase import AGE_UNCONFIRMED, AgeFacts, Refusal, age_refusal, day_in

#: What a buyer is called whose feed gives no name.
NAMELESS = "Buyer"
#: Who vouches where the feed itself says that a buyer is an adult.
TOLD_BY_FEED = "the order feed"


class OrderRefused(Exception):  # noqa: N818 - a refusal is an answer
    """An order was not taken in, and nothing of it was kept. `problems` say why, field by field."""

    def __init__(self, problems: tuple[Remark, ...]) -> None:
        super().__init__("; ".join(f"{problem.field}: {problem.reason}" for problem in problems))
        self.problems = problems


_HAS_ROLE = exists().where(
    person_roles.c.person_id == Person.id, person_roles.c.role_id == Role.id, Role.name == "buyer"
)
_BUYER: Any = select(
    Person.id, Person.name, Person.email, Person.birthdate, Person.adult_confirmed_by, _HAS_ROLE.label("is_buyer")
).where(Person.external_id == bindparam("external_id"))
_NEW_PERSON = insert(Person).returning(Person.id)
_NEW_BUYER = (
    insert(person_roles)
    .from_select(
        ["person_id", "role_id"], select(bindparam("person", type_=Integer), Role.id).where(Role.name == "buyer")
    )
    .returning(person_roles.c.role_id)
)
_EMAIL_OWNER = select(Person.id).where(Person.email.in_(bindparam("emails", expanding=True))).limit(1)


def known_buyer(
    connection: Connection, told: FeedBuyer, market: Market, vouched_by: str | None, now: datetime
) -> Row[Any] | None:
    """The person who bought, found by the marketplace's own id alone. Nobody under 18 comes through here."""
    known = buyer_called(connection, told.external_id)
    facts = AgeFacts(
        known_birthdate=known.birthdate if known else None,
        known_confirmed_by=known.adult_confirmed_by if known else None,
        told_birthdate=told.birthdate,
        told_adult=told.is_adult,
        vouched_by=vouched_by,
    )
    refusal = age_refusal(facts, day_in(market, now))
    if refusal is not None:
        raise OrderRefused((Remark(refusal.code, _age_field(refusal, told), refusal.words),))
    return known


def buyer_called(connection: Connection, external_id: str) -> Row[Any] | None:
    """Whom the marketplace calls so, as far as buyer_of has to know them."""
    return connection.execute(_BUYER, {"external_id": external_id}).one_or_none()


def _age_field(refusal: Refusal, told: FeedBuyer) -> str:
    if refusal.code == AGE_UNCONFIRMED or told.birthdate is not None:
        return "buyer_birthdate"
    return "buyer_is_adult" if told.is_adult is not None else "user_id"


def buyer_of(
    connection: Connection, told: FeedBuyer, known: Row[Any] | None, market: Market, vouched_by: str | None
) -> tuple[int, list[Remark]]:
    """The id of the person who bought, made where they are new; what we did not know of them is learned."""
    notes: list[Remark] = []
    email = _free_email(connection, told, known, notes)
    if known is None:
        return _new_buyer(connection, told, email, market, vouched_by), notes
    learned = _learned(known, told, email, vouched_by)
    if learned:
        connection.execute(update(Person).where(Person.id == known.id).values(learned))
    if not known.is_buyer:
        _make_buyer(connection, known.id)
    return int(known.id), notes


def _free_email(connection: Connection, told: FeedBuyer, known: Row[Any] | None, notes: list[Remark]) -> str | None:
    """The feed's address, where this person has none and nobody else has it: people are never merged by it."""
    if not told.email or (known is not None and known.email):
        return None
    owner = connection.execute(_EMAIL_OWNER, {"emails": [told.email, told.email.lower()]}).scalar()
    if owner is None:
        return told.email
    notes.append(Remark("email_taken", "buyer_email", "belongs to somebody else already; it is left out"))
    return None


def _new_buyer(
    connection: Connection, told: FeedBuyer, email: str | None, market: Market, vouched_by: str | None
) -> int:
    values = {
        "external_id": told.external_id,
        "name": told.name or NAMELESS,
        "email": email,
        "fs_uniquifier": uuid4().hex,
        "market": market.code,
        "birthdate": told.birthdate,
        "adult_confirmed_by": _confirmed_by(told, vouched_by),
    }
    person_id = connection.execute(_NEW_PERSON, values).scalar_one()
    _make_buyer(connection, person_id)
    return person_id


def _confirmed_by(told: FeedBuyer, vouched_by: str | None) -> str | None:
    if told.birthdate is not None:
        return None
    return TOLD_BY_FEED if told.is_adult else vouched_by


def _learned(known: Row[Any], told: FeedBuyer, email: str | None, vouched_by: str | None) -> dict[str, Any]:
    """What we did not know of this person. What we knew stays: a feed changes no account that people sign in to."""
    learned: dict[str, Any] = {"email": email} if email else {}
    if known.name == NAMELESS and told.name:
        learned["name"] = told.name
    if known.birthdate is None and told.birthdate is not None:
        learned["birthdate"] = told.birthdate
    if known.birthdate is None and known.adult_confirmed_by is None and (by := _confirmed_by(told, vouched_by)):
        learned["adult_confirmed_by"] = by
    return learned


def _make_buyer(connection: Connection, person_id: int) -> None:
    if connection.execute(_NEW_BUYER, {"person": person_id}).first() is None:
        # The very first buyer of a new database.
        connection.execute(insert(Role), {"name": "buyer"})
        connection.execute(_NEW_BUYER, {"person": person_id})


_SHOP: Any = select(Shop.id, Shop.name, Shop.market, Shop.external_id)
_SHOP_CALLED = _SHOP.where(Shop.external_id == bindparam("external_id"))
_SHOP_NUMBERED = _SHOP.where(Shop.id == bindparam("shop_id"))


def known_shop(connection: Connection, told: FeedShop, shop_id: int | None) -> Row[Any] | None:
    """The shop an order comes from. An order that we know keeps its shop where the feed states none."""
    if shop_id is not None and not told.is_stated:
        return connection.execute(_SHOP_NUMBERED, {"shop_id": shop_id}).one()
    return connection.execute(_SHOP_CALLED, {"external_id": told.external_id}).one_or_none()


def shop_of(
    connection: Connection, told: FeedShop, known: Row[Any] | None, market: Market, updated_at: datetime
) -> int:
    """The id of the shop, made where it is new, renamed where this order is the newest to name it."""
    if known is None:
        values = {"external_id": told.external_id, "name": told.name or f"Shop {told.external_id}"}
        made = insert(Shop).returning(Shop.id)
        return connection.execute(made, {**values, "market": market.code}).scalar_one()
    if told.is_stated and told.name and told.name != known.name:
        newer = exists().where(Order.shop_id == known.id, Order.updated_at > updated_at)
        connection.execute(update(Shop).where(Shop.id == known.id, ~newer).values(name=told.name))
    return int(known.id)
