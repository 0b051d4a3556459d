"""What requests, disputes and refunds tell of an order's lines, as the rulebook asks for it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BindParameter, bindparam, select

from shop_help.models.order_request import Dispute, OrderRequest, RequestLine
from shop_help.models.prepared import Prepared
from shop_help.models.protection_facts import protection_facts
from shop_help.models.reading import rows_of
from shop_help.models.refund import Refund, RefundPart
from shop_help.policy.request_states import CHANGES, OPEN

#: Fields of policy.verdicts.LineFacts, by the line's id.
Facts = dict[int, dict[str, Any]]

_OF_ONE: BindParameter[int] = bindparam("order", 0)
_OF_SEVERAL: BindParameter[Any] = bindparam("orders", [], expanding=True)
_ASKED = (
    select(
        RequestLine.line_id,
        OrderRequest.kind,
        OrderRequest.state,
        OrderRequest.rejected_at,
        OrderRequest.went_unanswered,
        Dispute.state.label("dispute"),
    )
    .join(OrderRequest, OrderRequest.id == RequestLine.request_id)
    .outerjoin(Dispute, Dispute.request_id == OrderRequest.id)
)
_PAYING = (
    select(RefundPart.line_id)
    .join(Refund, Refund.id == RefundPart.refund_id)
    .where(Refund.state == "pending", RefundPart.line_id.is_not(None))
)
_ASKED_OF = Prepared(_ASKED.where(OrderRequest.order_id == _OF_ONE).order_by(OrderRequest.id))
_ASKED_OF_SEVERAL = _ASKED.where(OrderRequest.order_id.in_(_OF_SEVERAL)).order_by(OrderRequest.id)
_PAYING_OF = Prepared(_PAYING.where(Refund.order_id == _OF_ONE))
_PAYING_OF_SEVERAL = _PAYING.where(Refund.order_id.in_(_OF_SEVERAL))


def known_facts(order_ids: Sequence[int]) -> Facts:
    """What is known of the lines of these orders, for purchases.purchase_of."""
    if len(order_ids) == 1:
        asked, paying = rows_of(_ASKED_OF, order=order_ids[0]), rows_of(_PAYING_OF, order=order_ids[0])
    else:
        asked, paying = rows_of(_ASKED_OF_SEVERAL, orders=order_ids), rows_of(_PAYING_OF_SEVERAL, orders=order_ids)
    known: Facts = {}
    for row in asked:
        _add(known.setdefault(row.line_id, {}), row)
    for row in paying:
        known.setdefault(row.line_id, {})["refund_in_flight"] = True
    for line_id, facts in protection_facts(order_ids).items():
        known.setdefault(line_id, {}).update(facts)
    return known


def _add(line: dict[str, Any], row: Any) -> None:
    """One request about a line, the oldest first."""
    if row.state in OPEN:
        line["open_request"] = row.kind
    if row.dispute is not None:
        is_open = row.dispute == "in_progress"
        line["open_dispute" if is_open else "disputes"] = True if is_open else line.get("disputes", 0) + 1
    if row.state == "exchanged":
        line["is_replaced"] = True
    if row.kind in CHANGES:
        return
    if row.rejected_at is not None:
        count = "cancel_rejections" if row.kind == "cancellation" else "rejections"
        line[count] = line.get(count, 0) + 1
        line["rejected_at"] = max(line.get("rejected_at", row.rejected_at), row.rejected_at)
    if row.kind != "cancellation" and (row.went_unanswered or row.rejected_at is not None):
        line["seller_failed"] = True
