"""Earlier cases of a buyer and of a shop as counts: a share and what it is of, and no accusation."""

from typing import Any

from sqlalchemy import and_, func, select

from shop_help.models.protection import ProtectionCase
from shop_help.models.reading import rows_of
from shop_help.policy.protection_states import OUTCOMES


def parties(buyer_id: int, shop_id: int, but_not: int) -> dict[str, dict[str, int]]:
    """Earlier cases of a buyer and of a shop as counts: decided, and for the buyer, the seller or in part. No case of
    them is named, and none that is undecided counts."""
    return {
        "buyer": _record(and_(ProtectionCase.buyer_id == buyer_id, ProtectionCase.id != but_not)),
        "shop": _record(and_(ProtectionCase.shop_id == shop_id, ProtectionCase.id != but_not)),
    }


def _record(whose: Any) -> dict[str, int]:
    wanted = select(ProtectionCase.outcome, func.count().label("n")).where(whose, ProtectionCase.outcome != "")
    found = {row.outcome: row.n for row in rows_of(wanted.group_by(ProtectionCase.outcome))}
    return {"decided": sum(found.values())} | {outcome: found.get(outcome, 0) for outcome in OUTCOMES}
