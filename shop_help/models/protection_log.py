"""A Buyer Protection case's own SQL: found with its places, moved, and told to timeline and outbox."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, select, update

from shop_help.models.order import OrderLine
from shop_help.models.prepared import Prepared
from shop_help.models.protection import ProtectionCase, ProtectionDecision, ProtectionLine, Settlement
from shop_help.models.refund import Refund

_PLACE = Prepared(
    select(ProtectionCase.order_id, ProtectionCase.conversation_id, ProtectionCase.case_id).where(
        ProtectionCase.id == bindparam("this", 0)
    )
)
_CASE = Prepared(select(*ProtectionCase.__table__.columns).where(ProtectionCase.id == bindparam("this", 0)))
_LINES = Prepared(
    select(
        OrderLine.id,
        OrderLine.name,
        OrderLine.variant,
        OrderLine.picture,
        OrderLine.price,
        OrderLine.item_class,
        ProtectionLine.amount,
        ProtectionLine.decided_amount,
    )
    .join(ProtectionLine, ProtectionLine.line_id == OrderLine.id)
    .where(ProtectionLine.protection_id == bindparam("this", 0))
    .order_by(OrderLine.position)
)


def place_of(connection: Connection, protection_id: int) -> Any:
    """The order_id, conversation_id and case_id of a case, which never change; None where there is no such case."""
    return _PLACE.one(connection, {"this": protection_id})


def protection_row(connection: Connection, protection_id: int) -> Any:
    """A case as it is now; read once its locks are held."""
    return _CASE.one(connection, {"this": protection_id})


def lines_of(connection: Connection, protection_id: int) -> Sequence[Any]:
    """The units it is about, each with what is claimed for it and what was decided."""
    return _LINES.all(connection, {"this": protection_id})


def store(connection: Connection, protection_id: int, state: str, values: Mapping[str, Any]) -> bool:
    """The one way to change a case: only while it is in the state that was read. False where it is no more."""
    was = (ProtectionCase.id == protection_id, ProtectionCase.state == state)
    return connection.execute(update(ProtectionCase).where(*was).values(values)).rowcount == 1


def hold_lines(connection: Connection, protection_id: int, is_open: bool) -> None:
    """While a case is open, nobody opens another one about its lines: the database itself sees to it."""
    held = ProtectionLine.line_id if is_open else None
    of_case = update(ProtectionLine).where(ProtectionLine.protection_id == protection_id)
    connection.execute(of_case.values(open_line_id=held))


def end_offers(connection: Connection, protection_id: int, now: datetime) -> None:
    """What was offered to settle it isn't open any more, once the case has moved to where nobody can agree."""
    waiting = update(Settlement).where(Settlement.open_protection_id == protection_id)
    connection.execute(waiting.values(open_protection_id=None, state="lapsed", answered_at=now))


def end_proposals(connection: Connection, protection_id: int) -> None:
    """A decision that waits for a second agent is moot, once the case moved on without it."""
    waiting = update(ProtectionDecision).where(ProtectionDecision.open_protection_id == protection_id)
    connection.execute(waiting.values(open_protection_id=None, state="moot"))


def open_proposal(connection: Connection, protection_id: int) -> Any:
    """The decision that waits for a second agent, or None."""
    waiting = select(ProtectionDecision).where(ProtectionDecision.open_protection_id == protection_id)
    return connection.execute(waiting.with_only_columns(*ProtectionDecision.__table__.columns)).one_or_none()


def makers_of(connection: Connection, protection_id: int) -> frozenset[int]:
    """Who made a decision of this case that counted."""
    counted = ProtectionDecision.state.in_(("made", "confirmed"))
    made = select(ProtectionDecision.person_id).where(ProtectionDecision.protection_id == protection_id, counted)
    return frozenset(connection.execute(made).scalars())


#: The first word of the key of every refund of such a case; then its number, and what it is for.
KEY = "protection"


def is_refund_of(protection_id: int) -> Any:
    """An expression for statements on Refund: it is one of this case. Through the order, which has an index."""
    order = select(ProtectionCase.order_id).where(ProtectionCase.id == protection_id).scalar_subquery()
    return and_(Refund.order_id == order, Refund.key.like(f"{KEY}:{protection_id}:%"))
