"""Which requests a list of a shop shows, and in which order."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select

from shop_help.extensions import db
from shop_help.models import Order, OrderRequest
from shop_help.policy.request_states import ENDED, KINDS, REFUSED
from shop_help.sellers.due_listing import PAGE, DueList

#: Who has to move: the shop, the buyer, or whoever.
MOVERS = ("shop", "buyer", "all")
#: Part by part, who has to move and whether a clock runs: by when it is due, then without a clock.
REQUESTS = DueList(
    OrderRequest,
    {
        "s": ("SHOP", True),
        "n": ("SHOP", False),
        "b": ("BUYER", True),
        "c": ("CUSTOMER_SERVICE", False),
        "e": ("", False),
    },
)
_OF_MOVER = {"shop": "sn", "buyer": "b", "all": "snbce"}
#: What "all" can be narrowed to, each with its states.
STATES: dict[str, frozenset[str]] = {
    "asked": frozenset({"pending", "partial_offered"}),
    "back": frozenset({"awaiting_shipment", "in_return", "inspecting"}),
    "agreed": frozenset({"approved", "auto_approved", "refunded", "exchanged", "applied"}),
    "refused": REFUSED,
    "over": ENDED - {"refunded", "exchanged", "applied"},
}


@dataclass(frozen=True)
class WantedRequests:
    """What a seller wants to see: one of MOVERS, of KINDS and of STATES or nothing, a number, and where it begins."""

    shop_ids: frozenset[int]
    mover: str = "shop"
    kind: str = ""
    state: str = ""
    sought: str = ""
    after: str = ""
    rows: int = PAGE

    @property
    def filters(self) -> list[ColumnElement[bool]]:
        """What is asked of each row; nothing where the order alone decides."""
        asked: list[ColumnElement[bool]] = []
        if self.kind in KINDS:
            asked.append(OrderRequest.kind == self.kind)
        if self.state in STATES:
            asked.append(or_(*(OrderRequest.state == each for each in sorted(STATES[self.state]))))
        if self.sought:
            asked.append(Order.number.icontains(self.sought.lstrip("…#. "), autoescape=True))
        return asked


def page_of(wanted: WantedRequests) -> tuple[list[int], str]:
    """The ids of a page, and where the next one begins, or nothing."""
    exact = _numbered(wanted) if wanted.shop_ids and wanted.sought and not wanted.after else []
    return (exact, "") if exact else REQUESTS.page_of(wanted, _OF_MOVER[wanted.mover])


def _numbered(wanted: WantedRequests) -> list[int]:
    """All requests of the order of exactly that number, the newest first, whoever has to move."""
    asked = (
        select(OrderRequest.id)
        .join(Order, Order.id == OrderRequest.order_id)
        .where(Order.number == wanted.sought, or_(*(OrderRequest.shop_id == each for each in wanted.shop_ids)))
    )
    return list(db.session.scalars(asked.order_by(OrderRequest.id.desc())))
