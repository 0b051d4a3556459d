"""A shop's counter for the acts on order requests: a buyer, a seller, agents, strangers, and orders to ask about."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from shop_help.actions.conversations import open_conversation
from shop_help.actions.order_requests import asking
from shop_help.extensions import db
from shop_help.models import (
    Conversation,
    Deadline,
    LogEntry,
    Message,
    Order,
    OrderLine,
    OrderRequest,
    OutboxEntry,
    Package,
    PaymentPart,
    Person,
    RequestLine,
    Role,
    ServiceHours,
    Shop,
    SignIn,
)
from shop_help.models.message_log import Draft, append
from shop_help.models.photo import add_photo
from shop_help.policy.deadlines import clocks_of
from shop_help.policy.service_hours import ALWAYS
from shop_help.rules_finding import rules_in

#: A Monday at noon in New York.
NOON = datetime(2026, 11, 2, 17, 0, tzinfo=UTC)
PRICE = 2000
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Clock:
    """The clock of a test: it stands until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def on(self, by: timedelta) -> datetime:
        """Moves it on."""
        self.now += by
        return self.now


class Counter:
    """People: buyer, other (a buyer too), seller, rival (another shop's), agent, colleague. `sign_ins` are theirs."""

    def __init__(self, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
        self.app, self.clock = app, Clock(NOON)
        monkeypatch.setattr("shop_help.clock.now", self.clock)
        named = {"buyer": "buyer", "other": "buyer", "seller": "seller", "rival": "seller"}
        named |= {"agent": "agent", "colleague": "agent"}
        roles = {name: Role(name=name) for name in set(named.values())}
        self.people = {
            name: Person(
                name=name.capitalize(), fs_uniquifier=name, roles=[roles[role]], adult_confirmed_by="the test"
            )
            for name, role in named.items()
        }
        self.shop = Shop(external_id="shop", name="Luma Home", members=[self.people["seller"]])
        rivals = Shop(external_id="rivals", name="Kicks & Co", members=[self.people["rival"]])
        db.session.add_all([*self.people.values(), self.shop, rivals])
        db.session.add(ServiceHours(market="US", week=[[list(ALWAYS[0])]] * 7, keeps_holidays=False))
        db.session.flush()
        self.sign_ins = {name: f"{name}-{uuid4()}" for name in self.people}
        db.session.add_all(SignIn(id=self.sign_ins[name], person_id=p.id) for name, p in self.people.items())
        db.session.commit()
        self._numbers = 0

    def order(self, state: str = "AWAITING_SHIPMENT", units: int = 2, paid: timedelta = 2 * HOUR) -> int:
        """The id of an order of so many lamps at 20.00 and 5.00 for shipping, in one parcel once it is packed."""
        now, self._numbers = self.clock.now, self._numbers + 1
        order = Order(
            number=f"57646103000000{self._numbers:04d}",
            buyer_id=self.people["buyer"].id,
            shop_id=self.shop.id,
            market="US",
            state=state,
            currency="USD",
            created_at=now - paid,
            updated_at=now - paid,
            paid_at=None if state == "UNPAID" else now - paid,
            expected_at=now + 5 * DAY,
            address={"name": "Ana Buyer", "lines": ["1 First St"], "city": "Portland", "country": "United States"},
        )
        package = self._package(state, now)
        if package is not None:
            order.packages = [package]
            order.shipped_at, order.delivered_at = package.shipped_at, package.delivered_at
        order.lines = [
            OrderLine(external_id=str(i), position=i, name="Lamp", price=PRICE, package=package) for i in range(units)
        ]
        amounts = {"items": units * PRICE, "shipping": 500, "total": units * PRICE + 500}
        order.payment_parts = [PaymentPart(kind=kind, amount=amount) for kind, amount in amounts.items()]
        db.session.add(order)
        db.session.commit()
        return order.id

    def _package(self, state: str, now: datetime) -> Package | None:
        if state not in ("AWAITING_COLLECTION", "IN_TRANSIT", "DELIVERED", "COMPLETED"):
            return None
        package = Package(external_id="p1", carrier="Carrier", tracking_number="T1", shipped_at=now - 3 * DAY)
        if state in ("DELIVERED", "COMPLETED"):
            package.delivered_at = now - DAY
            clocks = clocks_of(package.delivered_at, rules_in("US", now))
            package.returns_close_at, package.protection_closes_at = (
                clocks.returns_close_at,
                clocks.protection_closes_at,
            )
            package.clocks_by = clocks.version
        return package

    def lines(self, order_id: int) -> list[int]:
        """The ids of an order's lines."""
        wanted = select(OrderLine.id).where(OrderLine.order_id == order_id).order_by(OrderLine.position)
        return list(db.session.scalars(wanted))

    def ask(self, order_id: int, kind: str, who: str = "buyer", **asked: Any) -> asking.Made:
        """Somebody asks; all lines, a reason that fits and a photo where it is needed, unless told otherwise."""
        given: dict[str, Any] = {"line_ids": self.lines(order_id), "client_id": str(uuid4())}
        given["reason"] = {"cancellation": "by_mistake", "refund": "damaged"}.get(kind, "does_not_fit")
        given["reason"] = "" if kind in ("address_change", "order_change") else given["reason"]
        given["details"] = {
            "address_change": {"address": {"lines": ["2 Second St"], "name": "Ana Buyer", "city": "Salem"}},
            "order_change": {"variant": "Blue"},
            "exchange": {"variant": "Large"},
        }.get(kind, {})
        if (asked.get("reason") or given["reason"]) == "damaged" and "photo_ids" not in asked:
            given["photo_ids"] = [self.photo(order_id, "buyer")]
        return asking.ask(self.sign_ins[who], asking.Asked(order_id=order_id, kind=kind, **(given | asked)))

    def talk_of(self, order_id: int) -> int:
        """The id of the seller's conversation about an order."""
        return open_conversation(self.people["buyer"].id, self.shop.id, order_id)

    def photo(self, order_id: int, who: str) -> str:
        """The id of a photo that somebody sent in the conversation about an order."""
        talk, person = self.talk_of(order_id), self.people[who]
        person_id, photo_id = person.id, str(uuid4())
        connection = db.session.connection()
        row = connection.execute(select(Conversation.last_seq).where(Conversation.id == talk)).one()
        shown = {"photo": photo_id, "width": 3, "height": 2}
        voice = "BUYER" if who == "buyer" else "SHOP"
        draft = Draft(voice, person_id, str(uuid4()), "photo", "", shown)
        said = append(connection, talk, row.last_seq, [draft], None, self.clock.now)
        told = {
            "width": 3,
            "height": 2,
            "bytes": 1,
            "digest": "d",
            "file_name": photo_id,
            "created_at": self.clock.now,
        }
        add_photo(connection, id=photo_id, conversation_id=talk, seq=said[0].seq, person_id=person_id, **told)
        db.session.commit()
        return photo_id

    def request(self, made: Any) -> OrderRequest:
        """The request as the database holds it."""
        return self._fresh(OrderRequest, made if isinstance(made, int) else made.request_id)

    def order_row(self, order_id: int) -> Order:
        """The order as the database holds it."""
        return self._fresh(Order, order_id)

    def _fresh(self, thing: Any, key: int) -> Any:
        db.session.rollback()
        return db.session.get_one(thing, key, populate_existing=True)

    def clock_row(self, made: Any) -> Deadline | None:
        """The clock of a request that runs."""
        db.session.rollback()
        key = f"order_request:{made if isinstance(made, int) else made.request_id}"
        return db.session.scalar(select(Deadline).where(Deadline.open_key == key))

    def cards(self, order_id: int) -> list[Message]:
        """The cards in the conversation about an order, in order."""
        db.session.rollback()
        wanted = select(Message).where(Message.conversation_id == self.talk_of(order_id), Message.kind == "request")
        return list(db.session.scalars(wanted.order_by(Message.seq)))

    def log(self, made: Any) -> list[str]:
        """What happened to a request, in order, by timeline."""
        db.session.rollback()
        wanted = select(LogEntry).order_by(LogEntry.happened_at, LogEntry.id)
        return [row.what for row in db.session.scalars(wanted) if row.data.get("request") == made.request_id]

    def outbox(self, made: Any) -> list[str]:
        """The same, by the outbox."""
        db.session.rollback()
        wanted = select(OutboxEntry).order_by(OutboxEntry.happened_at, OutboxEntry.id)
        return [row.what for row in db.session.scalars(wanted) if row.data.get("request") == made.request_id]

    def held(self, made: Any) -> Sequence[int | None]:
        """The lines that a request holds."""
        db.session.rollback()
        wanted = select(RequestLine.open_line_id).where(RequestLine.request_id == made.request_id)
        return list(db.session.scalars(wanted.order_by(RequestLine.line_id)))

    def count(self, thing: Any) -> int:
        """How many rows there are."""
        db.session.rollback()
        return int(db.session.scalar(select(func.count()).select_from(thing)) or 0)


__all__ = ["DAY", "HOUR", "NOON", "PRICE", "Counter"]
