"""What an agent does with a case of Buyer Protection, each sent from its small form in place."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request

from shop_help import hx, identity, urls
from shop_help.actions.protection import deciding, reviewing, seconding
from shop_help.agents import door
from shop_help.agents.protection import protection_page
from shop_help.agents.protection_follows import follows
from shop_help.agents.protection_page import deciding_of, found_protection, may_read, whole_of
from shop_help.amounts import typed_amount
from shop_help.forms import in_words, text_of
from shop_help.models.shown_orders import shown_order
from shop_help.models.shown_protection import ShownProtection
from shop_help.policy.faults import Faulty, refuse_faulty
from shop_help.policy.messages import Refused
from shop_help.policy.protection_states import OUTCOMES
from shop_help.policy.request_forms import Faults
from shop_help.presentation import refusal_sentence
from shop_help.rules_finding import rules_for
from shop_help.speech import gettext as _
from shop_help.twins import STATUS

Act = Callable[[str, ShownProtection], object]


def _ask(who: str, case: ShownProtection) -> None:
    days = text_of("days").strip()
    given = int(days) if days.isdecimal() and len(days) < 4 else days
    reviewing.request_evidence(who, case.id, request.form.get("side", ""), text_of("words"), given)


def _decide(who: str, case: ShownProtection) -> deciding.Made:
    by_line, shipping = _amounts(case)
    outcome, back = request.form.get("outcome", ""), bool(request.form.get("back"))
    decided = deciding.Decided(outcome, text_of("why"), request.form.get("client_id", ""), by_line, shipping, back)
    return deciding.decide(who, case.id, decided)


def _amounts(case: ShownProtection) -> tuple[dict[int, int] | None, int | None]:
    """What was filled in by item, where it is decided in part. Raises Faulty on the fields that can't be read."""
    if request.form.get("outcome") != "partial":
        return None, None
    found, faults = dict[str, int](), Faults()
    for name in (*(f"line-{line.id}" for line in case.lines), "shipping"):
        try:
            found[name] = typed_amount(request.form.get(name, ""), case.currency, name) or 0
        except Faulty as faulty:
            faults |= faulty.faults
    refuse_faulty(faults)
    return {line.id: found[f"line-{line.id}"] for line in case.lines}, found["shipping"]


#: By the last part of the address.
ACTS: dict[str, Act] = {
    "evidence-requests": _ask,
    "ineligibility": lambda who, case: reviewing.find_ineligible(who, case.id, text_of("why")),
    "decision": _decide,
    "confirmation": lambda who, case: seconding.confirm(who, case.id),
    "refusal": lambda who, case: seconding.refuse(who, case.id, text_of("why")),
}


@door.post(f"/cases/<int:case_id>/protection/<any({', '.join(map(repr, ACTS))}):place>")
def act_on_protection(case_id: int, place: str) -> Any:
    """Done or not, the answer shows how the case stands then, and says what happened."""
    found, case = found_protection(case_id)
    if not may_read(found, case):
        abort(404)
    try:
        made = ACTS[place](identity.current().sign_in_id, case)
    except Faulty as faulty:
        typed = {"place": place, **request.form.to_dict()}
        return _page(case_id, typed=typed, errors=in_words(faulty.faults)), 422
    except Refused as refused:
        if refused.code in ("signed_out", "forbidden"):
            raise
        words = _("Nothing was done.") + " " + _refusal(refused.code)
        return _page(case_id, told={"tone": "warn", "words": words}), STATUS.get(refused.code, 409)
    return _done(case_id, _done_words(place, case, made, found.buyer))


def _refusal(code: str) -> str:
    return _("A colleague holds this case by now.") if code == "stale" else refusal_sentence(code)


def _page(case_id: int, **more: Any) -> str:
    return protection_page(*found_protection(case_id), **more)


def _done(case_id: int, words: str) -> Any:
    if not may_read(*found_protection(case_id)):
        # Who confirmed a colleague's decision has no part in the case any more.
        if hx.is_fragment():
            return render_template("agents/_protection_over.html", words=words)
        flash(words, "good")
        return redirect(urls.agent_home("protection"), 303)
    if hx.is_fragment():
        return _page(case_id, told={"tone": "good", "words": words})
    flash(words, "good")
    return redirect(urls.agent_case_at(case_id, "protection"), 303)


def _done_words(place: str, case: ShownProtection, made: object, buyer: str) -> str:
    told = {"buyer": buyer, "shop": case.shop_name}
    if isinstance(made, deciding.Made) and made.state == "proposed":
        return _("It waits for a second agent. Nobody else knows of it yet.")
    if place == "evidence-requests":
        side = told["buyer"] if request.form.get("side") == "BUYER" else told["shop"]
        return _("%(name)s is asked, and reads your words.", name=side)
    if place == "ineligibility":
        return _("It is closed as not covered. %(buyer)s and %(shop)s read why.", **told)
    if place == "refusal":
        return _("Not confirmed. The case is to be decided again, and your colleague reads why.")
    return _("Decided. %(buyer)s and %(shop)s read it.", **told)


@door.post("/cases/<int:case_id>/protection/follows")
def decision_follows(case_id: int) -> Any:
    """What would follow of the decision as it is filled in now; nothing is decided by it."""
    found, case = found_protection(case_id)
    outcome = request.form.get("outcome", "")
    if not may_read(found, case):
        abort(404)
    if not hx.is_fragment() or outcome not in OUTCOMES:
        return redirect(urls.agent_case_at(case_id, "protection"), 303)
    try:
        amount = _amount(case, outcome)
    except Faulty:
        sentences = [_("Enter the amounts in digits to see what follows.")]
    else:
        rules = rules_for(shown_order(case.order_id))
        sentences = follows(deciding_of(found, case, rules), amount, bool(request.form.get("back")))
    return render_template("agents/_protection_follows.html", sentences=sentences)


def _amount(case: ShownProtection, outcome: str) -> int:
    by_line, shipping = _amounts(case)
    if by_line is None:
        return 0 if outcome == "for_seller" else whole_of(case)
    return sum(by_line.values()) + (shipping or 0)
