"""Disputes' own SQL: which is in progress, about which request and in which case; begun once, settled once."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from shop_help.models.order_request import Dispute
from shop_help.models.prepared import Prepared

_COLUMNS = (Dispute.id, Dispute.request_id, Dispute.case_id, Dispute.state)
_CALLED = Prepared(select(*_COLUMNS).where(Dispute.id == bindparam("this", 0)))
_OF_REQUEST = Prepared(select(*_COLUMNS).where(Dispute.open_request_id == bindparam("request", 0)))
_OF_CASE = Prepared(
    select(*_COLUMNS).where(Dispute.case_id == bindparam("case", 0), Dispute.open_request_id.is_not(None))
)


def dispute_called(connection: Connection, dispute_id: int) -> Any:
    """A dispute's request_id, case_id and state; None where there is none."""
    return _CALLED.one(connection, {"this": dispute_id})


def dispute_about(connection: Connection, request_id: int) -> Any:
    """The dispute about a request that is in progress, or None."""
    return _OF_REQUEST.one(connection, {"request": request_id})


def is_undecided(connection: Connection, case_id: int) -> bool:
    """Is a dispute to be decided in this case?"""
    return bool(_OF_CASE.all(connection, {"case": case_id}))


def begin_dispute(connection: Connection, request_id: int, case_id: int, now: datetime) -> int:
    """A dispute that begins; there is one at a time about a request."""
    told = {"request_id": request_id, "open_request_id": request_id, "case_id": case_id}
    begun = {**told, "state": "in_progress", "opened_at": now, "why": ""}
    return int(connection.execute(insert(Dispute).returning(Dispute.id), begun).scalar_one())


def settle_dispute(connection: Connection, dispute_id: int, **values: Any) -> bool:
    """Ends a dispute that is in progress; False where somebody was first."""
    this = (Dispute.id == dispute_id, Dispute.state == "in_progress")
    return connection.execute(update(Dispute).where(*this).values(open_request_id=None, **values)).rowcount == 1
