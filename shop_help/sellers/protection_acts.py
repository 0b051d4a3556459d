"""What the shop does in a case of Buyer Protection: it answers, shows, offers, appeals, and says what came back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request

from shop_help import evidence_forms, forms, hx, identity, photo_forms, urls
from shop_help.actions.protection import answering, appealing, going_back, settling
from shop_help.actions.protection.evidence import Place, remove_photo
from shop_help.models.shown_evidence import staged_photos
from shop_help.models.shown_protection import ShownProtection
from shop_help.policy.wording import N_
from shop_help.protection_forms import SideForms, bring_typed, form_values, offer_typed, photo_ids
from shop_help.sellers import door
from shop_help.sellers.protection_shown import may_do, own_case, shown_case
from shop_help.speech import gettext as _


@dataclass(frozen=True)
class Page:
    """A page that asks for something: which buttons lead there, its title, its button, and what was done."""

    acts: tuple[str, ...]
    title: str
    button: str
    done: str


PAGES = {
    "statement": Page(
        ("answer",), N_("Your answer"), N_("Send the answer"), N_("Sent. Customer service decides now.")
    ),
    "evidence": Page(("give", "add"), N_("Show more"), N_("Send"), N_("Sent. Both sides see it.")),
    "settlements": Page(("settle",), N_("Make an offer"), N_("Send the offer"), N_("Offered to the buyer.")),
    "appeal": Page(
        ("appeal",), N_("Appeal the decision"), N_("Send the appeal"), N_("Appealed. Another agent decides for good.")
    ),
}
_PAGE = f"any({','.join(PAGES)}):page"


@door.url_value_preprocessor
def make_room_for_evidence(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """The check of a form's token reads its photos first, and comes before every gate."""
    viewer = identity.viewer() if endpoint == "sellers.add_case_photos" else None
    if viewer is not None and viewer.shop_ids:
        photo_forms.make_room()


@door.get(f"/protection/<int:protection_id>/<{_PAGE}>")
def protection_form(protection_id: int, page: str) -> Any:
    """A form about a case; where it isn't asked for any more, the case says how it stands."""
    case = own_case(protection_id)
    if not FORMS.is_asked(case, page):
        return redirect(urls.seller_protection(protection_id))
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
        "sellers/protection_form.html",
        page=page,
        title=_(PAGES[page].title),
        button=_(PAGES[page].button),
        faults=faults or {},
        trouble=trouble,
        refused=refused or [],
        warned=warned,
        **form_values(case, urls.seller_protection_at(case.id, "photos")),
        **shown_case(case),
    )


FORMS = SideForms(
    own_case, may_do, {name: page.acts for name, page in PAGES.items()}, form_page, urls.seller_protection
)


def _answer(who: str, case: ShownProtection) -> None:
    answering.answer(who, case.id, forms.text_of("words"), photo_ids(case))


def _show(who: str, case: ShownProtection) -> None:
    bring_typed(who, case, may_do(case)["give"])


def _appeal(who: str, case: ShownProtection) -> None:
    appealing.appeal(who, case.id, forms.text_of("words"), photo_ids(case))


_ACTS: dict[str, Callable[[str, ShownProtection], None]] = {
    "statement": _answer,
    "evidence": _show,
    "settlements": offer_typed,
    "appeal": _appeal,
}


@door.post(f"/protection/<int:protection_id>/<{_PAGE}>")
def act_on_protection(protection_id: int, page: str) -> Any:
    case = own_case(protection_id)
    return FORMS.done(case, page, lambda who: _ACTS[page](who, case), _(PAGES[page].done))


@door.post("/protection/<int:protection_id>/settlements/<int:settlement_id>/<any(acceptance,refusal):answer>")
def answer_settlement(protection_id: int, settlement_id: int, answer: str) -> Any:
    """The buyer's offer is taken, and the case is over with it; or it isn't, and the case goes on."""
    case = own_case(protection_id)
    act = settling.accept if answer == "acceptance" else settling.decline
    words = _("Settled. The money is on its way to the buyer.") if answer == "acceptance" else _("Not taken.")
    return FORMS.done(case, "", lambda who: act(who, case.id, settlement_id), words)


@door.post("/protection/<int:protection_id>/arrival")
def mark_protection_arrived(protection_id: int) -> Any:
    """What was sent back is there."""
    case = own_case(protection_id)
    return FORMS.done(
        case, "", lambda who: going_back.mark_arrived(who, case.id), _("Said. The buyer's money goes back.")
    )


def _page() -> str:
    """The form beside which the photos stand."""
    page = request.values.get("page", "")
    return page if page in PAGES else "evidence"


@door.post("/protection/<int:protection_id>/photos")
def add_case_photos(protection_id: int) -> Any:
    """Nobody else sees them until what they belong to is sent."""
    case, own = own_case(protection_id), identity.current().person_id
    place, address = Place("case", case.id), urls.seller_protection_at(case.id, "photos")
    if hx.wants_json():
        return evidence_forms.take_one(
            place, lambda: len(staged_photos(case.id, own)), lambda photo: f"{address}/{photo}/removal"
        )
    refused, warned = evidence_forms.take_each(place)
    if not refused:
        return redirect(urls.seller_protection_at(case.id, _page()), 303)
    return form_page(own_case(case.id), _page(), refused=refused, warned=warned), 422


@door.post("/protection/<int:protection_id>/photos/<uuid:photo_id>/removal")
def remove_case_photo(protection_id: int, photo_id: UUID) -> Any:
    """One that is gone already is no fault."""
    own_case(protection_id)
    remove_photo(identity.current().sign_in_id, str(photo_id))
    return "" if hx.is_fragment() else redirect(urls.seller_protection_at(protection_id, _page()), 303)
