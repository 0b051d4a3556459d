"""The ledger's one way in: a refund begins in the commit that decided it, and never above what was paid."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from shop_help.models import LogEntry, Order, Refund, RefundPart
from shop_help.models.outbox import hand_in
from shop_help.models.refund_facts import refund_facts
from shop_help.payments import BY_HAND, adapter_in_use
from shop_help.policy.messages import Refused
from shop_help.policy.refunds import ITEM, Part, worth_of


def begin(
    connection: Connection, order_id: int, request_id: int | None, key: str, parts: Sequence[Part], now: datetime
) -> int:
    """Begins a refund inside the caller's write_unit and gives its id; the same key again is the same refund.

    Takes the order row's lock, if the caller doesn't hold it yet. Raises Refused: "refund_above_paid",
    "refund_of_nothing", or "refund_key_reused" for a key that stands for another refund.
    """
    order = connection.execute(select(Order).where(Order.id == order_id).with_for_update()).one()
    known = connection.execute(select(Refund).where(Refund.key == key)).one_or_none()
    if known is not None:
        return _the_same(connection, known, order_id, parts)
    _refuse_too_much(connection, order_id, parts)
    adapter = adapter_in_use()
    values: dict[str, Any] = {
        "order_id": order_id,
        "request_id": request_id,
        "key": key,
        "currency": order.currency,
        "amount": sum(part.amount for part in parts),
        "adapter": adapter,
        "created_at": now,
        "trying_since": now,
        "next_try_at": None if adapter == BY_HAND else now,
    }
    refund_id = int(connection.execute(insert(Refund).returning(Refund.id), values).scalar_one())
    connection.execute(insert(RefundPart), [{"refund_id": refund_id, **_values_of(part)} for part in parts])
    data = {"refund": refund_id, "request": request_id, "amount": values["amount"], "currency": order.currency}
    tell(connection, order, "refund.begun", data, now)
    return refund_id


def tell(connection: Connection, order: Any, what: str, data: dict[str, Any], now: datetime, **by: Any) -> None:
    """A line of the order's timeline and a row of the outbox. `by`: voice, person_id and why, if not the system."""
    entry = {"what": what, "voice": "SYSTEM", "happened_at": now, "data": data, **by}
    connection.execute(insert(LogEntry), {**entry, "order_id": order.id, "shop_id": order.shop_id})
    told = {"order": order.id, "buyer": order.buyer_id, "shop": order.shop_id, **data}
    hand_in(connection, what, now, told)


def _values_of(part: Part) -> dict[str, Any]:
    return {"kind": part.kind, "line_id": part.line_id, "amount": part.amount}


def _the_same(connection: Connection, known: Any, order_id: int, parts: Sequence[Part]) -> int:
    """The refund that the key stands for, if that is the one which is meant."""
    wanted = select(RefundPart.kind, RefundPart.line_id, RefundPart.amount).where(RefundPart.refund_id == known.id)
    before = {(row.kind, row.line_id, row.amount) for row in connection.execute(wanted)}
    if known.order_id != order_id or before != {(part.kind, part.line_id, part.amount) for part in parts}:
        raise Refused("refund_key_reused")
    return int(known.id)


def _refuse_too_much(connection: Connection, order_id: int, parts: Sequence[Part]) -> None:
    if not parts or any(part.amount <= 0 for part in parts):
        raise Refused("refund_of_nothing")
    facts = refund_facts(connection, order_id)
    worth = worth_of(facts.bill)
    of_lines: Counter[int] = Counter()
    for part in parts:
        if (part.line_id is not None) != (part.kind == ITEM) or part.line_id not in {None, *worth}:
            raise Refused("forbidden")
        if part.line_id is not None:
            of_lines[part.line_id] += part.amount
    if facts.given.total + sum(part.amount for part in parts) > facts.bill.total:
        raise Refused("refund_above_paid")
    if any(facts.given.lines.get(line_id, 0) + amount > worth[line_id] for line_id, amount in of_lines.items()):
        raise Refused("refund_above_paid")
