"""What waits has a clock that runs, a clock that runs has something that waits; what is open holds its items."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, String, cast, exists, false, literal, null, or_, select
from sqlalchemy import case as sql_case

from shop_help.actions.account_deletion import OWNER as PERSON
from shop_help.actions.order_requests.catching_up import OWNER as REQUEST
from shop_help.actions.protection.work import OWNER as PROTECTION
from shop_help.checking.fault import Fault
from shop_help.models import Deadline, OrderRequest, Person, ProtectionCase, ProtectionLine, Refund, RequestLine
from shop_help.models.protection_log import KEY
from shop_help.policy import protection_states, request_states


@dataclass(frozen=True)
class Owner:
    """What has clocks: its rows, until when one waits for its clock, and which of them wait."""

    thing: Any
    waits: Any
    is_waiting: ColumnElement[bool]
    #: Which of them may wait without a clock: for something else.
    waits_otherwise: ColumnElement[bool]


def _of_protection() -> Owner:
    """Customer service means to decide by a time, and nothing follows it; a decision closes when nobody appeals."""
    case = ProtectionCase
    is_asked = case.mover.in_(("BUYER", "SHOP"))
    may_be_appealed = case.state.in_(("decided", "refunded")) & (case.mover == "") & case.appeal_until.is_not(None)
    # Once nobody can appeal any more, it is over as soon as the money is there.
    own = Refund.key.like(literal(f"{KEY}:") + cast(case.id, String) + literal(":%"))
    is_owed = may_be_appealed & exists(select(1).where(own, Refund.state != "done"))
    until = sql_case((is_asked, case.due_at), else_=case.appeal_until)
    return Owner(case, until, is_asked | may_be_appealed, is_owed)


OWNERS: dict[str, Owner] = {
    REQUEST: Owner(OrderRequest, OrderRequest.due_at, OrderRequest.due_at.is_not(None), false()),
    PROTECTION: _of_protection(),
    PERSON: Owner(Person, Person.leaves_at, Person.leaves_at.is_not(None), false()),
}


def faults(connection: Connection) -> Iterator[Fault]:
    """Clocks, then the items that open requests and cases hold."""
    yield from _half_settled(connection)
    yield from _of_nobody(connection)
    for name, owner in OWNERS.items():
        yield from _without_owner(connection, name, owner)
        yield from _without_clock(connection, name, owner)
    yield from _held(connection, RequestLine.request_id, OrderRequest, request_states.OPEN, "request")
    yield from _held(connection, ProtectionLine.protection_id, ProtectionCase, protection_states.OPEN, "case")


def _half_settled(connection: Connection) -> Iterator[Fault]:
    wrong = Deadline.settled_at.is_(None) != Deadline.open_key.is_not(None)
    for row in connection.execute(select(Deadline.id).where(wrong).order_by(Deadline.id)):
        yield Fault("deadline", f"deadline {row.id}", "it is neither running nor settled")


def _of_nobody(connection: Connection) -> Iterator[Fault]:
    unknown = (Deadline.settled_at.is_(None), Deadline.owner.not_in(OWNERS))
    for row in connection.execute(select(Deadline.id, Deadline.owner).where(*unknown).order_by(Deadline.id)):
        yield Fault("deadline", f"deadline {row.id}", f"it belongs to a {row.owner}, and there is no such thing")


def _without_owner(connection: Connection, name: str, owner: Owner) -> Iterator[Fault]:
    """A clock runs whose owner is gone, or waits until another instant, or for nothing."""
    thing = owner.thing
    waits = sql_case((owner.is_waiting, owner.waits), else_=null()).label("waits")
    wanted = (
        select(Deadline.id, Deadline.owner_id, Deadline.due_at, thing.id.label("found"), waits)
        .outerjoin(thing, thing.id == Deadline.owner_id)
        .where(Deadline.settled_at.is_(None), Deadline.owner == name)
        .where(or_(thing.id.is_(None), waits.is_(None), waits != Deadline.due_at))
    )
    for row in connection.execute(wanted.order_by(Deadline.id)):
        waiting = (
            f"{name} {row.owner_id} waits until {row.waits}" if row.waits else f"{name} {row.owner_id} doesn't wait"
        )
        what = waiting if row.found else f"there is no {name} {row.owner_id}"
        yield Fault("deadline", f"deadline {row.id}", f"it is due at {row.due_at}, and {what}")


def _without_clock(connection: Connection, name: str, owner: Owner) -> Iterator[Fault]:
    thing = owner.thing
    runs = (Deadline.owner == name) & (Deadline.owner_id == thing.id) & Deadline.settled_at.is_(None)
    wanted = (
        select(thing.id, owner.waits.label("waits"))
        .outerjoin(Deadline, runs)
        .where(owner.is_waiting, ~owner.waits_otherwise, Deadline.id.is_(None))
    )
    for row in connection.execute(wanted.order_by(thing.id)):
        yield Fault("deadline", f"{name} {row.id}", f"it waits until {row.waits}, and no clock runs")


def _held(connection: Connection, of: Any, thing: Any, is_open: frozenset[str], name: str) -> Iterator[Fault]:
    line = of.class_
    wrong = or_(
        thing.state.in_(is_open) & (line.open_line_id.is_(None) | (line.open_line_id != line.line_id)),
        thing.state.not_in(is_open) & line.open_line_id.is_not(None),
    )
    wanted = select(thing.id, thing.state, line.line_id).join(thing, thing.id == of).where(wrong)
    for row in connection.execute(wanted.order_by(thing.id, line.line_id)):
        yield Fault("held", f"{name} {row.id}", f"it is {row.state}, and item {row.line_id} says otherwise")
