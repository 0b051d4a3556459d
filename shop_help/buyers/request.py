"""A request of the buyer's own: how it stands, whose turn it is until when, what happened, and what they can do."""

from typing import Any
from uuid import uuid4

from flask import abort, render_template

from shop_help import identity, refund_words, request_words, urls
from shop_help.buyers import door
from shop_help.buyers.order_actions import ACTIONS, CANCEL
from shop_help.buyers.possible import Case, case_of
from shop_help.buyers.request_cards import standing_of
from shop_help.extensions import db
from shop_help.models import Shop
from shop_help.models.buyers_cases import buyers_case
from shop_help.models.shown_orders import shown_order
from shop_help.models.shown_requests import ShownRequest, request_of_buyer, steps_of
from shop_help.policy.cancelling import AT_ONCE as CODES_AT_ONCE
from shop_help.policy.markets import market_called
from shop_help.policy.messages import LONGEST_BODY
from shop_help.policy.reasons import REASONS
from shop_help.policy.request_forms import LONGEST_CARRIER, LONGEST_TRACKING
from shop_help.policy.request_states import CHANGES, REFUSED, SENT_BACK, events_for
from shop_help.policy.request_steps import AT_ONCE, STEPS, WHO
from shop_help.speech import gettext as _

#: Over without what was asked for: what else could help.
UNHELPED = frozenset({"rejected", "receipt_rejected", "lapsed", "superseded", "withdrawn", "closed"})


@door.get("/orders/requests/<int:request_id>")
def request(request_id: int) -> str:
    found = own_request(request_id)
    return render_template("buyers/request.html", title=title_of(found), **standing(found))


@door.get("/orders/requests/<int:request_id>/panel")
def request_panel(request_id: int) -> str:
    """How it stands now."""
    return render_template("buyers/_request_panel.html", **standing(own_request(request_id)))


def own_request(request_id: int) -> ShownRequest:
    """A request of whoever asks; somebody else's isn't there."""
    found = request_of_buyer(request_id, identity.current().person_id)
    if found is None:
        abort(404)
    return found


def title_of(found: ShownRequest) -> str:
    """What was asked for."""
    return request_words.kind_word(found.kind)


def standing(found: ShownRequest, faults: Any = None, typed: Any = None) -> dict[str, Any]:
    """What buyers/_request_panel.html shows; `faults` and `typed` of a form of it that came back."""
    zone = market_called(found.market).zone
    case = case_of(shown_order(found.order_id))
    return {
        "asked": found,
        "zone_here": zone,
        "state": request_words.state_word_of(found),
        "tone": request_words.tone_of(found),
        "sentence": standing_of(found),
        "clock": None if found.is_disputed else request_words.clock_of(found, zone, "BUYER"),
        "refund": _refund(found, zone),
        "events": events_for("BUYER", found.kind, found.state),
        "may_dispute": _may_dispute(found, case),
        "dispute_case": _dispute_case(found),
        "reason": request_words.reason_word(found.reason),
        "wanted": request_words.wanted_of(found),
        "answer_reason": request_words.answer_word(found.answer_reason),
        "steps": _steps(found),
        "pays": _pays(found),
        "send_to": _send_to(found),
        "carriers": market_called(found.market).carriers,
        "limits": {"words": LONGEST_BODY, "carrier": LONGEST_CARRIER, "tracking": LONGEST_TRACKING},
        "further": _further(found, case),
        "client_id": str(uuid4()),
        "faults": faults or {},
        "typed": typed or {},
    }


def _refund(found: ShownRequest, zone: str) -> dict[str, Any] | None:
    """Whether the money is on its way, there, or failed."""
    if found.refund is None:
        return None
    return {
        "state": found.refund.state,
        "sentence": refund_words.refund_sentence(found.refund, zone),
        "demo": refund_words.demo_words(found.refund.adapter),
    }


def _may_dispute(found: ShownRequest, case: Case) -> bool:
    if found.state not in REFUSED or found.kind in CHANGES or found.is_disputed:
        return False
    return case.verdict("dispute", [line.line_id for line in found.lines]).eligible


def _dispute_case(found: ShownRequest) -> Any:
    """The case with customer service that a dispute opened."""
    return buyers_case(found.buyer_id, found.dispute.case_id) if found.dispute else None


def _steps(found: ShownRequest) -> list[dict[str, Any]]:
    """What happened, the newest first."""
    told = [
        {"words": _words(step), "who": _(WHO[step.voice]) if step.voice in WHO else "", "at": step.happened_at}
        for step in steps_of(found)
        if step.what in STEPS
    ]
    return told[::-1]


def _words(step: Any) -> str:
    if step.what == "request.auto_approved" and step.why in CODES_AT_ONCE:
        return _(AT_ONCE)
    return _(STEPS[step.what])


def _pays(found: ShownRequest) -> str:
    """Who pays for the way back, where it goes back."""
    if found.kind not in SENT_BACK or found.reason not in REASONS:
        return ""
    return REASONS[found.reason].pays_return_shipping


def _send_to(found: ShownRequest) -> dict[str, Any] | None:
    """Where it is sent back to, once it may be."""
    if found.state not in ("awaiting_shipment", "in_return"):
        return None
    shop = db.session.get(Shop, found.shop_id)
    return {"address": shop.return_address, "market": shop.market} if shop and shop.return_address else None


def _further(found: ShownRequest, case: Case) -> list[dict[str, str]]:
    """What else can be done, where the request didn't bring it."""
    if found.state not in UNHELPED or found.is_disputed:
        return []
    number, lines = found.number, [line.line_id for line in found.lines] or [line.id for line in case.order.lines]
    open_ones = [
        action
        for action in ACTIONS
        if any(_is_open(case, action.verdicts, line) for line in lines)
        and not (found.state == "rejected" and action is CANCEL and found.kind == "cancellation")
    ]
    ways = [{"label": _(each.label), "href": each.address(number), "picture": each.picture} for each in open_ones]
    return [*ways, {"label": _("Contact us"), "href": urls.contact(number), "picture": "lifebuoy"}]


def _is_open(case: Case, actions: tuple[str, ...], line_id: int) -> bool:
    found = (case.verdict(action, [line_id]) for action in actions)
    return any(verdict.eligible and not verdict.by_agent for verdict in found)
