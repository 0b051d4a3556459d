"""Claims that are being written, as their buyers see them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select

from shop_help.models.claim import ClaimDraft, Evidence
from shop_help.models.order import Order
from shop_help.models.prepared import Prepared
from shop_help.models.reading import row_of, rows_of
from shop_help.models.shop import Shop

_DRAFT: Any = select(*ClaimDraft.__table__.columns, Order.number.label("order_number"), Shop.name.label("shop_name"))
_DRAFT = _DRAFT.join(Order, Order.id == ClaimDraft.order_id).join(Shop, Shop.id == Order.shop_id)
#: Drafts of a list; each is found from its order, too.
MOST_DRAFTS = 50
_DRAFT_OF = Prepared(
    _DRAFT.where(ClaimDraft.buyer_id == bindparam("person", 0), ClaimDraft.order_id == bindparam("order", 0))
)
_DRAFTS_OF = Prepared(
    _DRAFT.where(ClaimDraft.buyer_id == bindparam("person", 0))
    .order_by(ClaimDraft.updated_at.desc(), ClaimDraft.id)
    .limit(MOST_DRAFTS)
)
_PHOTOS_OF_DRAFT = Prepared(
    select(*Evidence.__table__.columns)
    .where(Evidence.draft_id == bindparam("draft", 0), Evidence.kind == "photo")
    .order_by(Evidence.created_at, Evidence.id)
)


def draft_of(person_id: int, order_id: int) -> Any:
    """The claim that a buyer is writing about an order: its columns, order_number and shop_name; or None."""
    return row_of(_DRAFT_OF, person=person_id, order=order_id)


def drafts_of(person_id: int) -> Sequence[Any]:
    """What a buyer is writing, the last one worked on first."""
    return rows_of(_DRAFTS_OF, person=person_id)


def draft_photos(draft_id: int) -> Sequence[Any]:
    """The photos that lie with a claim: rows of Evidence, in the order they came."""
    return rows_of(_PHOTOS_OF_DRAFT, draft=draft_id)
