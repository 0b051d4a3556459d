"""A case of Buyer Protection as the shop meets it: the claim, what both sides brought, and what the shop can do."""

from typing import Any

from flask import abort

from shop_help import clock, identity, protection_words
from shop_help.models.shown_protection import ShownProtection, protection_of_shops
from shop_help.policy.markets import market_called
from shop_help.policy.permissions import may_run_shop
from shop_help.policy.protection_appeals import may_appeal
from shop_help.policy.protection_states import UNDECIDED, step_for
from shop_help.presentation import first_name
from shop_help.protection_file import SHOP
from shop_help.protection_sides import brought_by, offer_words, refunds_in_words, steps_in_words


def own_case(protection_id: int) -> ShownProtection:
    """A case against one of the viewer's shops; anybody else's is not there."""
    viewer = identity.current()
    found = protection_of_shops(protection_id, viewer.shop_ids)
    if found is None or not may_run_shop(viewer, found.shop_id):
        abort(404)
    return found


def may_do(case: ShownProtection) -> dict[str, bool]:
    """The buttons: each asks what its act asks."""
    answers = case.state == "awaiting_seller"
    is_asked = case.state == "evidence_requested" and case.mover == SHOP
    return {
        "answer": answers,
        "give": is_asked,
        "add": not answers and not is_asked and case.state in UNDECIDED | {"appealed"},
        "settle": step_for("settle", SHOP, case.state) is not None,
        "arrive": step_for("return", SHOP, case.state) is not None and case.arrived_back_at is None,
        "appeal": _may_appeal(case),
    }


def _may_appeal(case: ShownProtection) -> bool:
    if step_for("appeal", SHOP, case.state) is None or case.decision is None:
        return False
    if case.appeal_until is None or clock.now() >= case.appeal_until:
        return False
    sides = frozenset(appeal.side for appeal in case.appeals)
    return may_appeal(SHOP, case.outcome, case.decided_amount or 0, case.amount, sides, case.decision.is_final)


def shown_case(case: ShownProtection) -> dict[str, Any]:
    """What sellers/_protection.html shows. What the buyer says to customer service is not in it."""
    zone, may = market_called(case.market).zone, may_do(case)
    waiting = case.open_request
    return {
        "case": case,
        "buyer": first_name(case.buyer_name),
        "may": may,
        "state": protection_words.state_word_of(case, SHOP),
        "tone": protection_words.tone_of(case, SHOP),
        "sentence": protection_words.sentence_of(case, SHOP),
        "clock": protection_words.clock_of(case, zone, SHOP),
        "appeal_clock": protection_words.appeal_clock_of(case, zone, may["appeal"]),
        "refunds": refunds_in_words(case, zone),
        "reason": protection_words.reason_word(case.reason),
        "wanted": protection_words.wanted_word(case.wanted),
        "asks": waiting if waiting is not None and waiting.side == SHOP else None,
        "offer_words": offer_words(),
        "brought": {side: brought_by(case, side) for side in ("BUYER", "SHOP")},
        "steps": steps_in_words(case, SHOP),
        "zone_here": zone,
    }
