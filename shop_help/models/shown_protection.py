"""Cases of Buyer Protection as pages show them, with all of theirs.

Found through the person: a buyer's own, those of a shop's people. Who sees what of a case, protection_file says.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import BindParameter, bindparam, case, select, tuple_

from shop_help.models.belonging import Belonging
from shop_help.models.claim import Evidence, EvidenceRequest
from shop_help.models.order import Order, OrderLine
from shop_help.models.person import Person
from shop_help.models.prepared import Prepared
from shop_help.models.protection import (
    Appeal,
    ProtectionCase,
    ProtectionDecision,
    ProtectionLine,
    Settlement,
)
from shop_help.models.protection_log import KEY
from shop_help.models.reading import row_of, rows_of
from shop_help.models.refund import Refund
from shop_help.models.shop import Shop

_THIS: BindParameter[int] = bindparam("this", 0)

_CASE: Any = (
    select(
        *ProtectionCase.__table__.columns,
        Order.number.label("order_number"),
        Shop.name.label("shop_name"),
        Person.name.label("buyer_name"),
    )
    .join(Order, Order.id == ProtectionCase.order_id)
    .join(Shop, Shop.id == ProtectionCase.shop_id)
    .join(Person, Person.id == ProtectionCase.buyer_id)
)


@dataclass
class ShownProtection:
    """A case with what belongs to it; attributes of `row` are its columns, order_number, shop_name and buyer_name."""

    row: Any
    lines: list[Any] = field(default_factory=list)
    #: What was brought and is there for both sides: photos and words.
    evidence: list[Any] = field(default_factory=list)
    asked: list[Any] = field(default_factory=list)
    settlements: list[Any] = field(default_factory=list)
    #: Those that count, the oldest first; what only agents see is `proposals`.
    decisions: list[Any] = field(default_factory=list)
    proposals: list[Any] = field(default_factory=list)
    appeals: list[Any] = field(default_factory=list)
    refunds: list[Any] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, name)

    @property
    def open_settlement(self) -> Any:
        """The offer that waits for an answer, or None."""
        return next((offer for offer in self.settlements if offer.state == "offered"), None)

    @property
    def open_request(self) -> Any:
        """What a side is asked for now, or None."""
        return self.asked[-1] if self.row.state == "evidence_requested" and self.asked else None

    @property
    def decision(self) -> Any:
        """The decision that holds, or None."""
        return self.decisions[-1] if self.decisions else None


_ONE = Prepared(_CASE.where(ProtectionCase.id == _THIS))
_OF_BUYER_ONE = Prepared(_CASE.where(ProtectionCase.id == _THIS, ProtectionCase.buyer_id == bindparam("person", 0)))
_OF_ORDER = Prepared(
    _CASE.where(
        ProtectionCase.order_id == bindparam("order", 0), ProtectionCase.buyer_id == bindparam("person", 0)
    ).order_by(ProtectionCase.id.desc())
)
_OF_CASE = Prepared(_CASE.where(ProtectionCase.case_id == bindparam("case", 0)))
#: Does a case wait for its buyer? Those that do come first.
_WAITS = case((ProtectionCase.mover == "BUYER", 1), else_=0)
_OF_BUYER = Prepared(
    _CASE.where(
        ProtectionCase.buyer_id == bindparam("person", 0),
        tuple_(_WAITS, ProtectionCase.id) < tuple_(bindparam("waits", 0), bindparam("before", 0)),
    )
    .order_by(_WAITS.desc(), ProtectionCase.id.desc())
    .limit(bindparam("most", 0))
)
#: Behind every case there is.
_BEHIND_ALL = 2**31 - 1


def protection_of_buyer(protection_id: int, person_id: int) -> ShownProtection | None:
    """A buyer's own case; None where it is not theirs."""
    return _with_all(row_of(_OF_BUYER_ONE, this=protection_id, person=person_id))


