"""A case of Buyer Protection before the agent who decides it: both sides, the rules, the money, what was before."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import uuid4

from flask import abort, current_app

from shop_help import clock
from shop_help.actions.protection.deciding import can_go_back, claimed_in, needs_second
from shop_help.actions.protection.deciding_facts import purchase_beside
from shop_help.actions.protection.paying import left_of, paid_by, room_in
from shop_help.agents.found import FoundCase, found_case
from shop_help.agents.protection_follows import Deciding, follows
from shop_help.agents.protection_roles import roles_of
from shop_help.amounts import shown_amount
from shop_help.extensions import db
from shop_help.models.protection_log import open_proposal
from shop_help.models.protection_parties import parties
from shop_help.models.shown_orders import ShownOrder, shown_order
from shop_help.models.shown_protection import ShownProtection, protection_of_case
from shop_help.policy.messages import LONGEST_BODY
from shop_help.policy.order_requests import verdict_on
from shop_help.policy.protection_clock import FEWEST_DAYS, MOST_DAYS, USUAL_DAYS
from shop_help.policy.protection_deciding import limits_of
from shop_help.policy.protection_rights import may_read_claim
from shop_help.policy.protection_states import SIDES
from shop_help.policy.verdicts import Rules
from shop_help.presentation import digits_of, money
from shop_help.protection_file import AGENT
from shop_help.protection_sides import standing
from shop_help.rules_finding import rules_for
from shop_help.speech import gettext as _
from shop_help.verdict_words import verdict_words


def found_protection(case_id: int) -> tuple[FoundCase, ShownProtection]:
    """A case and its support case, for an agent who may know of it; 404 for anybody else, and for other cases."""
    found = found_case(case_id)
    case = protection_of_case(case_id)
    if case is None:
        abort(404)
    return found, case


def may_read(found: FoundCase, case: ShownProtection) -> bool:
    """Who reads the talk; and the second agent, whom it waits for."""
    return may_read_claim(found.viewer, found.facts, proposal_of(case) is not None)


def proposal_of(case: ShownProtection) -> Any:
    """The decision that waits for a second agent, or None."""
    return open_proposal(db.session.connection(), case.id)


def deciding_of(found: FoundCase, case: ShownProtection, rules: Rules) -> Deciding:
    """What its decision depends on."""
    paid = paid_by(db.session.connection(), case.id).total
    return Deciding(found, case, rules, paid, _limit_of(case), can_go_back(case.row))


def _limit_of(case: ShownProtection) -> str:
    if not needs_second(case.row):
        return ""
    limits = limits_of(current_app.config["SECOND_AGENT_ABOVE"])
    major = limits.by_currency.get(case.currency, limits.others)
    return money(major * int(10 ** digits_of(case.currency)), case.currency)


def page_of(found: FoundCase, case: ShownProtection, **more: Any) -> dict[str, Any]:
    """What agents/_protection.html shows. `more`: what was done, and the form that came back."""
    order = shown_order(case.order_id)
    rules, proposal = rules_for(order), proposal_of(case)
    shown = {
        "case": found,
        "claim": case,
        "order": order,
        "proposal": proposal,
        "roles": roles_of(found, case, proposal),
        "rules_say": _rules_say(case, order, rules),
        "sums": _sums(case),
        "before": _before(case),
        "limits": {"words": LONGEST_BODY, "days": (FEWEST_DAYS, MOST_DAYS, USUAL_DAYS)},
        "client_id": str(uuid4()),
    }
    deciding = deciding_of(found, case, rules)
    if proposal is not None:
        # That it waits for a second agent, who confirms it knows.
        sentences = follows(replace(deciding, second_above=""), proposal.amount, proposal.requires_return)
        shown["proposal_follows"] = sentences
    return standing(case, AGENT, rules.zone) | shown | _by_side(case) | _outcomes(deciding) | more


def _by_side(case: ShownProtection) -> dict[str, Any]:
    return {
        "offers": {side: [each for each in case.settlements if each.side == side] for side in SIDES},
        "asked_of": {side: [each for each in case.asked if each.side == side] for side in SIDES},
    }


def _rules_say(case: ShownProtection, order: ShownOrder, rules: Rules) -> dict[str, Any]:
    """The verdict of the day it was opened, and what the rules say now, as if this case were not there."""
    lines = [line.id for line in case.lines]
    paid = paid_by(db.session.connection(), case.id).lines
    now = verdict_on("protect", purchase_beside(order, lines, paid), rules, clock.now(), lines, case.reason)
    return {"that_day": case.verdict, "now": verdict_words(now, {}), "version": now.basis.version}


def _sums(case: ShownProtection) -> dict[str, Any]:
    """The refund worked out by item: claimed, at most, paid by this case, and what is left."""
    connection, ids = db.session.connection(), [line.id for line in case.lines]
    left, paid = left_of(connection, case.order_id, ids), paid_by(connection, case.id)
    most, most_shipping = room_in(connection, case.id, case.order_id, ids)
    claimed, shipping = claimed_in(
        {line.id: line.amount for line in case.lines}, case.shipping_amount, most, most_shipping
    )
    rows = [
        {
            "name": line.name,
            "field": f"line-{line.id}",
            "variant": line.variant,
            "picture": line.picture,
            "claimed": line.amount,
            "most": most[line.id],
            "paid": paid.lines.get(line.id, 0),
            "left": left.of_line(line.id),
            "usual": shown_amount(claimed[line.id], case.currency),
        }
        for line in case.lines
    ]
    if case.shipping_amount or most_shipping:
        usual, left_over = shown_amount(shipping, case.currency), left.shipping
        row = {"field": "shipping", "claimed": case.shipping_amount, "most": most_shipping, "usual": usual}
        rows.append(row | {"paid": paid.shipping, "left": left_over})
    whole = sum(claimed.values()) + shipping
    total = {name: sum(row[name] for row in rows) for name in ("claimed", "most", "paid", "left")}
    return {"rows": rows, "total": total, "whole": whole}


def whole_of(case: ShownProtection) -> int:
    """All that is claimed, as far as it is there."""
    return int(_sums(case)["whole"])


def _before(case: ShownProtection) -> dict[str, dict[str, Any]]:
    """Earlier decided cases as counts with their share; a part counts half."""
    found = parties(case.buyer_id, case.shop_id, case.id)
    return {side: counts | {"share": _share_for_buyer(counts)} for side, counts in found.items()}


def _share_for_buyer(counts: Mapping[str, int]) -> int | None:
    """In whole percent; None where nothing was decided."""
    won = counts["for_buyer"] + counts["partial"] / 2
    return round(100 * won / counts["decided"]) if counts["decided"] else None


def _outcomes(deciding: Deciding) -> dict[str, Any]:
    """The ways to decide it, each with what follows as its form stands at first."""
    whole = whole_of(deciding.case)
    wants_back = deciding.case.wanted == "return" and deciding.can_go_back
    words = {
        "for_buyer": _words("for_buyer", deciding),
        "for_seller": _words("for_seller", deciding),
        "partial": _words("partial", deciding),
    }
    follow = {
        "for_buyer": follows(deciding, whole, wants_back),
        "for_seller": follows(deciding, 0, False),
        "partial": follows(deciding, whole, wants_back),
    }
    return {"outcomes": words, "follows": follow, "wants_back": wants_back, "can_go_back": deciding.can_go_back}


def _words(outcome: str, deciding: Deciding) -> str:
    names = {"for_buyer": deciding.found.buyer, "for_seller": deciding.case.shop_name}
    return _("Decide in part") if outcome == "partial" else _("Decide for %(name)s", name=names[outcome])
