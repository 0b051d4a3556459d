""" "Request a refund, return, or exchange": which units, what happened, what is wanted, and what comes back."""

from typing import Any

from flask import flash, request

from shop_help import forms, identity, photo_forms
from shop_help.actions.conversations import open_conversation
from shop_help.buyers import door
from shop_help.buyers.giving_back import back_of
from shop_help.buyers.order_actions import REFUND
from shop_help.buyers.order_change import wanted_variant
from shop_help.buyers.possible import Case
from shop_help.buyers.refund_choice import Choice, choice_of
from shop_help.buyers.requesting import (
    NONE,
    Trouble,
    begun,
    came_back,
    clock_to_come,
    form_page,
    is_sent,
    no_page,
    refused_by,
    send,
    sent_before,
    sent_to,
)
from shop_help.buyers.units import sent_of
from shop_help.models.product_variants import variants_like
from shop_help.policy.messages import Refused
from shop_help.policy.permissions import may_contact
from shop_help.policy.request_forms import LONGEST_VARIANT, ask_faults, photo_faults
from shop_help.policy.request_states import SENT_BACK
from shop_help.policy.wording import N_
from shop_help.presentation import refusal_sentence
from shop_help.speech import gettext as _

#: On the button that sends it, and before it.
SEND = {
    "refund": N_("Ask for the refund"),
    "return": N_("Ask to return it"),
    "exchange": N_("Ask for the exchange"),
}
ENDS = {
    "refund": N_("The seller says yes or no, or offers you a part; you decide whether you take that."),
    "return": N_("Once it is agreed you send it back and say with which carrier. The money follows."),
    "exchange": N_("Once it is agreed you send it back. Then the seller sends another one; no money moves."),
}


@door.get("/orders/<number>/refund-or-return")
def refund_or_return(number: str) -> str:
    return _page(begun(number), NONE)


@door.url_value_preprocessor
def _make_room(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Photos come with this form; the check of its token is the first to read it, and comes before every gate."""
    if endpoint == f"{door.name}.send_refund_or_return" and may_contact(identity.viewer()):
        photo_forms.make_room()


@door.post("/orders/<number>/refund-or-return")
def send_refund_or_return(number: str) -> Any:
    if not is_sent():
        return _page(begun(number), NONE)
    if (known := sent_before()) is not None:
        return known
    case = sent_to(number)

    def page(trouble: Trouble) -> str:
        return _page(begun(number), trouble)

    choice = choice_of(case, sent_of)
    trouble = _trouble(choice)
    if trouble is not None:
        return came_back(page, trouble)
    kind, reason = choice.want.name if choice.want else "", request.form.get("reason", "")
    photo_ids, why_not = _photos(case)
    if why_not and not photo_ids:
        return came_back(page, Trouble({"photos": why_not}, status=422))
    if why_not:
        flash(_("Not every photo was sent. %(why)s", why=why_not), "bad")
    details = {"variant": _variant(choice)} if kind == "exchange" else {}
    return send(case, kind, choice.chosen, page, reason=reason, details=details, photo_ids=photo_ids)


def _trouble(choice: Choice) -> Trouble | None:
    """What is to be put right before any photo is sent into the conversation."""
    reason = request.form.get("reason", "")
    if choice.chosen and choice.reason and choice.want is None:
        return refused_by(choice.case, choice.case.verdict("return", choice.chosen, reason))
    kind = choice.want.name if choice.want else "return"
    details = {"variant": _variant(choice)}
    told = choice.reason.code if choice.reason else ""
    faults = ask_faults(kind, choice.chosen, told, forms.text_of("body"), details)
    given = [file.filename or "" for file in request.files.getlist("photo") if file.filename]
    faults |= photo_faults(bool(choice.reason and choice.reason.needs_photos), given)
    return Trouble(forms.in_words(faults), status=422) if faults else None


def _variant(choice: Choice) -> str:
    return wanted_variant(None) if choice.want and choice.want.name == "exchange" else ""


def _photos(case: Case) -> tuple[list[str], str]:
    """The photos, sent into the conversation with the seller, and why one of them wasn't."""
    if not any(file.filename for file in request.files.getlist("photo")):
        return [], ""
    viewer = identity.current()
    talk = open_conversation(viewer.person_id, case.order.shop.id, case.order.id)
    try:
        photo_ids, refused = photo_forms.send_evidence(viewer.sign_in_id, talk)
    except Refused as refusal:
        return [], refusal_sentence(refusal.code)
    words = [f"{name or _('A photo')}: {refusal_sentence(code)}" for name, code in refused]
    return photo_ids, " ".join(words)


def _back(choice: Choice) -> dict[str, Any] | None:
    if not choice.is_complete or choice.want is None or choice.reason is None:
        return None
    return back_of(choice.case, choice.want.name, choice.chosen, choice.reason.code)


def _page(case: Case, trouble: Trouble) -> str:
    choice = choice_of(case)
    if not any(each.is_open for each in choice.units):
        return no_page(case, REFUND, choice.units)
    reason, want = choice.reason, choice.want
    is_complete, named = choice.is_complete, want.name if want else ""
    return form_page(
        "buyers/refund_or_return.html",
        "buyers/_refund_or_return.html",
        case,
        REFUND,
        trouble,
        choice=choice,
        units=choice.units,
        asked_want=request.values.get("want", ""),
        variants=variants_like(choice.chosen[0]) if want and want.name == "exchange" else [],
        variant=request.values.get("variant", ""),
        other_variant=request.values.get("other_variant", ""),
        longest_variant=LONGEST_VARIANT,
        is_complete=is_complete,
        send_words=_(SEND[named]) if named else "",
        end_words=_(ENDS[named]) if named else "",
        way_back=reason.pays_return_shipping if reason and named in SENT_BACK else "",
        money_back=_back(choice) if named != "exchange" else None,
        clock=clock_to_come(want.name, case) if want else None,
    )
