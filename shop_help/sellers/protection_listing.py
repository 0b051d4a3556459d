"""Which cases of Buyer Protection a list of a shop shows, and in which order."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_

from shop_help.models import Order, ProtectionCase
from shop_help.sellers.due_listing import PAGE, DueList

#: Who has to move: the shop, the others, or whoever.
MOVERS = ("shop", "others", "all")
#: Part by part, who has to move and whether a clock runs: by when it is due, then without a clock.
CASES = DueList(
    ProtectionCase,
    {
        "s": ("SHOP", True),
        "b": ("BUYER", True),
        "c": ("CUSTOMER_SERVICE", True),
        "e": ("", False),
    },
)
_OF_MOVER = {"shop": "s", "others": "bc", "all": "sbce"}
#: What "all" can be narrowed to, each with its states.
STATES: dict[str, frozenset[str]] = {
    "open": frozenset({"opened", "awaiting_seller", "under_review", "evidence_requested", "appealed"}),
    "back": frozenset({"return_required", "returned"}),
    "decided": frozenset({"decided", "decided_final", "refunded", "settled_with_seller"}),
    "over": frozenset({"withdrawn", "ineligible", "closed"}),
}


@dataclass(frozen=True)
class WantedCases:
    """What a seller wants to see: one of MOVERS and of STATES or nothing, a number, and where it begins."""

    shop_ids: frozenset[int]
    mover: str = "shop"
    state: str = ""
    sought: str = ""
    after: str = ""
    rows: int = PAGE

    @property
    def filters(self) -> list[ColumnElement[bool]]:
        """What is asked of each row; nothing where the order alone decides."""
        asked: list[ColumnElement[bool]] = []
        if self.state in STATES:
            asked.append(or_(*(ProtectionCase.state == each for each in sorted(STATES[self.state]))))
        if self.sought:
            asked.append(Order.number.icontains(self.sought.lstrip("…#. "), autoescape=True))
        return asked


def page_of(wanted: WantedCases) -> tuple[list[int], str]:
    """The ids of a page, and where the next one begins, or nothing."""
    return CASES.page_of(wanted, _OF_MOVER[wanted.mover])
