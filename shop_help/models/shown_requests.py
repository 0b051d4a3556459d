"""Order requests as pages show them: plain rows with items, photos, dispute and refund, a statement each.

They are read through whose they are: the buyer, the shops, or the order that somebody was let in to.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, select

from shop_help.models.belonging import Belonging
from shop_help.models.log_entry import LogEntry
from shop_help.models.order import Order, OrderLine
from shop_help.models.order_request import Dispute, OrderRequest, RequestLine, RequestPhoto
from shop_help.models.person import Person
from shop_help.models.photo import Photo
from shop_help.models.prepared import Prepared
from shop_help.models.reading import rows_of
from shop_help.models.refund import Refund
from shop_help.models.shop import Shop


@dataclass(slots=True)
class ShownRequest:
    """A request with all that a page shows of it.

    `row` has its columns, and number, market, order_state, shop_name and buyer_name: request.kind is found there.
    """

    row: Any
    #: line_id, name, variant, picture, price with its discounts and tax, item_class, amount: one a unit.
    lines: list[Any] = field(default_factory=list)
    #: id, voice, width, height
    photos: list[Any] = field(default_factory=list)
    #: The latest one: id, case_id, state, opened_at, decided_at, why; None without one.
    dispute: Any = None
    #: The latest one: id, state, amount, created_at, settled_at, failure; None without one.
    refund: Any = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, name)

    @property
    def is_disputed(self) -> bool:
        """Does customer service look at the seller's no?"""
        return self.dispute is not None and self.dispute.state == "in_progress"

    def photos_of(self, voice: str) -> list[Any]:
        """The buyer's evidence (BUYER), or what the seller shows for a no (SHOP)."""
        return [photo for photo in self.photos if photo.voice == voice]


#: A door adds whose, which and in what order.
SHOWN: Any = (
    select(
        *OrderRequest.__table__.columns,
        Order.number,
        Order.market,
        Order.state.label("order_state"),
        Shop.name.label("shop_name"),
        Person.name.label("buyer_name"),
    )
    .join(Order, Order.id == OrderRequest.order_id)
    .join(Shop, Shop.id == OrderRequest.shop_id)
    .join(Person, Person.id == OrderRequest.buyer_id)
)
_THIS: BindParameter[int] = bindparam("request", 0)
_CALLED = SHOWN.where(OrderRequest.id == _THIS)
_OF_BUYER = Prepared(_CALLED.where(OrderRequest.buyer_id == bindparam("person", 0)))
_OF_SHOPS = _CALLED.where(OrderRequest.shop_id.in_(bindparam("shops", [], expanding=True)))
_OF_ORDER = Prepared(SHOWN.where(OrderRequest.order_id == bindparam("order", 0)).order_by(OrderRequest.id.desc()))


_LINES = Belonging(
    select(
        RequestLine.request_id,
        RequestLine.line_id,
        RequestLine.amount,
        OrderLine.name,
        OrderLine.variant,
        OrderLine.picture,
        OrderLine.price,
        OrderLine.seller_discount,
        OrderLine.platform_discount,
        OrderLine.tax,
        OrderLine.item_class,
    ).join(OrderLine, OrderLine.id == RequestLine.line_id),
    RequestLine.request_id,
    OrderLine.position,
)
_PHOTOS = Belonging(
    select(RequestPhoto.request_id, Photo.id, RequestPhoto.voice, Photo.width, Photo.height).join(
        Photo, Photo.id == RequestPhoto.photo_id
    ),
    RequestPhoto.request_id,
    Photo.seq,
)
_DISPUTES = Belonging(
    select(
        Dispute.request_id,
        Dispute.id,
        Dispute.case_id,
        Dispute.state,
        Dispute.opened_at,
        Dispute.decided_at,
        Dispute.why,
    ),
    Dispute.request_id,
    Dispute.id,
)
_REFUNDS = Belonging(
    select(
        Refund.request_id,
        Refund.id,
        Refund.state,
        Refund.amount,
        Refund.currency,
        Refund.adapter,
        Refund.created_at,
        Refund.taken_at,
        Refund.settled_at,
        Refund.failure,
    ),
    Refund.request_id,
    Refund.id,
)


def requests_of_order(order_id: int) -> list[ShownRequest]:
    """All that was asked about an order, the newest first. The caller was let in to the order."""
    return filled(rows_of(_OF_ORDER, order=order_id))


def request_of_buyer(request_id: int, person_id: int) -> ShownRequest | None:
    """A request of this person's; None where it is somebody else's."""
    return _the_one(rows_of(_OF_BUYER, request=request_id, person=person_id))


def request_of_shops(request_id: int, shop_ids: frozenset[int]) -> ShownRequest | None:
    """A request that these shops were asked; None where it is another one's."""
    return _the_one(rows_of(_OF_SHOPS, request=request_id, shops=list(shop_ids))) if shop_ids else None


def _the_one(found: Sequence[Any]) -> ShownRequest | None:
    return filled(found)[0] if found else None


def filled(found: Sequence[Any]) -> list[ShownRequest]:
    """Rows of a statement made from SHOWN, with what belongs to each."""
    requests = {row.id: ShownRequest(row) for row in found}
    if not requests:
        return []
    ids = list(requests)
    for line in _LINES.of(ids):
        requests[line.request_id].lines.append(line)
    for photo in _PHOTOS.of(ids):
        requests[photo.request_id].photos.append(photo)
    for dispute in _DISPUTES.of(ids):
        requests[dispute.request_id].dispute = dispute
    for refund in _REFUNDS.of(ids):
        requests[refund.request_id].refund = refund
    return list(requests.values())


_EVENTS = Prepared(
    select(LogEntry.what, LogEntry.voice, LogEntry.why, LogEntry.data, LogEntry.happened_at)
    .where(LogEntry.order_id == bindparam("order", 0))
    .order_by(LogEntry.happened_at, LogEntry.id)
)


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to a request: request.<past participle>, through whom, why, when."""

    what: str
    voice: str
    why: str
    happened_at: datetime


def steps_of(request: ShownRequest) -> list[Step]:
    """What happened to a request, the oldest first."""
    return [
        Step(row.what, row.voice, row.why, row.happened_at)
        for row in rows_of(_EVENTS, order=request.order_id)
        if row.data.get("request") == request.id and row.what.startswith(("request.", "dispute."))
    ]
