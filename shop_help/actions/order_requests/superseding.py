"""An order moves on: what was asked for the time before it leaves is overtaken, on whatever road that is told."""

from datetime import datetime

from sqlalchemy import Connection

from shop_help.actions.deadlines import settle_due
from shop_help.actions.order_requests.catching_up import OWNER
from shop_help.actions.order_requests.overdue import follow
from shop_help.actions.order_requests.talk import Talk, talk_at
from shop_help.actions.order_requests.unit import RequestWork
from shop_help.models import request_log as rows
from shop_help.models.leaving import has_left, units_of, waiting_for_shipment

SHIPPED, CANCELLED = "shipped", "order_cancelled"


def order_moved(connection: Connection, order_id: int, now: datetime, talk: Talk | None = None) -> Talk | None:
    """Ends what waits for the seller about items that have left, or of an order that was cancelled. Inside the
    caller's commit, with the order locked. Gives back the conversation, to be announced after the commit."""
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
        _overtake(RequestWork(connection, row, order, talk, now), min(left_at, now), SHIPPED if gone else CANCELLED)
    return talk


def _overtake(work: RequestWork, left_at: datetime, why: str) -> None:
    """What was due before it left, followed before it left."""
    due_at = work.row.due_at
    if due_at is not None and due_at <= left_at:
        act = "auto_approve" if work.row.kind == "cancellation" else "lapse"
        if settle_due(work.connection, OWNER, work.row.id, act, due_at):
            follow(work, act, due_at)
        return
    work.move("supersede", "SYSTEM", at=max(left_at, work.row.moved_at), why=why)
    work.say("supersede")
