"""An order that was paid, with the people it belongs to, for the acts on refunds."""

from typing import Any
from uuid import uuid4

from flask import Flask
from sqlalchemy import select

from shop_help import clock
from shop_help.actions.refunds import begin
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import (
    LogEntry,
    Order,
    OrderLine,
    OrderRequest,
    OutboxEntry,
    PaymentPart,
    Person,
    Refund,
    RequestLine,
    Role,
    SignIn,
)
from shop_help.models.refund_facts import RefundFacts, refund_facts
from shop_help.policy.refunds import Part, quote
from tests.actions.talk import Talk


class PaidOrder:
    """Three units of 10.00, shipping 5.00, and a discount of 1.00 on all of them: 34.00."""

    def __init__(self, app: Flask) -> None:
        self.talk = Talk(app)
        self.id = self.talk.order.id
        self.talk.order.paid_at = clock.now()
        self.lines = [
            OrderLine(order_id=self.id, external_id=str(n), position=n, name="Mug", price=1_000) for n in range(3)
        ]
        paid = {"items": 3_000, "platform_discount": 100, "shipping": 500, "total": 3_400}
        parts = [PaymentPart(order_id=self.id, kind=kind, amount=amount) for kind, amount in paid.items()]
        db.session.add_all([*self.lines, *parts])
        db.session.commit()
        self.line_ids = [line.id for line in self.lines]

    def facts(self) -> RefundFacts:
        db.session.rollback()
        return refund_facts(db.session.connection(), self.id)

    def begin(self, key: str, parts: Any, request_id: int | None = None) -> int:
        """Begins a refund in a commit of its own."""
        with write_unit(db.session) as session:
            return begin(session.connection(), self.id, request_id, key, parts, clock.now())

    def begin_for(self, key: str, *places: int, **more: Any) -> int:
        """Begins what policy says comes back for these lines, asked under the lock."""
        with write_unit(db.session) as session:
            connection = session.connection()
            db.session.get(Order, self.id, with_for_update=True)
            facts = refund_facts(connection, self.id)
            back = quote(facts.bill, [self.line_ids[place] for place in places], facts.given, **more)
            return begin(connection, self.id, None, key, back.parts, clock.now())

    def request(self, *places: int, kind: str = "refund") -> int:
        """A request about these lines that was approved; its id."""
        lines = [self.line_ids[place] for place in places]
        request = OrderRequest(
            order_id=self.id,
            buyer_id=self.talk.people["buyer"].id,
            shop_id=self.talk.shop.id,
            conversation_id=self.talk.id,
            client_id=str(uuid4()),
            kind=kind,
            state="approved",
            reason="damaged",
            verdict={},
            currency="USD",
            lines=[RequestLine(line_id=line, open_line_id=line) for line in lines],
        )
        db.session.add(request)
        db.session.commit()
        return request.id

    def operator(self) -> str:
        """The sign-in of somebody who runs refunds."""
        person = Person(name="Noor", fs_uniquifier="noor", roles=[Role(name="operator")])
        db.session.add(person)
        db.session.flush()
        db.session.add(SignIn(id=f"noor-{uuid4()}", person_id=person.id))
        db.session.commit()
        return str(db.session.scalars(select(SignIn.id).where(SignIn.person_id == person.id)).one())

    def line(self, place: int) -> OrderLine:
        """A line as the database holds it."""
        db.session.rollback()
        return db.session.get_one(OrderLine, self.line_ids[place], populate_existing=True)

    def request_row(self, request_id: int) -> OrderRequest:
        """A request as the database holds it."""
        db.session.rollback()
        return db.session.get_one(OrderRequest, request_id, populate_existing=True)

    def happened(self) -> tuple[list[str], list[str]]:
        """What the timeline and the outbox tell of this order's refunds and requests, in order."""
        db.session.rollback()
        log = select(LogEntry.what).where(LogEntry.order_id == self.id).order_by(LogEntry.id)
        handed_in = select(OutboxEntry.what).order_by(OutboxEntry.id)
        return self._of_money(log), self._of_money(handed_in)

    def _of_money(self, wanted: Any) -> list[str]:
        return [what for what in db.session.scalars(wanted) if what.startswith(("refund", "request"))]

    def refund(self, refund_id: int) -> Refund:
        """Its row as the database holds it."""
        db.session.rollback()
        found = db.session.get(Refund, refund_id, populate_existing=True)
        assert found is not None
        return found

    def item(self, place: int, amount: int) -> Part:
        """A part for the line in that place."""
        return Part("item", self.line_ids[place], amount)
