"""A case of Buyer Protection as the shop meets it: the claim, what both sides brought, and what the shop can do."""

from typing import Any

from flask import abort

from shop_help import identity
from shop_help.models.shown_protection import ShownProtection, protection_of_shops
from shop_help.policy.markets import market_called
from shop_help.policy.permissions import may_run_shop
from shop_help.policy.protection_states import step_for
from shop_help.presentation import first_name
from shop_help.protection_file import SHOP
from shop_help.protection_sides import may_of_side, standing


def own_case(protection_id: int) -> ShownProtection:
    """A case against one of the viewer's shops; anybody else's is not there."""
    viewer = identity.current()
    found = protection_of_shops(protection_id, viewer.shop_ids)
    if found is None or not may_run_shop(viewer, found.shop_id):
        abort(404)
    return found


def may_do(case: ShownProtection) -> dict[str, bool]:
    """The buttons: each asks what its act asks."""
    return may_of_side(case, SHOP) | {
        "answer": step_for("answer", SHOP, case.state) is not None,
        "arrive": step_for("return", SHOP, case.state) is not None and case.arrived_back_at is None,
    }


def shown_case(case: ShownProtection) -> dict[str, Any]:
    """What sellers/_protection.html shows. What the buyer says to customer service is not in it."""
    zone, may = market_called(case.market).zone, may_do(case)
    return standing(case, SHOP, zone, may["appeal"]) | {
        "case": case,
        "buyer": first_name(case.buyer_name),
        "may": may,
    }
