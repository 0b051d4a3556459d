"""An order moves on: what was asked for the time before it leaves is overtaken, on whatever road that is told."""

from datetime import datetime

from sqlalchemy import Connection

from shop_help.actions.order_requests.talk import Talk, talk_at
from shop_help.actions.order_requests.unit import RequestWork
from shop_help.models import request_log as rows
from shop_help.models.leaving import has_left, units_of, waiting_for_shipment

SHIPPED, CANCELLED = "shipped", "order_cancelled"


def order_moved(connection: Connection, order_id: int, now: datetime, talk: Talk | None = None) -> Talk | None:
    """Ends what waits for the seller about items that have left, or of an order that was cancelled.

    Inside the caller's commit, with the order locked and what was overdue of it applied before. Gives back the
    conversation, to be announced after the commit.
    """
    waiting = waiting_for_shipment(connection, order_id)
    if not waiting:
        return talk
    units = {unit.id: unit for unit in units_of(connection, order_id)}
    order = rows.locked_order(connection, order_id)
    for request_id, line_ids in waiting.items():
        gone = [units[line_id] for line_id in line_ids if has_left(units[line_id])]
        if not gone and order.state != "CANCELLED":
            continue
        row = rows.request_row(connection, request_id)
        talk = talk or talk_at(connection, row.conversation_id)
        told = [unit.left_at or unit.order_left_at for unit in gone]
        left_at = min((at for at in told if at is not None), default=now)
        work = RequestWork(connection, row, order, talk, now)
        at = max(min(left_at, now), row.moved_at)
        work.move("supersede", "SYSTEM", at=at, why=SHIPPED if gone else CANCELLED)
        work.say("supersede")
    return talk
