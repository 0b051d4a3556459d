"""A Buyer Protection case of the buyer's: its page, and what they do with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from flask import abort, flash, redirect, render_template, request

from shop_help import forms, identity, urls
from shop_help.actions.protection import answering, appealing, going_back, settling
from shop_help.amounts import typed_amount
from shop_help.buyers import door
from shop_help.buyers.protection_shown import may_do, own_case, shown_case
from shop_help.models.shown_evidence import staged_photos
from shop_help.models.shown_protection import ShownProtection
from shop_help.policy.faults import Fault, Faulty
from shop_help.policy.messages import LONGEST_BODY, Refused, is_client_id
from shop_help.policy.wording import N_
from shop_help.presentation import refusal_sentence
from shop_help.request_words import items_of
from shop_help.speech import gettext as _
from shop_help.twins import STATUS


@dataclass(frozen=True)
class Page:
    """A page that asks for something: which buttons lead there, what stands over it, and its template."""

    acts: tuple[str, ...]
    title: str
    part: str


PAGES = {
    "evidence": Page(("give", "add"), N_("Show more"), "buyers/_protection_evidence.html"),
    "appeal": Page(("appeal",), N_("Appeal the decision"), "buyers/_protection_appeal.html"),
    "settlements": Page(("settle",), N_("Make an offer"), "buyers/_protection_settlements.html"),
    "return": Page(("ship",), N_("Send it back"), "buyers/_protection_return.html"),
}
_PAGE = "any(evidence,appeal,settlements,return):page"


@door.get("/protection/<int:protection_id>")
def protection_case(protection_id: int) -> str:
    case = own_case(protection_id)
    return render_template("buyers/protection_case.html", title=items_of(case.lines), **shown_case(case))


@door.get("/protection/<int:protection_id>/panel")
def protection_panel(protection_id: int) -> str:
    """How it stands now."""
    return render_template("buyers/_protection_panel.html", **shown_case(own_case(protection_id)))


@door.get(f"/protection/<int:protection_id>/<{_PAGE}>")
def protection_form(protection_id: int, page: str) -> Any:
    """A form about a case; where it isn't asked for any more, the case says how it stands."""
    case = own_case(protection_id)
    may = may_do(case)
    if not any(may[act] for act in PAGES[page].acts):
        return redirect(urls.protection_case(protection_id))
    return form_page(case, page)


def form_page(
    case: ShownProtection,
    page: str,
    faults: Mapping[str, str] | None = None,
    trouble: str = "",
    refused: list[tuple[str, str]] | None = None,
    warned: bool = False,
) -> str:
    """The form of a page, with what was typed and what is wrong with it."""
    given = request.form.get("client_id", "")
    address = urls.protection_case_at(case.id, "photos")
    return render_template(
        "buyers/protection_form.html",
        page=page,
        part=PAGES[page].part,
        title=_(PAGES[page].title),
        faults=faults or {},
        trouble=trouble,
        typed=request.form,
        photos=staged_photos(case.id, identity.current().person_id),
        photo_address=address,
        removal_of=lambda photo: f"{address}/{photo}/removal",
        refused=refused or [],
        warned=warned,
        client_id=given if is_client_id(given) else str(uuid4()),
        longest=LONGEST_BODY,
        **shown_case(case),
    )


@door.post("/protection/<int:protection_id>/evidence")
def give_evidence(protection_id: int) -> Any:
    """What was asked for, or something more."""
    case = own_case(protection_id)
    act = answering.give_evidence if may_do(case)["give"] else answering.add_evidence
    return _done(case, "evidence", lambda who: act(who, case.id, forms.text_of("words"), _photo_ids(case)))


@door.post("/protection/<int:protection_id>/appeal")
def appeal_decision(protection_id: int) -> Any:
    case = own_case(protection_id)
    return _done(case, "appeal", lambda who: appealing.appeal(who, case.id, forms.text_of("words"), _photo_ids(case)))


@door.post("/protection/<int:protection_id>/settlements")
def offer_settlement(protection_id: int) -> Any:
    case = own_case(protection_id)

    def act(who: str) -> None:
        amount = typed_amount(request.form.get("amount", ""), case.currency)
        if amount is None:
            raise Faulty({"amount": Fault(N_("Write the amount that would settle it for you."))})
        settling.offer(who, case.id, amount, forms.text_of("words"), request.form.get("client_id", ""))

    return _done(case, "settlements", act)


@door.post("/protection/<int:protection_id>/settlements/<int:settlement_id>/acceptance")
def accept_settlement(protection_id: int, settlement_id: int) -> Any:
    """The seller's offer is taken, and the case is over with it."""
    case = own_case(protection_id)
    return _done(case, "", lambda who: settling.accept(who, case.id, settlement_id))


@door.post("/protection/<int:protection_id>/settlements/<int:settlement_id>/refusal")
def decline_settlement(protection_id: int, settlement_id: int) -> Any:
    case = own_case(protection_id)
    return _done(case, "", lambda who: settling.decline(who, case.id, settlement_id))


@door.post("/protection/<int:protection_id>/withdrawal")
def withdraw_claim(protection_id: int) -> Any:
    case = own_case(protection_id)
    return _done(case, "", lambda who: settling.withdraw(who, case.id))


@door.post("/protection/<int:protection_id>/return")
def send_back(protection_id: int) -> Any:
    case = own_case(protection_id)
    carrier, number = forms.text_of("carrier"), forms.text_of("tracking_number")
    return _done(case, "return", lambda who: going_back.ship_back(who, case.id, carrier, number))


def _photo_ids(case: ShownProtection) -> list[str]:
    """All that lies with it unsent goes along."""
    return [photo.id for photo in staged_photos(case.id, identity.current().person_id)]


def _done(case: ShownProtection, page: str, act: Callable[[str], object]) -> Any:
    """Back to the case; or to the form with what is wrong and all that was typed."""
    try:
        act(identity.current().sign_in_id)
    except Faulty as faulty:
        return form_page(own_case(case.id), page, forms.in_words(faulty.faults)), 422
    except Refused as refused:
        return _refused(case.id, page, refused)
    return redirect(urls.protection_case(case.id), 303)


def _refused(protection_id: int, page: str, refused: Refused) -> Any:
    if refused.code == "forbidden":
        abort(404)
    if refused.code == "signed_out":
        return redirect(urls.sign_in(), 303)
    case, words = own_case(protection_id), refusal_sentence(refused.code)
    if page and any(may_do(case)[act] for act in PAGES[page].acts):
        return form_page(case, page, trouble=words), STATUS.get(refused.code, 409)
    # It isn't possible any more: the case's own page says how it stands now.
    flash(words, "bad")
    return redirect(urls.protection_case(protection_id), 303)
