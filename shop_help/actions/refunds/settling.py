"""A refund is done, or has failed: written once, under the order's lock, with everything that follows from it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update

from shop_help import clock
from shop_help.actions.order_requests.unit import RequestWork, request_unit
from shop_help.actions.protection.paying import case_of_key, settled
from shop_help.actions.protection.unit import protection_unit
from shop_help.actions.protection.work import ProtectionWork
from shop_help.actions.refunds.ledger import tell
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import Order, OrderLine, Refund, RefundPart
from shop_help.models.refund_facts import refund_facts
from shop_help.policy.messages import Refused
from shop_help.policy.refund_states import CONTRADICTS, SETTLE, Told, what_follows
from shop_help.policy.refunds import ITEM, worth_of
from shop_help.policy.request_states import step_for
from shop_help.refund_words import refund_card


@dataclass
class RefundWork:
    """A refund under its order's lock, with the request or the case that it settles, if there is one."""

    connection: Connection
    row: Any
    order: Any
    now: datetime
    request: RequestWork | None = None
    #: The case of Buyer Protection that it pays for.
    protection: ProtectionWork | None = None


def settle(refund_id: int, told: Told, of_try: int | None = None) -> bool:
    """Settles a refund as it is told; False where that was known, or another try has begun since.

    `of_try`: only while this try is the last one. Raises Refused: "refund_settled" where it contradicts what is
    settled, "forbidden" where there is no such refund.
    """
    with refund_unit(refund_id) as work:
        return of_try in (None, work.row.tries) and settle_in(work, told)


def settle_in(work: RefundWork, told: Told, by: int | None = None, note: str = "") -> bool:
    """The same in a unit that is open. `by`: the person id of the operator who says so, with their note."""
    follows = what_follows(work.row.state, work.row.reference, work.row.attempt, told)
    if follows == CONTRADICTS:
        raise Refused("refund_settled")
    if follows != SETTLE:
        return False
    _store(work, told, by, note)
    if told.state == "done":
        _mark_lines(work)
    _tell(work, told, by, note)
    _move_request(work, told)
    if work.protection is not None:
        settled(work.protection, work.row.amount, is_done=told.state == "done")
    return True


@contextmanager
def refund_unit(refund_id: int) -> Iterator[RefundWork]:
    """A refund and its request, locked in the order of all acts: order, conversation. One commit, then announced."""
    wanted = select(Refund.request_id, Refund.order_id, Refund.key).where(Refund.id == refund_id)
    place = db.session.execute(wanted).one_or_none()
    db.session.rollback()
    if place is None:
        raise Refused("forbidden")
    if place.request_id is not None:
        with request_unit(None, place.request_id) as request:
            row = _row(request.connection, refund_id)
            yield RefundWork(request.connection, row, request.order, request.now, request)
        return
    protection_id = case_of_key(place.key)
    if protection_id is not None:
        with protection_unit(None, protection_id) as case:
            row = _row(case.connection, refund_id)
            yield RefundWork(case.connection, row, case.order, case.now, protection=case)
        return
    with write_unit(db.session) as session:
        connection = session.connection()
        order = connection.execute(select(Order).where(Order.id == place.order_id).with_for_update()).one()
        yield RefundWork(connection, _row(connection, refund_id), order, clock.now())


def _row(connection: Connection, refund_id: int) -> Any:
    return connection.execute(select(Refund).where(Refund.id == refund_id)).one()


def _store(work: RefundWork, told: Told, by: int | None, note: str) -> None:
    values: dict[str, Any] = {
        "state": told.state,
        "next_try_at": None,
        "settled_at": work.now,
        "settled_by": by,
        "note": note,
        "failure_code": told.code,
        "failure": told.words,
    }
    if told.reference:
        values["reference"] = told.reference
    unchanged = (Refund.id == work.row.id, Refund.state == work.row.state)
    work.connection.execute(update(Refund).where(*unchanged).values(values))


def _mark_lines(work: RefundWork) -> None:
    """Each unit says when its money was given back, and how much where that was not all of it."""
    back = (
        select(RefundPart.line_id, func.sum(RefundPart.amount).label("amount"))
        .join(Refund, Refund.id == RefundPart.refund_id)
        .where(Refund.order_id == work.order.id, Refund.state == "done", RefundPart.kind == ITEM)
        .group_by(RefundPart.line_id)
    )
    done = {row.line_id: int(row.amount) for row in work.connection.execute(back)}
    own = select(RefundPart.line_id).where(RefundPart.refund_id == work.row.id, RefundPart.kind == ITEM)
    worth = worth_of(refund_facts(work.connection, work.order.id).bill)
    marks = [
        {"line": line_id, "part": None if done[line_id] >= worth[line_id] else done[line_id]}
        for line_id in work.connection.scalars(own)
        if line_id is not None
    ]
    if marks:
        marked = update(OrderLine).where(OrderLine.id == bindparam("line"))
        values = {"refunded_at": work.now, "refunded_part": bindparam("part")}
        work.connection.execute(marked.values(values), marks)


def _tell(work: RefundWork, told: Told, by: int | None, note: str) -> None:
    data = {
        "refund": work.row.id,
        "request": work.row.request_id,
        "amount": work.row.amount,
        "currency": work.row.currency,
    }
    if told.code:
        data["code"] = told.code
    who: dict[str, Any] = {"voice": "OPERATOR", "person_id": by, "why": note} if by else {}
    if work.request is not None:
        who["conversation_id"] = work.request.talk.row.id
    tell(work.connection, work.order, f"refund.{told.state}", data, work.now, **who)


def _move_request(work: RefundWork, told: Told) -> None:
    """The request it settles is refunded; what failed stays approved, for it is owed. Both sides read of it."""
    request = work.request
    if request is None:
        return
    if told.state == "done" and step_for("refund", "SYSTEM", request.row.kind, request.row.state) is not None:
        request.move("refund", "SYSTEM")
    card = partial(refund_card, work.row, told.state, work.now, request.row, work.order.market)
    request.talk.say(card, work.now)
