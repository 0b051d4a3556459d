"""The photos of a claim and of a case: each is looked at, kept at once, and can be taken out until it is sent."""

from typing import Any
from uuid import UUID

from flask import redirect, request

from shop_help import hx, identity, photo_forms, urls
from shop_help.actions.protection.evidence import Place, remove_photo
from shop_help.buyers import door
from shop_help.buyers.claim import claim_page
from shop_help.buyers.claiming import claim_of
from shop_help.buyers.order import own_order
from shop_help.buyers.protection_case import PAGES, form_page
from shop_help.buyers.protection_shown import own_case
from shop_help.evidence_forms import take_each, take_one
from shop_help.models.shown_evidence import staged_photos
from shop_help.policy.permissions import may_contact


@door.url_value_preprocessor
def _make_room(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Photos come with these forms; the check of their token reads them first, and comes before every gate."""
    own = (f"{door.name}.add_claim_photos", f"{door.name}.add_case_photos")
    if endpoint in own and may_contact(identity.viewer()):
        photo_forms.make_room()


@door.post("/orders/<number>/claim/photos")
def add_claim_photos(number: str) -> Any:
    """A claim begins with its items: without one, that is the way."""
    written, address = claim_of(own_order(number)), urls.claim(number, "photos")
    if written.draft is None:
        return redirect(urls.claim(number), 303)
    place = Place("draft", written.draft.id)
    if hx.wants_json():
        return take_one(
            place,
            lambda: len(claim_of(written.order).photos),
            lambda photo: f"{address}/{photo}/removal",
        )
    refused, warned = take_each(place)
    if not refused:
        return redirect(urls.claim(number, "evidence"), 303)
    return claim_page(claim_of(own_order(number)), "evidence", refused=refused, warned=warned), 422


@door.post("/orders/<number>/claim/photos/<uuid:photo_id>/removal")
def remove_claim_photo(number: str, photo_id: UUID) -> Any:
    """One that is gone already is no fault."""
    own_order(number)
    remove_photo(identity.current().sign_in_id, str(photo_id))
    return "" if hx.is_fragment() else redirect(urls.claim(number, "evidence"), 303)


def _page() -> str:
    """The form beside which the photos stand."""
    page = request.values.get("page", "")
    return page if page in PAGES else "evidence"


@door.post("/protection/<int:protection_id>/photos")
def add_case_photos(protection_id: int) -> Any:
    """Nobody else sees them until what they belong to is sent."""
    case, page, own = own_case(protection_id), _page(), identity.current().person_id
    place, address = Place("case", case.id), urls.protection_case_at(case.id, "photos")
    if hx.wants_json():
        return take_one(
            place,
            lambda: len(staged_photos(case.id, own)),
            lambda photo: f"{address}/{photo}/removal",
        )
    refused, warned = take_each(place)
    if not refused:
        return redirect(urls.protection_case_at(case.id, page), 303)
    return form_page(own_case(case.id), page, refused=refused, warned=warned), 422


@door.post("/protection/<int:protection_id>/photos/<uuid:photo_id>/removal")
def remove_case_photo(protection_id: int, photo_id: UUID) -> Any:
    own_case(protection_id)
    remove_photo(identity.current().sign_in_id, str(photo_id))
    return "" if hx.is_fragment() else redirect(urls.protection_case_at(protection_id, _page()), 303)
