"""Buyer Protection in figures, for the operators: how it stands now, and what became of it in a time.

Each is one walk over the cases, however many there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, case, func, select, true

from shop_help.models.order import Order
from shop_help.models.protection import ProtectionCase, ProtectionDecision
from shop_help.models.protection_log import KEY
from shop_help.models.reading import rows_of
from shop_help.models.refund import Refund
from shop_help.policy.protection_states import ENDED

DAY = timedelta(days=1)
#: A case that a side won in part is neither's: it counts half for the buyer.
_WON = {"for_buyer": 1.0, "partial": 0.5, "for_seller": 0.0}


@dataclass(frozen=True)
class Standing:
    """Now: open cases, and those whose clock ends today, or has ended for customer service."""

    open: int
    due_today: int
    late: int
    #: By who has to move: BUYER, SHOP, CUSTOMER_SERVICE; empty where nobody does.
    by_mover: dict[str, int]
    #: Decisions that wait for a second agent.
    second_agent: int


@dataclass(frozen=True)
class ByReason:
    """One reason: how often it was claimed, and how it was decided."""

    reason: str
    opened: int
    for_buyer: int
    partial: int
    for_seller: int


@dataclass(frozen=True)
class Figures:
    """What became of it in a time: `decided` by when it was decided, the rest by when it was opened or ended."""

    opened: int
    decided: int
    outcomes: dict[str, int]
    settled: int
    withdrawn: int
    ineligible: int
    #: Days from the opening to the last decision, as many above as below; None where nothing was decided.
    median_days: float | None
    #: 0 to 1, a part counting half; None where nothing was decided.
    share_for_buyer: float | None
    by_reason: list[ByReason] = field(default_factory=list)
    #: Money that went back, in minor units, by currency; and how many refunds that were.
    refunds: dict[str, int] = field(default_factory=dict)
    refund_count: int = 0


def standing(now: datetime, zone: str, market: str = "") -> Standing:
    """How it stands; `zone` says which day today is. `market`: one, or all."""
    midnight = datetime.combine(now.astimezone(ZoneInfo(zone)).date() + DAY, datetime.min.time(), ZoneInfo(zone))
    ours = ProtectionCase.mover == "CUSTOMER_SERVICE"
    late = and_(ours, ProtectionCase.due_at <= now)
    today = and_(ProtectionCase.due_at > now, ProtectionCase.due_at <= midnight)
    wanted = select(
        ProtectionCase.mover,
        func.count().label("open"),
        func.sum(case((today, 1), else_=0)).label("due_today"),
        func.sum(case((late, 1), else_=0)).label("late"),
    ).where(ProtectionCase.closed_at.is_(None), _in(market))
    rows = rows_of(wanted.group_by(ProtectionCase.mover))
    waiting = select(func.count().label("n")).where(ProtectionDecision.open_protection_id.is_not(None))
    return Standing(
        open=sum(row.open for row in rows),
        due_today=sum(int(row.due_today) for row in rows),
        late=sum(int(row.late) for row in rows),
        by_mover={row.mover: row.open for row in rows},
        second_agent=_count(waiting) if not market else _count(_of_market(waiting, market)),
    )


def _of_market(wanted: Any, market: str) -> Any:
    joined = wanted.select_from(ProtectionDecision).join(
        ProtectionCase, ProtectionCase.id == ProtectionDecision.open_protection_id
    )
    return joined.where(_in(market))


def _in(market: str) -> Any:
    return ProtectionCase.market == market if market else true()


def _count(wanted: Any) -> int:
    return int(rows_of(wanted)[0].n)


def figures(since: datetime, until: datetime, market: str = "") -> Figures:
    """From an instant until before another one."""
    decided = _decided(since, until, market)
    outcomes = {outcome: sum(row.outcome == outcome for row in decided) for outcome in _WON}
    days = [(row.decided_at - row.opened_at) / DAY for row in decided]
    opened, ended = _opened(since, until, market), _ended(since, until, market)
    refunds = _refunds(since, until, market)
    return Figures(
        opened=sum(opened.values()),
        decided=len(decided),
        outcomes=outcomes,
        settled=ended.get("settled", 0),
        withdrawn=ended.get("withdrawn", 0),
        ineligible=ended.get("ineligible", 0),
        median_days=round(median(days), 1) if days else None,
        share_for_buyer=sum(_WON[row.outcome] for row in decided) / len(decided) if decided else None,
        by_reason=_by_reason(opened, decided),
        refunds={row.currency: int(row.amount) for row in refunds},
        refund_count=sum(row.count for row in refunds),
    )


def _decided(since: datetime, until: datetime, market: str) -> Sequence[Any]:
    wanted = select(
        ProtectionCase.outcome, ProtectionCase.reason, ProtectionCase.opened_at, ProtectionCase.decided_at
    ).where(_within(ProtectionCase.decided_at, since, until), ProtectionCase.outcome != "", _in(market))
    return rows_of(wanted)


def _within(column: Any, since: datetime, until: datetime) -> Any:
    return and_(column >= since, column < until)


def _opened(since: datetime, until: datetime, market: str) -> dict[str, int]:
    wanted = select(ProtectionCase.reason, func.count().label("n")).where(
        _within(ProtectionCase.opened_at, since, until), _in(market)
    )
    return {row.reason: row.n for row in rows_of(wanted.group_by(ProtectionCase.reason))}


def _ended(since: datetime, until: datetime, market: str) -> dict[str, int]:
    """What ended without a decision, by how; a settlement counts from when it was agreed on."""
    settled = and_(ProtectionCase.outcome == "", _within(ProtectionCase.decided_at, since, until))
    others = ENDED - {"closed"}
    ended = and_(ProtectionCase.state.in_(others), _within(ProtectionCase.closed_at, since, until))
    how = case((settled, "settled"), else_=ProtectionCase.state).label("how")
    wanted = select(how, func.count().label("n")).where(settled | ended, _in(market))
    return {row.how: row.n for row in rows_of(wanted.group_by(how))}


def _by_reason(opened: dict[str, int], decided: Sequence[Any]) -> list[ByReason]:
    """The most claimed first."""
    found = []
    for reason in {*opened, *(row.reason for row in decided)}:
        ways = [row.outcome for row in decided if row.reason == reason]
        counts = {way: ways.count(way) for way in _WON}
        found.append(ByReason(reason, opened.get(reason, 0), **counts))
    return sorted(found, key=lambda each: (-each.opened, each.reason))


def _refunds(since: datetime, until: datetime, market: str) -> Sequence[Any]:
    wanted = select(Refund.currency, func.sum(Refund.amount).label("amount"), func.count().label("count")).where(
        Refund.state == "done", Refund.key.like(f"{KEY}:%"), _within(Refund.settled_at, since, until)
    )
    if market:
        wanted = wanted.join(Order, Order.id == Refund.order_id).where(Order.market == market)
    return rows_of(wanted.group_by(Refund.currency).order_by(Refund.currency))


def days(since: datetime, until: datetime, zone: str, market: str = "") -> list[tuple[date, int, int]]:
    """Each day of a time in a zone, with how many cases were opened and decided on it: for a chart and its table."""
    there = ZoneInfo(zone)
    opened = select(ProtectionCase.opened_at.label("at")).where(
        _within(ProtectionCase.opened_at, since, until), _in(market)
    )
    decided = select(ProtectionCase.decided_at.label("at")).where(
        _within(ProtectionCase.decided_at, since, until), ProtectionCase.outcome != "", _in(market)
    )
    first, last = since.astimezone(there).date(), (until - timedelta(microseconds=1)).astimezone(there).date()
    counts = {first + DAY * place: [0, 0] for place in range((last - first).days + 1)}
    for place, wanted in enumerate((opened, decided)):
        for row in rows_of(wanted):
            counts[row.at.astimezone(there).date()][place] += 1
    return [(day, *count) for day, count in counts.items()]  # type: ignore[misc]
