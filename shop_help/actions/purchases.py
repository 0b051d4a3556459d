""" "Buy now" in the demo's shop: an order that is paid at once, by a payment that moves no money."""

import hashlib
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from shop_help import clock
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import LogEntry, Order, OrderLine, PaymentPart, Person, Product
from shop_help.policy.markets import market_called
from shop_help.policy.messages import is_client_id
from shop_help.policy.purchase import PURCHASE_REFUSALS, AgeFacts, age_refusal, day_in
from shop_help.speech import gettext as _

#: What the order's log says of how it was paid.
DEMO_PAYMENT = "Demo payment"
#: What the demo promises for a parcel.
PROMISED_WITHIN = timedelta(days=5)


class PurchaseRefused(Exception):  # noqa: N818 - a refusal is an answer
    """Nothing was bought. `code` says why for programs, its text for people."""

    def __init__(self, code: str) -> None:
        super().__init__(_(PURCHASE_REFUSALS[code]))
        self.code = code


def buy_now(asker_person_id: int, product_id: int, client_key: str) -> Order:
    """Buys one unit. The same key again is the same order; raises PurchaseRefused for whoever may not buy."""
    if not is_client_id(client_key):
        raise PurchaseRefused("bad_request")
    number = _number_of(asker_person_id, client_key)
    # Two taps at once: the other one made it.
    with suppress(IntegrityError), write_unit(db.session) as session:
        buyer, product = session.get(Person, asker_person_id), session.get(Product, product_id)
        connection = session.connection()
        code = _refusal(buyer, product) or _reused(connection, number, product_id)
        if code is not None or buyer is None or product is None:
            raise PurchaseRefused(code or "not_sold")
        if connection.execute(select(Order.id).where(Order.number == number)).scalar() is None:
            _place(connection, buyer, product, number, clock.now())
    return db.session.scalars(Order.of(asker_person_id).where(Order.number == number)).one()


def _number_of(person_id: int, client_key: str) -> str:
    """An order number of 18 digits that a person's key always leads to."""
    digest = hashlib.sha256(f"{person_id}:{client_key}".encode()).digest()
    return f"58{int.from_bytes(digest[:8], 'big') % 10**16:016d}"


def _refusal(buyer: Person | None, product: Product | None) -> str | None:
    if buyer is None or not any(role.name == "buyer" for role in buyer.roles):
        return "no_buyer"
    facts = AgeFacts(known_birthdate=buyer.birthdate, known_confirmed_by=buyer.adult_confirmed_by)
    refusal = age_refusal(facts, day_in(market_called(buyer.market), clock.now()))
    if refusal is not None:
        return refusal.code
    if product is None or not product.is_listed or product.shop.state != "open":
        return "not_sold"
    return None


def _reused(connection: Connection, number: str, product_id: int) -> str | None:
    bought = connection.execute(select(OrderLine.product_id).join(Order).where(Order.number == number)).scalar()
    return "client_key_reused" if bought not in (None, product_id) else None


def _place(connection: Connection, buyer: Person, product: Product, number: str, now: datetime) -> None:
    # The database keeps no parts of a second of the feed's times either.
    now = now.replace(microsecond=0)
    order: dict[str, Any] = {
        "number": number,
        "buyer_id": buyer.id,
        "shop_id": product.shop_id,
        "market": buyer.market,
        "state": "AWAITING_SHIPMENT",
        "currency": product.currency,
        "created_at": now,
        "updated_at": now,
        "paid_at": now,
        "expected_at": now + PROMISED_WITHIN,
        "address": _last_address(connection, buyer),
    }
    order_id = connection.execute(insert(Order).returning(Order.id), order).scalar_one()
    connection.execute(insert(OrderLine), {**_line_of(product), "order_id": order_id})
    parts = [{"order_id": order_id, "kind": kind, "amount": product.price} for kind in ("items", "total")]
    connection.execute(insert(PaymentPart), parts)
    log = {"what": "order.placed", "voice": "BUYER", "why": DEMO_PAYMENT, "happened_at": now}
    connection.execute(
        insert(LogEntry), {**log, "person_id": buyer.id, "order_id": order_id, "shop_id": product.shop_id}
    )


def _line_of(product: Product) -> dict[str, Any]:
    return {
        "external_id": "1",
        "position": 0,
        "product_id": product.id,
        "name": product.name,
        "picture": product.picture,
        "price": product.price,
        "item_class": product.item_class,
    }


def _last_address(connection: Connection, buyer: Person) -> dict[str, Any]:
    """Where their last order went; a new buyer has only a name yet."""
    newest = select(Order.address).where(Order.buyer_id == buyer.id).order_by(Order.created_at.desc()).limit(1)
    found: dict[str, Any] | None = connection.execute(newest).scalar()
    return found or {"name": buyer.name, "lines": []}
