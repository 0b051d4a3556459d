"""A request as somebody of the shop finds it: with its order, what they may do with it, and what its forms hold."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from flask import abort

from shop_help import identity
from shop_help.actions.order_requests.paying_back import quote_for
from shop_help.extensions import db
from shop_help.models.shown_orders import ShownOrder
from shop_help.models.shown_requests import ShownRequest, request_of_shops
from shop_help.policy.markets import market_called
from shop_help.policy.permissions import may_run_shop, may_see_address
from shop_help.policy.request_forms import LONGEST_CARRIER, LONGEST_NOTE, LONGEST_TRACKING
from shop_help.policy.request_states import events_for
from shop_help.policy.verdicts import Rules
from shop_help.request_beside import request_beside
from shop_help.rules_finding import rules_for
from shop_help.sellers.decisions import decisions_on


def found_request(request_id: int) -> ShownRequest:
    """A request that one of the viewer's shops was asked; anybody else's is not there."""
    viewer = identity.current()
    found = request_of_shops(request_id, viewer.shop_ids)
    if found is None or not may_run_shop(viewer, found.shop_id):
        abort(404)
    return found


def card_of(found: ShownRequest, order: ShownOrder, rules: Rules, **more: Any) -> dict[str, Any]:
    """What sellers/_request.html shows. `more`: what was done, and the form that came back."""
    viewer = identity.current()
    shows_address = may_see_address(viewer, found.shop_id, order.state)
    return {
        "order": order,
        "request": request_beside(found, viewer.zone, "SHOP", shows_address),
        "decisions": decisions_on(found, rules, viewer.zone, _instead(found)),
        "client_id": str(uuid4()),
        **forms_of(order),
        **more,
    }


def _instead(found: ShownRequest) -> int:
    """What the items of an exchange are worth, where the shop may give that back in place of another one."""
    if "refund_instead" not in events_for("SHOP", found.kind, found.state):
        return 0
    lines = [line.line_id for line in found.lines]
    return quote_for(db.session.connection(), found.order_id, "return", lines, found.reason).total


def forms_of(order: ShownOrder) -> dict[str, Any]:
    """What the forms beside an order need."""
    return {
        "carriers": market_called(order.market).carriers,
        "longest": {"note": LONGEST_NOTE, "carrier": LONGEST_CARRIER, "tracking_number": LONGEST_TRACKING},
    }


def cards_of(order: ShownOrder, asked: Sequence[ShownRequest]) -> list[dict[str, Any]]:
    """The requests about an order: what waits for the shop first, by when it is due, then the newest."""
    waits = sorted((each for each in asked if each.mover == "SHOP" and each.due_at), key=lambda each: each.due_at)
    rules = rules_for(order)
    return [card_of(each, order, rules) for each in [*waits, *(each for each in asked if each not in waits)]]
