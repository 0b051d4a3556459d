"""What the forms of requests share: the units that are chosen, when it was opened, and how it is sent."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

from flask import abort, flash, jsonify, redirect, render_template, request

from shop_help import clock, form_stamps, forms, hx, identity, order_words, urls
from shop_help.actions.order_requests.asking import Asked, Made, ask
from shop_help.actions.order_requests.judging import NotEligible
from shop_help.buyers.order import own_order
from shop_help.buyers.order_actions import Action
from shop_help.buyers.possible import Case, case_of, links_of, names_of, told_of
from shop_help.buyers.units import Units
from shop_help.models.buyers_requests import request_named
from shop_help.policy.deadlines import SENT_LATE, answer_by, last_moment
from shop_help.policy.faults import Faulty
from shop_help.policy.messages import Refused, is_client_id
from shop_help.policy.request_forms import LONGEST_NOTE
from shop_help.policy.request_wording import MOVES, THEN
from shop_help.policy.verdicts import Verdict
from shop_help.presentation import refusal_sentence
from shop_help.speech import gettext as _
from shop_help.twins import STATUS


@dataclass
class Trouble:
    """Why a form came back."""

    #: In the words of each field.
    faults: Mapping[str, str] = field(default_factory=dict)
    #: A no of the rules, as shared/_verdict.html shows it.
    verdict: dict[str, Any] | None = None
    #: What went wrong, in a sentence.
    words: str = ""
    status: int = 200


NONE = Trouble()
#: Makes a form's page, with what is wrong with it.
Page = Callable[[Trouble], str]


def begun(number: str) -> Case:
    """The order a form is about, which is whoever asks's own."""
    return case_of(own_order(number))


def sent_to(number: str) -> Case:
    """The same for a form that is sent: judged as it could be when it was opened. The act has the last word."""
    case, opened_at = begun(number), form_stamps.opened_at(request.form.get("opened", ""))
    if opened_at is None:
        return case
    return replace(case, now=max(min(opened_at, case.now), case.now - SENT_LATE))


def sent_before() -> Any:
    """Where the same form led when it was sent before; None where it wasn't."""
    name = request.form.get("client_id", "")
    found = request_named(identity.current().person_id, name) if is_client_id(name) else None
    return None if found is None else led_to(Made(found.id, found.conversation_id, found.state, False))


def form_page(template: str, part: str, case: Case, action: Action, trouble: Trouble, **shown: Any) -> str:
    """A form about an order. `part`: what a script puts in place of the old one as one chooses."""
    values = {
        "case": case,
        "order": case.order,
        "action": action,
        "here": action.address(case.order.number),
        "part": part,
        "trouble": trouble,
        "faults": trouble.faults,
        "note": forms.text_of("body"),
        "longest": LONGEST_NOTE,
        "zone_here": case.rules.zone,
        **shown,
    }
    if hx.is_fragment() or hx.wants_json():
        return render_template("buyers/_request_parts.html", is_part=True, **values)
    return render_template(
        template,
        summary=order_words.summary_of(case.order),
        client_id=_client_id(trouble),
        opened=_opened(),
        **values,
    )


def no_page(case: Case, action: Action, units: Sequence[Units]) -> str:
    """Nothing of the order is open for this: why, and what instead. What was typed is kept."""
    cards: dict[str, tuple[list[int], dict[str, Any]]] = {}
    for each in units:
        told = each.told or {}
        cards.setdefault(f"{told.get('reason')}", ([], told))[0].extend(each.ids)
    is_all = len(cards) == 1
    return render_template(
        "buyers/request_not_open.html",
        order=case.order,
        summary=order_words.summary_of(case.order),
        action=action,
        cards=[("" if is_all else names_of(case.order, ids), told) for ids, told in cards.values()],
        note=forms.text_of("body"),
        leads_to_us=any(
            (told.get("action") or {}).get("href") == urls.contact(case.order.number) for _ids, told in cards.values()
        ),
    )


def _client_id(trouble: Trouble) -> str:
    """The form keeps its name when it is shown once more, so that sent twice it is one request."""
    given = request.form.get("client_id", "")
    return given if is_client_id(given) and trouble.status != STATUS["client_id_reused"] else str(uuid4())


def _opened() -> str:
    given = request.form.get("opened", "")
    return given if form_stamps.opened_at(given) else form_stamps.stamp(clock.now())


def is_sent() -> bool:
    """Was the form sent, or is it only to be looked at with what was chosen?"""
    return request.method == "POST" and request.form.get("step") != "look"


def send(case: Case, kind: str, line_ids: Sequence[int], page: Page, **more: Any) -> Any:
    """Asks the seller, and leads to the request; or back to the form, with what is wrong and all that was typed."""
    asked = Asked(
        case.order.id,
        kind,
        line_ids,
        request.form.get("client_id", ""),
        note=forms.text_of("body"),
        opened_at=form_stamps.opened_at(request.form.get("opened", "")),
        **more,
    )
    try:
        return led_to(ask(identity.current().sign_in_id, asked))
    except Refused as refused:
        if refused.code in ("forbidden", "signed_out"):
            abort(404 if refused.code == "forbidden" else redirect(urls.sign_in(), 303))
        trouble = Trouble(words=refusal_sentence(refused.code), status=STATUS.get(refused.code, 409))
    except Faulty as faulty:
        trouble = Trouble(faults=forms.in_words(faulty.faults), status=422)
    except NotEligible as refused:
        trouble = refused_by(case, refused.verdict)
    return came_back(page, trouble)


def refused_by(case: Case, verdict: Verdict) -> Trouble:
    """The rules said no after all."""
    return Trouble(verdict=told_of(verdict, links_of(case.order.number), case.rules.zone), status=409)


def came_back(page: Page, trouble: Trouble) -> Any:
    """The form once more. A script that sent photos puts it in place of the old one, and keeps them."""
    if hx.wants_json():
        return jsonify(ok=False, html=page(trouble)), trouble.status
    return page(trouble), trouble.status


def led_to(made: Made) -> Any:
    """To the request that came of it."""
    if not made.is_new:
        flash(_("You sent this already. Here it is."), "status")
    address = urls.request(made.request_id)
    return jsonify(ok=True, href=address) if hx.wants_json() else redirect(address, 303)


def clock_to_come(kind: str, case: Case) -> dict[str, Any]:
    """Until when the seller would answer, and what follows, as shared/_clock.html shows it."""
    return {
        "who": _(MOVES["pending"][0]),
        "until": last_moment(answer_by(kind, case.now, case.rules)),
        "zone": case.rules.zone,
        "then": _(THEN.get(f"{kind} pending", THEN["pending"])),
    }