def protection_of_shops(protection_id: int, shop_ids: Collection[int]) -> ShownProtection | None:
    """A case of one of these shops; None where it is of none."""
    found = row_of(_ONE, this=protection_id)
    return _with_all(found) if found is not None and found.shop_id in shop_ids else None


def protection_of_case(case_id: int) -> ShownProtection | None:
    """The case of Buyer Protection that a support case is the talk of; who may read that, the caller asked."""
    return _with_all(row_of(_OF_CASE, case=case_id))


def protection_called(protection_id: int) -> ShownProtection | None:
    """Any case; who may see it, the caller asks."""
    return _with_all(row_of(_ONE, this=protection_id))


def protections_of_order(order_id: int, person_id: int) -> list[ShownProtection]:
    """A buyer's cases about an order, the newest first, with their lines."""
    return _with_lines(rows_of(_OF_ORDER, order=order_id, person=person_id))


def protections_of(person_id: int, behind: tuple[bool, int] | None = None, most: int = 20) -> list[ShownProtection]:
    """A buyer's cases with their lines: those that wait for the buyer, then the others, each the newest first.

    `behind`: whether the last one before them waits, and its id.
    """
    waits, before = behind or (True, _BEHIND_ALL)
    return _with_lines(rows_of(_OF_BUYER, person=person_id, waits=int(waits), before=before, most=most))


def protections_called(ids: Sequence[int]) -> list[ShownProtection]:
    """These cases with their lines, in this order; who may see them, the caller asked."""
    found = {row.id: row for row in rows_of(_CASE.where(ProtectionCase.id.in_(list(ids))))} if ids else {}
    return _with_lines([found[each] for each in ids if each in found])


_LINES = Belonging(
    select(
        ProtectionLine.protection_id,
        OrderLine.id,
        OrderLine.name,
        OrderLine.variant,
        OrderLine.picture,
        OrderLine.price,
        OrderLine.item_class,
        OrderLine.refunded_at,
        ProtectionLine.amount,
        ProtectionLine.decided_amount,
    ).join(OrderLine, OrderLine.id == ProtectionLine.line_id),
    ProtectionLine.protection_id,
    ProtectionLine.protection_id,
    OrderLine.position,
)


def _with_lines(rows: Sequence[Any]) -> list[ShownProtection]:
    found = {row.id: ShownProtection(row) for row in rows}
    for line in _LINES.of(list(found)):
        found[line.protection_id].lines.append(line)
    return list(found.values())


def _belonging(thing: Any, *sorting: Any) -> Prepared:
    return Prepared(select(*thing.__table__.columns).where(thing.protection_id == _THIS).order_by(*sorting))


_EVIDENCE = Prepared(
    select(*Evidence.__table__.columns)
    .where(Evidence.protection_id == _THIS, Evidence.sent_at.is_not(None))
    .order_by(Evidence.sent_at, Evidence.created_at, Evidence.id)
)
_ASKED_OF, _OFFERED = _belonging(EvidenceRequest, EvidenceRequest.id), _belonging(Settlement, Settlement.id)
_DECIDED, _APPEALED = _belonging(ProtectionDecision, ProtectionDecision.id), _belonging(Appeal, Appeal.id)
_PAID = Prepared(
    select(*Refund.__table__.columns)
    .where(Refund.order_id == bindparam("order", 0), Refund.key.like(bindparam("key", "")))
    .order_by(Refund.id)
)


def _with_all(row: Any) -> ShownProtection | None:
    if row is None:
        return None
    decided = rows_of(_DECIDED, this=row.id)
    return ShownProtection(
        row,
        list(_LINES.of([row.id])),
        list(rows_of(_EVIDENCE, this=row.id)),
        list(rows_of(_ASKED_OF, this=row.id)),
        list(rows_of(_OFFERED, this=row.id)),
        [decision for decision in decided if decision.state in ("made", "confirmed")],
        [decision for decision in decided if decision.state not in ("made", "confirmed")],
        list(rows_of(_APPEALED, this=row.id)),
        list(rows_of(_PAID, order=row.order_id, key=f"{KEY}:{row.id}:%")),
    )
