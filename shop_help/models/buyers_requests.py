"""What a buyer asked of sellers, as lists show it: page by page, and what waits for them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, exists, select

from shop_help.extensions import db
from shop_help.models.case import Case
from shop_help.models.order_request import OrderRequest
from shop_help.models.prepared import Prepared
from shop_help.models.protection import ProtectionCase
from shop_help.models.reading import row_of, rows_of
from shop_help.models.refund import Refund
from shop_help.models.shown_requests import SHOWN, ShownRequest, filled
from shop_help.paging import behind
from shop_help.policy.request_states import ENDED

#: By the name of a filter; any other name shows all.
FILTERS = ("open", "ended")
#: The buyer has to move, or loses what was granted.
WAIT_FOR_BUYER = ("partial_offered", "awaiting_shipment")


def page_of_requests(
    buyer_id: int, show: str, behind_what: tuple[datetime, int] | None, most: int
) -> list[ShownRequest]:
    """Their requests, the newest first, from a place on."""
    wanted: Select[Any] = SHOWN.where(OrderRequest.buyer_id == buyer_id)
    if show in FILTERS:
        is_ended = OrderRequest.state.in_(sorted(ENDED))
        wanted = wanted.where(is_ended if show == "ended" else ~is_ended)
    if behind_what is not None:
        wanted = wanted.where(behind(OrderRequest.asked_at, OrderRequest.id, behind_what))
    wanted = wanted.order_by(OrderRequest.asked_at.desc(), OrderRequest.id.desc()).limit(most)
    return filled(db.session.connection().execute(wanted).all())


_ORDERS: BindParameter[Any] = bindparam("orders", [], expanding=True)
_WAITING = (
    select(
        OrderRequest.id,
        OrderRequest.order_id,
        OrderRequest.kind,
        OrderRequest.state,
        OrderRequest.moved_at,
        OrderRequest.mover,
        OrderRequest.due_at,
    )
    .where(OrderRequest.order_id.in_(_ORDERS), OrderRequest.state.in_(WAIT_FOR_BUYER))
    .order_by(OrderRequest.due_at.desc())
)


def waiting_for_buyer(order_ids: Sequence[int]) -> dict[int, Any]:
    """By order: the request of it that the buyer has to move first: an offer to answer, a parcel to send back."""
    if not order_ids:
        return {}
    return {row.order_id: row for row in rows_of(_WAITING, orders=list(order_ids))}


_ORDER: BindParameter[int] = bindparam("order", 0)
_TOLD = Prepared(
    select(
        exists().where(OrderRequest.order_id == _ORDER).label("asked"),
        exists().where(Refund.order_id == _ORDER).label("paid_back"),
        exists().where(ProtectionCase.order_id == _ORDER).label("claimed"),
        exists().where(Case.order_id == _ORDER).label("in_service"),
    )
)


def what_is_known(order_id: int) -> Any:
    """Was anything asked about an order (asked), went money back (paid_back), was it claimed (claimed), was customer
    service asked (in_service)? Most pages of orders have none of it, and then need not look for any.
    """
    return row_of(_TOLD, order=order_id)


_NAMED = Prepared(
    select(OrderRequest.id, OrderRequest.conversation_id, OrderRequest.state).where(
        OrderRequest.buyer_id == bindparam("buyer", 0), OrderRequest.client_id == bindparam("name", "")
    )
)


def request_named(buyer_id: int, client_id: str) -> Any:
    """What a form of this name made; None where it was not sent yet."""
    return row_of(_NAMED, buyer=buyer_id, name=client_id)
