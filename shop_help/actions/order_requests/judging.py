"""The rules' answer to what is asked, with what holds under the order's lock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shop_help.models.request_facts import known_facts
from shop_help.models.shown_orders import ShownOrder
from shop_help.policy.faults import refuse_faulty
from shop_help.policy.messages import Refused
from shop_help.policy.order_requests import as_opened
from shop_help.policy.request_forms import SAME_ADDRESS, WHOLE_ORDER
from shop_help.policy.request_states import ACTION_OF
from shop_help.policy.verdicts import Verdict
from shop_help.purchases import purchase_of
from shop_help.rules_finding import rules_for


class NotEligible(Exception):  # noqa: N818 - a verdict is an answer
    """The rules don't let it be asked of the seller; the verdict says why, and what to do instead."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.code)
        self.verdict = verdict


@dataclass(frozen=True)
class Asked:
    """A form as it was sent. `opened_at`: when it was opened, as form_stamps tells; None counts as now."""

    order_id: int
    kind: str
    line_ids: Sequence[int]
    client_id: str
    reason: str = ""
    note: str = ""
    #: Of an address change {address}; of an order change {variant, quantity}; of an exchange {variant}.
    details: Mapping[str, Any] = field(default_factory=dict)
    photo_ids: Sequence[str] = ()
    opened_at: datetime | None = None


def judged(order: ShownOrder, asked: Asked, now: datetime) -> tuple[Verdict, bool]:
    """The verdict it rests on, and whether the form came late and is taken all the same. Raises NotEligible."""
    purchase, rules = purchase_of(order, known_facts([order.id])), rules_for(order)
    times = (min(asked.opened_at or now, now), now)
    try:
        action = ACTION_OF[asked.kind]
        verdict, came_late = as_opened(action, purchase, rules, times, frozenset(asked.line_ids), asked.reason)
    except LookupError as error:
        raise Refused("forbidden") from error
    if not verdict.eligible or verdict.by_agent:
        raise NotEligible(verdict)
    if verdict.code == "cancel_unpaid" and len(verdict.lines) < len(order.lines):
        refuse_faulty({"lines": WHOLE_ORDER})
    return verdict, came_late


def details_of(order: ShownOrder, asked: Asked) -> dict[str, Any]:
    """What the seller is to do otherwise, as it is kept; of an address the old one, too."""
    if asked.kind == "address_change":
        address = {**order.address, **asked.details["address"]}
        if address == order.address:
            refuse_faulty({"address": SAME_ADDRESS})
        return {"address": address, "before": order.address}
    wanted = {"order_change": ("variant", "quantity"), "exchange": ("variant",)}.get(asked.kind, ())
    return {name: asked.details[name] for name in wanted if asked.details.get(name)}
