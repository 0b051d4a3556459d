"""Lists the demo: who is in it, and which orders stand for what."""

from typing import Any

from sqlalchemy import select

from shop_help.demo.cast import PEOPLE, SHOPS
from shop_help.demo.catalogue import PRODUCTS
from shop_help.demo.order_plans import REFUSED
from shop_help.extensions import db
from shop_help.models import Case, HelpQuestion, Order, Person, Shop, shop_members


def cast_list() -> dict[str, list[dict[str, Any]]]:
    """The people and orders of the demo that are there; the refused order is listed as what it is."""
    people = db.session.scalars(select(Person).where(Person.cast_name.is_not(None)).order_by(Person.id)).all()
    orders = db.session.execute(
        select(Order.number, Person.name, Shop.name, Order.state, Order.story)
        .join(Person, Person.id == Order.buyer_id)
        .join(Shop, Shop.id == Order.shop_id)
        .where(Order.story != "", Person.cast_name.is_not(None))
        .order_by(Order.number)
    )
    names = ("number", "buyer", "shop", "state", "story")
    listed = [dict(zip(names, row, strict=True)) for row in orders]
    if any(person.cast_name == REFUSED.buyer for person in people):
        listed.append(_refused())
    return {"people": [_listed(person) for person in people], "orders": listed, "cases": _cases()}


def _cases() -> list[dict[str, Any]]:
    """What the people of the demo asked customer service, the oldest first."""
    rows = db.session.execute(
        select(Case.id, Case.conversation_id, Person.name, Order.number, HelpQuestion.slug, Case.mode, Case.state)
        .join(Person, Person.id == Case.buyer_id)
        .outerjoin(Order, Order.id == Case.order_id)
        .outerjoin(HelpQuestion, HelpQuestion.id == Case.question_id)
        .where(Person.cast_name.is_not(None))
        .order_by(Case.opened_at, Case.id)
    )
    names = ("case", "conversation", "buyer", "order", "question", "mode", "state")
    return [dict(zip(names, row, strict=True)) for row in rows]


def _listed(person: Person) -> dict[str, Any]:
    shops = select(Shop.name).join(shop_members).where(shop_members.c.person_id == person.id).order_by(Shop.name)
    return {
        "name": person.name,
        "role": next((someone.role for someone in PEOPLE if someone.cast_name == person.cast_name), "buyer"),
        "email": person.email or "",
        "cast_name": person.cast_name,
        "market": person.market,
        "birthdate": person.birthdate.isoformat() if person.birthdate else None,
        "shops": list(db.session.scalars(shops)),
    }


def _refused() -> dict[str, Any]:
    shop = SHOPS[PRODUCTS[REFUSED.items[0]].shop.external_id]
    buyer = next(someone.name for someone in PEOPLE if someone.cast_name == REFUSED.buyer)
    return {
        "number": REFUSED.number,
        "buyer": buyer,
        "shop": shop.name,
        "state": "REFUSED",
        "story": REFUSED.story,
    }
