"""What happened to a request, why a seller may say no to it, and what can be decided now."""

from typing import Any

from shop_help import urls
from shop_help.models.shown_requests import ShownRequest, steps_of
from shop_help.origins import origin
from shop_help.partner_api.calling import Call
from shop_help.partner_api.requests import CANCELLATIONS, RETURNS, request_of
from shop_help.partner_api.seconds import seconds
from shop_help.policy import partner_words as words
from shop_help.policy.seller_reasons import seller_reasons
from shop_help.request_words import answer_word, reason_word
from shop_help.speech import gettext as _

#: As that API says why a decision can't be taken; it has no list of its numbers.
NOT_NOW = 1


def get_return_records(call: Call, return_id: str) -> dict[str, Any]:
    found = request_of(call, return_id, RETURNS, "return_id")
    return {"records": [_record(found, step) for step in steps_of(found)]}


def _record(found: ShownRequest, step: Any) -> dict[str, Any]:
    """The buyer's photos stand with the asking, the shop's with the no."""
    is_asked, is_no = step.what == "request.asked", step.what in ("request.rejected", "request.receipt_rejected")
    photos = found.photos_of("BUYER") if is_asked else found.photos_of("SHOP") if is_no else []
    host = origin()
    return {
        "event": step.what.replace(".", "_").upper(),
        "role": words.ROLES.get(step.voice, "SYSTEM"),
        "reason_text": reason_word(found.reason) if is_asked else answer_word(step.why),
        "note": found.note if is_asked else found.answer if is_no else "",
        "images": [
            {"url": f"{host}{urls.photo(photo.id)}", "width": photo.width, "height": photo.height} for photo in photos
        ],
        "create_time": seconds(step.happened_at),
    }


def get_reject_reasons(call: Call) -> dict[str, Any]:
    found = _named(call)
    receipt = found.state in ("in_return", "inspecting")
    return {"reasons": _reasons(found, receipt)}


def _reasons(found: ShownRequest, of_receipt: bool) -> list[dict[str, str]]:
    return [{"name": each.code, "text": _(each.words)} for each in seller_reasons(found.kind, of_receipt)]


def get_decision_eligibility(call: Call) -> dict[str, Any]:
    found = _named(call)
    asked = call.query.texts("check_decisions")
    fitting = [name for name, each in words.DECISIONS.items() if found.kind in each.kinds]
    return {"decisions": [_decision(found, name) for name in asked or fitting]}


def _decision(found: ShownRequest, name: str) -> dict[str, Any]:
    decision = words.DECISIONS.get(name)
    if decision is None or not words.may_decide(decision, found.kind, found.state):
        why = "This can't be decided of the request now, or not here."
        return {"decision": name, "eligible": False, "ineligible_code": NOT_NOW, "ineligible_reason": why}
    told: dict[str, Any] = {"decision": name, "eligible": True}
    if decision.event in ("reject", "reject_receipt"):
        told["available_reject_reasons"] = _reasons(found, decision.event == "reject_receipt")
    return told


def _named(call: Call) -> ShownRequest:
    name = "return_or_cancel_id"
    return request_of(call, call.query.text(name), (*CANCELLATIONS, *RETURNS), name)
