"""The buyer's actions with an order (PRODUCT 1): their labels, and where each leads."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from flask.sansio.blueprints import BlueprintSetupState

from shop_help import urls
from shop_help.buyers import door
from shop_help.policy.changes import CHANGES, Change
from shop_help.policy.wording import N_


@dataclass(frozen=True)
class Action:
    """One of the five of PRODUCT 1: its label, where it leads, and the verdicts it stands for, the best first."""

    label: str
    picture: str
    address: Callable[[str], str]
    verdicts: tuple[str, ...]


def _changing(change: Change) -> Action:
    return Action(change.label, change.picture, partial(urls.change, change.kind), (change.action,))


#: By their kinds.
CHANGING = {change.kind: _changing(change) for change in CHANGES}
REFUND = Action(
    N_("Request a refund, return, or exchange"),
    "arrow-uturn-left",
    urls.refund_or_return,
    ("return", "refund", "exchange"),
)
CANCEL = Action(N_("Request a cancellation"), "x-mark", urls.cancellation, ("cancel",))
#: "Check order status" is always possible and stands before them.
ACTIONS = (*CHANGING.values(), REFUND, CANCEL)


@door.record_once
def _give_actions(state: BlueprintSetupState) -> None:
    """The row over the composer is rendered once for all orders, so it is no page's own."""
    state.app.jinja_env.globals["order_actions"] = ACTIONS
