"""A Buyer Protection case of the buyer's: its page, and what they do with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template

from shop_help import forms, urls
from shop_help.actions.protection import appealing, going_back, settling
from shop_help.buyers import door
from shop_help.buyers.protection_shown import may_do, own_case, shown_case
from shop_help.models.shown_protection import ShownProtection
from shop_help.policy.wording import N_
from shop_help.protection_forms import SideForms, bring_typed, form_values, offer_typed, photo_ids
from shop_help.request_words import items_of
from shop_help.speech import gettext as _


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
    if not FORMS.is_asked(case, page):
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
    return render_template(
        "buyers/protection_form.html",
        page=page,
        part=PAGES[page].part,
        title=_(PAGES[page].title),
        faults=faults or {},
        trouble=trouble,
        refused=refused or [],
        warned=warned,
        **form_values(case, urls.protection_case_at(case.id, "photos")),
        **shown_case(case),
    )


FORMS = SideForms(
    own_case, may_do, {name: page.acts for name, page in PAGES.items()}, form_page, urls.protection_case
)


@door.post("/protection/<int:protection_id>/evidence")
def give_evidence(protection_id: int) -> Any:
    case = own_case(protection_id)
    return FORMS.done(case, "evidence", lambda who: bring_typed(who, case, may_do(case)["give"]))


@door.post("/protection/<int:protection_id>/appeal")
def appeal_decision(protection_id: int) -> Any:
    case, words = own_case(protection_id), forms.text_of("words")
    return FORMS.done(case, "appeal", lambda who: appealing.appeal(who, case.id, words, photo_ids(case)))


@door.post("/protection/<int:protection_id>/settlements")
def offer_settlement(protection_id: int) -> Any:
    case = own_case(protection_id)
    return FORMS.done(case, "settlements", lambda who: offer_typed(who, case))


@door.post("/protection/<int:protection_id>/settlements/<int:settlement_id>/acceptance")
def accept_settlement(protection_id: int, settlement_id: int) -> Any:
    """The seller's offer is taken, and the case is over with it."""
    case = own_case(protection_id)
    return FORMS.done(case, "", lambda who: settling.accept(who, case.id, settlement_id))


@door.post("/protection/<int:protection_id>/settlements/<int:settlement_id>/refusal")
def decline_settlement(protection_id: int, settlement_id: int) -> Any:
    case = own_case(protection_id)
    return FORMS.done(case, "", lambda who: settling.decline(who, case.id, settlement_id))


@door.post("/protection/<int:protection_id>/withdrawal")
def withdraw_claim(protection_id: int) -> Any:
    case = own_case(protection_id)
    return FORMS.done(case, "", lambda who: settling.withdraw(who, case.id))


@door.post("/protection/<int:protection_id>/return")
def send_back(protection_id: int) -> Any:
    case = own_case(protection_id)
    carrier, number = forms.text_of("carrier"), forms.text_of("tracking_number")
    return FORMS.done(case, "return", lambda who: going_back.ship_back(who, case.id, carrier, number))
