"""A Buyer Protection claim, step by step: each step is kept on the server as soon as it is done."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from flask import abort, flash, redirect, render_template, request

from shop_help import clock, form_stamps, forms, identity, urls
from shop_help.actions.order_requests.asking import NotEligible
from shop_help.actions.protection import drafting
from shop_help.actions.protection.judging import judged
from shop_help.actions.protection.keeping_words import keep_words
from shop_help.actions.protection.opening import Sent, open_case
from shop_help.amounts import shown_amount, typed_amount
from shop_help.buyers import door
from shop_help.buyers.claiming import STEP_WORDS, Claim, claim_of
from shop_help.buyers.coverage import coverage_links
from shop_help.buyers.order import own_order
from shop_help.policy.claims import STEPS, next_step
from shop_help.policy.deadlines import last_moment, protection_answer_by
from shop_help.policy.faults import Faulty
from shop_help.policy.messages import LONGEST_BODY, Refused
from shop_help.policy.protection_opening import goes_to_agent
from shop_help.presentation import refusal_sentence
from shop_help.rules_finding import rules_for
from shop_help.speech import gettext as _
from shop_help.twins import STATUS
from shop_help.verdict_words import verdict_words

#: What each step asks.
PARTS = {
    "items": "buyers/_claim_items.html",
    "reason": "buyers/_claim_reason.html",
    "wanted": "buyers/_claim_wanted.html",
    "evidence": "buyers/_claim_evidence.html",
    "check": "buyers/_claim_check.html",
}
_STEP = "any(items,reason,wanted,evidence,check):step"


@door.get("/orders/<number>/claim")
def claim(number: str) -> Any:
    """To the step that comes next, on whichever phone."""
    return redirect(urls.claim(number, claim_of(own_order(number)).reached))


@door.get(f"/orders/<number>/claim/<{_STEP}>")
def claim_step(number: str, step: str) -> Any:
    """Back as far as one likes; forward as far as it is filled in."""
    written = claim_of(own_order(number))
    if STEPS.index(step) > STEPS.index(written.reached):
        return redirect(urls.claim(number, written.reached))
    return claim_page(written, step)


@door.post(f"/orders/<number>/claim/<{_STEP}>")
def fill_claim(number: str, step: str) -> Any:
    """Keeps a step and leads to the next one; the last one sends it all."""
    written = claim_of(own_order(number))
    if step == "check":
        return _send(written)
    typed = _typed(step)
    try:
        draft_id = written.draft.id if written.draft else _begin(written)
        drafting.keep_step(identity.current().sign_in_id, draft_id, step, _filled(step, typed, written))
    except NotEligible:
        # It closed while the form was open: the page says so, and what to do instead.
        return claim_page(claim_of(own_order(number)), "items"), 409
    except Faulty as faulty:
        return claim_page(written, step, forms.in_words(faulty.faults), typed), 422
    except Refused as refused:
        return _refused(written, step, refused, typed)
    return redirect(urls.claim(number, next_step(step)), 303)


def _begin(written: Claim) -> int:
    """The first step that is kept begins the claim."""
    client_id = request.form.get("client_id", "")
    return drafting.begin(identity.current().sign_in_id, written.order.id, client_id).id


@door.post("/orders/<number>/claim/words")
def keep_claim_words(number: str) -> Any:
    """Words as they stand just now, kept while they are typed: nothing is asked of them yet."""
    written = claim_of(own_order(number))
    if written.draft is None:
        abort(404)
    keep_words(identity.current().sign_in_id, written.draft.id, forms.text_of("words"))
    return "", 204


@door.post("/orders/<number>/claim/removal")
def discard_claim(number: str) -> Any:
    """Throws it away, with its photos."""
    written = claim_of(own_order(number))
    if written.draft:
        drafting.drop(identity.current().sign_in_id, written.draft.id)
        flash(_("The claim was thrown away."), "status")
    return redirect(urls.protection(), 303)


def _typed(step: str) -> dict[str, Any]:
    """What stands in the form of a step."""
    form = request.form
    fields: dict[str, dict[str, Any]] = {
        "items": {"lines": [int(line) for line in form.getlist("line") if line.isdecimal()]},
        "reason": {"reason": form.get("reason", "")},
        "wanted": {"wanted": form.get("wanted", ""), "amount": form.get("amount", "").strip()},
        "evidence": {"words": forms.text_of("words")},
    }
    return fields[step]


def _filled(step: str, typed: Mapping[str, Any], written: Claim) -> dict[str, Any]:
    """The same as it is kept. Raises Faulty for what is no amount."""
    if step != "wanted":
        return dict(typed)
    return {**typed, "amount": typed_amount(typed["amount"], written.order.currency)}


def claim_page(
    written: Claim,
    step: str,
    faults: Mapping[str, str] | None = None,
    typed: Mapping[str, Any] | None = None,
    **more: Any,
) -> str:
    """A step, with what was typed and what is wrong with it."""
    filled = {**written.filled, **(typed or {})}
    shown = Claim(written.order, written.draft, filled)
    amount = filled.get("amount")
    values = {
        "claim": shown,
        "step": step,
        "steps": _steps(written, step),
        "place": STEPS.index(step) + 1,
        "title": _(STEP_WORDS[step][1]) if written.covered else _("No case can be opened now"),
        "part": PARTS[step],
        "faults": faults or {},
        "back": _back(written, step),
        "can_go_on": bool(written.covered),
        "opened": _opened() if step == "check" else "",
        "client_id": written.draft.client_id if written.draft else str(uuid4()),
        "seen": written.mark,
        "longest": LONGEST_BODY,
        "words": filled.get("words", ""),
        "amount": amount if isinstance(amount, str) else shown_amount(amount, written.order.currency),
        "clock": _clock_to_come(written) if step == "check" and written.reached == "check" else None,
        **_photo_addresses(written.order.number),
    }
    return render_template("buyers/claim.html", **values | more)


def _photo_addresses(number: str) -> dict[str, Any]:
    address = urls.claim(number, "photos")
    return {"photo_address": address, "removal_of": lambda photo: f"{address}/{photo}/removal"}


def _steps(written: Claim, here: str) -> list[dict[str, Any]]:
    reached = STEPS.index(written.reached)
    return [
        {
            "name": step,
            "words": _(STEP_WORDS[step][0]),
            "href": urls.claim(written.order.number, step) if place <= reached else None,
            "is_done": place < reached,
            "is_here": step == here,
        }
        for place, step in enumerate(STEPS)
    ]


def _back(written: Claim, step: str) -> str:
    place = STEPS.index(step)
    return urls.claim(written.order.number, STEPS[place - 1]) if place else urls.order(written.order.number)


def _opened() -> str:
    given = request.form.get("opened", "")
    return given if form_stamps.opened_at(given) else form_stamps.stamp(clock.now())


def _clock_to_come(written: Claim) -> dict[str, Any]:
    """What follows once it is sent."""
    rules = rules_for(written.order)
    if goes_to_agent(judged(written.order, written.chosen, written.filled["reason"])):
        return {"who": _("Customer service looks at it at once."), "word": "", "until_words": "", "then": ""}
    return {
        "who": _("The seller answers"),
        "until": last_moment(protection_answer_by(clock.now(), rules)),
        "zone": rules.zone,
        "then": _("Then customer service decides, whether they answered or not."),
    }


def _send(written: Claim) -> Any:
    """Sent twice it is one case, also where the first answer was lost."""
    form = request.form
    sent = Sent(form.get("client_id", ""), form.get("seen", ""), form_stamps.opened_at(form.get("opened", "")))
    try:
        made = open_case(identity.current().sign_in_id, sent)
    except NotEligible as refused:
        words = verdict_words(refused.verdict, coverage_links(written.order.number))
        return claim_page(written, "check", verdict=words), 409
    except Faulty as faulty:
        return claim_page(written, written.reached, forms.in_words(faulty.faults)), 422
    except Refused as refused:
        return _refused(written, written.reached, refused)
    return redirect(urls.protection_case(made.protection_id), 303)


def _refused(written: Claim, step: str, refused: Refused, typed: Mapping[str, Any] | None = None) -> Any:
    if refused.code == "forbidden":
        abort(404)
    if refused.code == "signed_out":
        return redirect(urls.sign_in(), 303)
    page = claim_page(written, step, typed=typed, trouble=refusal_sentence(refused.code))
    return page, STATUS.get(refused.code, 409)
