"""Order requests made by hand, so that a test says exactly who has to move until when."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from shop_help import clock
from shop_help.extensions import db
from shop_help.models import Conversation, Order, OrderLine, OrderRequest, Person, RequestLine, Shop
from shop_help.policy.request_states import OPEN
from tests.sellers.scene import buyer_named, ordered, talked


def with_line(order: Order, name: str = "Arc desk lamp", price: int = 2400, **more: Any) -> OrderLine:
    """A unit of the order."""
    known = {"external_id": str(uuid4()), "position": len(order.lines), "picture": "art:lamp"}
    line = OrderLine(order_id=order.id, name=name, price=price, **(known | more))
    db.session.add(line)
    db.session.commit()
    return line


def asked(
    talk: Conversation,
    kind: str = "return",
    state: str = "pending",
    mover: str = "SHOP",
    due_at: datetime | None = None,
    lines: list[OrderLine] | None = None,
    **more: Any,
) -> OrderRequest:
    """A request in this conversation, about these lines."""
    assert talk.order_id is not None
    known: dict[str, Any] = {"reason": "does_not_fit", "asked_at": clock.now(), "moved_at": clock.now()}
    known |= {"verdict": {}, "currency": "USD", "amount": sum(line.price for line in lines or [])}
    made = OrderRequest(
        order_id=talk.order_id,
        buyer_id=talk.buyer_id,
        shop_id=talk.shop_id,
        conversation_id=talk.id,
        client_id=str(uuid4()),
        kind=kind,
        state=state,
        mover=mover,
        due_at=due_at,
        **(known | more),
    )
    is_open = state in OPEN
    made.lines = [
        RequestLine(line_id=line.id, open_line_id=line.id if is_open else None, amount=line.price)
        for line in lines or []
    ]
    db.session.add(made)
    db.session.commit()
    return made


def a_request(shop: Shop, buyer: Person | None = None, order_state: str = "DELIVERED", **more: Any) -> OrderRequest:
    """A new buyer's request about a new order of one lamp."""
    buyer = buyer or buyer_named("Ola Nord")
    order = ordered(buyer, shop, order_state)
    line = with_line(order)
    return asked(talked(buyer, shop, order=order), lines=[line], **more)
