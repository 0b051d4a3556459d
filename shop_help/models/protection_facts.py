"""What Buyer Protection tells of an order's lines, as the rulebook asks for it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BindParameter, bindparam, select

from shop_help.models.prepared import Prepared
from shop_help.models.protection import ProtectionCase, ProtectionLine
from shop_help.models.reading import rows_of

_ASKED: Any = select(
    ProtectionLine.line_id, ProtectionLine.open_line_id, ProtectionCase.id, ProtectionCase.outcome
).join(ProtectionCase, ProtectionCase.id == ProtectionLine.protection_id)
_OF_SEVERAL: BindParameter[Any] = bindparam("orders", [], expanding=True)
_ASKED_OF = Prepared(_ASKED.where(ProtectionCase.order_id == bindparam("order", 0)))
_ASKED_OF_SEVERAL = _ASKED.where(ProtectionCase.order_id.in_(_OF_SEVERAL))


def protection_facts(order_ids: Sequence[int], but_not: int | None = None) -> dict[int, dict[str, Any]]:
    """Fields of policy.verdicts.LineFacts by the line's id. `but_not`: a case that is judged itself."""
    if len(order_ids) == 1:
        rows = rows_of(_ASKED_OF, order=order_ids[0])
    else:
        rows = rows_of(_ASKED_OF_SEVERAL, orders=list(order_ids))
    known: dict[int, dict[str, Any]] = {}
    for row in rows:
        if row.id == but_not:
            continue
        facts = known.setdefault(row.line_id, {})
        if row.open_line_id is not None:
            facts["in_protection"] = True
        elif row.outcome:
            facts["protection_decided"] = True
    return known
