"""An order that was paid, with the people it belongs to, for the acts on refunds."""

from typing import Any

from flask import Flask

from shop_help import clock
from shop_help.actions.refunds import begin
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import Order, OrderLine, PaymentPart, Refund
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

    def refund(self, refund_id: int) -> Refund:
        """Its row as the database holds it."""
        db.session.rollback()
        found = db.session.get(Refund, refund_id, populate_existing=True)
        assert found is not None
        return found

    def item(self, place: int, amount: int) -> Part:
        """A part for the line in that place."""
        return Part("item", self.line_ids[place], amount)
