"""A Buyer Protection case as its buyer meets it: how it stands, what they can do, and all that was brought."""

from typing import Any

from flask import abort

from shop_help import identity
from shop_help.extensions import db
from shop_help.models import Shop
from shop_help.models.buyers_cases import buyers_case
from shop_help.models.shown_protection import ShownProtection, protection_of_buyer
from shop_help.policy.markets import market_called
from shop_help.policy.protection_states import step_for
from shop_help.protection_file import BUYER
from shop_help.protection_sides import may_of_side, standing


def own_case(protection_id: int) -> ShownProtection:
    """A case of whoever asks; somebody else's isn't there."""
    found = protection_of_buyer(protection_id, identity.current().person_id)
    if found is None:
        abort(404)
    return found


def may_do(case: ShownProtection) -> dict[str, bool]:
    """The buttons: each asks what its act asks."""
    return may_of_side(case, BUYER) | {
        "withdraw": step_for("withdraw", BUYER, case.state) is not None,
        "ship": case.state == "return_required",
    }


def shown_case(case: ShownProtection) -> dict[str, Any]:
    """What buyers/_protection_panel.html shows."""
    zone, may = market_called(case.market).zone, may_do(case)
    talk = buyers_case(case.buyer_id, case.case_id)
    return standing(case, BUYER, zone, may["appeal"]) | {
        "case": case,
        "may": may,
        "send_to": _send_to(case) if may["ship"] else None,
        "talk_id": talk.conversation_id if talk else None,
    }


def _send_to(case: ShownProtection) -> dict[str, Any] | None:
    """Where it is sent back to, where the shop says so."""
    shop = db.session.get(Shop, case.shop_id)
    address = getattr(shop, "return_address", None)
    return {"address": address, "market": shop.market} if shop and address else None
