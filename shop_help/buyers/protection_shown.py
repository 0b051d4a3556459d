"""A Buyer Protection case as its buyer meets it: how it stands, what they can do, and all that was brought."""

from typing import Any

from flask import abort

from shop_help import clock, identity, protection_words
from shop_help.extensions import db
from shop_help.models import Shop
from shop_help.models.buyers_cases import buyers_case
from shop_help.models.shown_protection import ShownProtection, protection_of_buyer
from shop_help.policy.markets import market_called
from shop_help.policy.protection_appeals import may_appeal
from shop_help.policy.protection_states import UNDECIDED, step_for
from shop_help.protection_sides import brought_by, offer_words, refunds_in_words, steps_in_words


def own_case(protection_id: int) -> ShownProtection:
    """A case of whoever asks; somebody else's isn't there."""
    found = protection_of_buyer(protection_id, identity.current().person_id)
    if found is None:
        abort(404)
    return found


def may_do(case: ShownProtection) -> dict[str, bool]:
    """The buttons: each asks what its act asks."""
    is_asked = case.state == "evidence_requested" and case.mover == "BUYER"
    return {
        "give": is_asked,
        "add": not is_asked and case.state in UNDECIDED | {"appealed"},
        "settle": step_for("settle", "BUYER", case.state) is not None,
        "withdraw": step_for("withdraw", "BUYER", case.state) is not None,
        "ship": case.state == "return_required",
        "appeal": _may_appeal(case),
    }


def _may_appeal(case: ShownProtection) -> bool:
    if step_for("appeal", "BUYER", case.state) is None or case.decision is None:
        return False
    if case.appeal_until is None or clock.now() >= case.appeal_until:
        return False
    sides = frozenset(appeal.side for appeal in case.appeals)
    decided = case.decided_amount or 0
    return may_appeal("BUYER", case.outcome, decided, case.amount, sides, case.decision.is_final)


def shown_case(case: ShownProtection) -> dict[str, Any]:
    """What buyers/_protection_panel.html shows."""
    zone, may = market_called(case.market).zone, may_do(case)
    talk = buyers_case(case.buyer_id, case.case_id)
    return {
        "case": case,
        "may": may,
        "state": protection_words.state_word_of(case, "BUYER"),
        "tone": protection_words.tone_of(case, "BUYER"),
        "sentence": protection_words.sentence_of(case, "BUYER"),
        "clock": protection_words.clock_of(case, zone, "BUYER"),
        "appeal_clock": protection_words.appeal_clock_of(case, zone, may["appeal"]),
        "refunds": refunds_in_words(case, zone),
        "reason": protection_words.reason_word(case.reason),
        "wanted": protection_words.wanted_word(case.wanted),
        "asked": _asked_of_buyer(case),
        "offer_words": offer_words(),
        "brought": {side: brought_by(case, side) for side in ("BUYER", "SHOP")},
        "steps": steps_in_words(case, "BUYER"),
        "send_to": _send_to(case) if may["ship"] else None,
        "talk_id": talk.conversation_id if talk else None,
        "zone_here": zone,
    }


def _asked_of_buyer(case: ShownProtection) -> Any:
    """What customer service asks of the buyer and waits for, or None."""
    waiting = case.open_request
    return waiting if waiting is not None and waiting.side == "BUYER" else None


def _send_to(case: ShownProtection) -> dict[str, Any] | None:
    """Where it is sent back to, where the shop says so."""
    shop = db.session.get(Shop, case.shop_id)
    address = getattr(shop, "return_address", None)
    return {"address": address, "market": shop.market} if shop and address else None
