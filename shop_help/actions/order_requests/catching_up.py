"""What is overdue of an order's requests, applied before somebody acts on one of them.

Of the whole order, in the order in which it was due: requests of one order share its money, and who comes late finds
all as if the clockwork had never stood still.
"""

from datetime import datetime

from sqlalchemy import select

from shop_help.actions.deadlines import catch_up
from shop_help.extensions import db
from shop_help.models import Order, OrderRequest

#: What the deadlines of order requests belong to.
OWNER = "order_request"


def catch_up_order(order_id: int, now: datetime) -> int:
    """Applies what was overdue of this order when somebody came. No unit of writing is open. How many there were."""
    running = select(OrderRequest.id).where(OrderRequest.order_id == order_id, OrderRequest.due_at.is_not(None))
    ids = list(db.session.scalars(running))
    db.session.rollback()
    return catch_up(OWNER, ids, now) if ids else 0


def catch_up_beside(request_id: int, now: datetime) -> int:
    """The same for the order of this request."""
    order_id = db.session.scalar(select(OrderRequest.order_id).where(OrderRequest.id == request_id))
    return catch_up_order(order_id, now) if order_id is not None else 0


def catch_up_numbered(number: str, now: datetime) -> int:
    """The same for the order of this number, where anything is overdue: news of it find it as it would be."""
    asked = select(Order.id).join(OrderRequest, OrderRequest.order_id == Order.id)
    overdue = asked.where(Order.number == number, OrderRequest.due_at <= now).limit(1)
    order_id = db.session.scalar(overdue)
    return catch_up_order(order_id, now) if order_id is not None else 0
