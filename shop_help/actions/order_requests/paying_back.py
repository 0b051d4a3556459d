"""What a request gives back: worked out when it is asked, begun as a refund once it is approved."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, or_, select, update

from shop_help.actions.order_requests.unit import RequestWork
from shop_help.actions.refunds import begin
from shop_help.models import Order, OrderLine, OrderRequest, RequestLine
from shop_help.models.refund_facts import refund_facts
from shop_help.policy.reasons import REASONS
from shop_help.policy.refunds import Quote, offered, quote
from shop_help.policy.request_states import CHANGES
from shop_help.request_words import reason_word

NOTHING = Quote()


def quote_for(connection: Connection, order_id: int, kind: str, line_ids: Collection[int], reason: str) -> Quote:
    """What these lines give back for a request of this kind; nothing where no money moves."""
    return NOTHING if kind in CHANGES or kind == "exchange" else _quote(connection, order_id, kind, line_ids, reason)


def _quote(connection: Connection, order_id: int, kind: str, line_ids: Collection[int], reason: str) -> Quote:
    facts, known = refund_facts(connection, order_id), REASONS.get(reason)
    return quote(
        facts.bill,
        line_ids,
        facts.given,
        seller_at_fault=known is not None and known.fault == "seller",
        whole_order=kind == "cancellation" and not _kept(connection, order_id, line_ids),
    )


def settle(work: RequestWork, at: datetime) -> None:
    """What an approval leads to: the money begins its way back, a cancelled order is cancelled.

    An exchange waits for what the seller sends; what goes back waits until it is there.
    """
    if work.row.state not in ("approved", "auto_approved") or work.row.kind == "exchange":
        return
    pay_back(work, at)
    if work.row.kind == "cancellation":
        _cancel_order(work, at)


def pay_back(work: RequestWork, at: datetime) -> None:
    """Begins the refund of a request. Where nothing was paid for it, there is nothing to wait for."""
    back = quote_of(work)
    if work.row.offered is not None:
        back = offered(back, min(work.row.offered, back.total))
    if back.parts:
        begin(work.connection, work.order.id, work.row.id, f"request-{work.row.id}", back.parts, at)
    else:
        work.move("apply" if work.row.kind == "cancellation" else "refund", "SYSTEM", at=at)


def quote_of(work: RequestWork) -> Quote:
    """What its items give back now."""
    line_ids = [line.id for line in work.lines]
    return _quote(work.connection, work.order.id, work.row.kind, line_ids, work.row.reason)


def _kept(connection: Connection, order_id: int, line_ids: Collection[int]) -> bool:
    """Does anything of the order stay, once these lines are cancelled too?"""
    cancelled = (
        select(RequestLine.line_id)
        .join(OrderRequest, OrderRequest.id == RequestLine.request_id)
        .where(
            OrderRequest.order_id == order_id,
            OrderRequest.kind == "cancellation",
            OrderRequest.state.in_(("approved", "auto_approved", "refunded", "applied")),
        )
    )
    # What was given back before it was ever packed is gone, too.
    stays = or_(OrderLine.refunded_at.is_(None), OrderLine.package_id.is_not(None))
    of_order = connection.execute(select(OrderLine.id).where(OrderLine.order_id == order_id, stays)).scalars()
    return bool(set(of_order) - set(line_ids) - set(connection.execute(cancelled).scalars()))


def _cancel_order(work: RequestWork, at: datetime) -> None:
    """An order of which nothing stays is cancelled."""
    if _kept(work.connection, work.order.id, [line.id for line in work.lines]):
        return
    cancelled = {"state": "CANCELLED", "cancelled_at": at, "cancel_reason": reason_word(work.row.reason)}
    work.connection.execute(update(Order).where(Order.id == work.order.id).values(cancelled))
    work.tell("order.cancelled", "SYSTEM", at, state_before=work.order.state)
