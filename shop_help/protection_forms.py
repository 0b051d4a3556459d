"""What a case of Buyer Protection asks of a side on a page of its own: the form, and what came of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from flask import abort, flash, redirect, request

from shop_help import forms, identity, urls
from shop_help.actions.protection import answering, settling
from shop_help.amounts import typed_amount
from shop_help.models.shown_evidence import staged_photos
from shop_help.models.shown_protection import ShownProtection
from shop_help.policy.faults import Fault, Faulty
from shop_help.policy.messages import LONGEST_BODY, Refused, is_client_id
from shop_help.policy.wording import N_
from shop_help.presentation import refusal_sentence
from shop_help.twins import STATUS


@dataclass(frozen=True)
class SideForms:
    """What differs between the sides."""

    #: A case of whoever asks; 404 for anybody else's.
    own_case: Callable[[int], ShownProtection]
    may_do: Callable[[ShownProtection], Mapping[str, bool]]
    #: By page, the buttons that lead there.
    buttons: Mapping[str, tuple[str, ...]]
    #: The form of a page: of a case, with what is wrong with it by field, or why it came back.
    form_page: Callable[..., str]
    #: Where the case itself is.
    address: Callable[[int], str]

    def is_asked(self, case: ShownProtection, page: str) -> bool:
        """Does the case ask for what this page is for?"""
        may = self.may_do(case)
        return any(may[act] for act in self.buttons[page])

    def done(self, case: ShownProtection, page: str, act: Callable[[str], object], words: str = "") -> Any:
        """Back to the case, with `words` of what was done; or to the form with what is wrong and what was typed."""
        try:
            act(identity.current().sign_in_id)
        except Faulty as faulty:
            return self.form_page(self.own_case(case.id), page, forms.in_words(faulty.faults)), 422
        except Refused as refused:
            return self._refused(case.id, page, refused)
        if words:
            flash(words, "good")
        return redirect(self.address(case.id), 303)

    def _refused(self, protection_id: int, page: str, refused: Refused) -> Any:
        if refused.code == "forbidden":
            abort(404)
        if refused.code == "signed_out":
            return redirect(urls.sign_in(), 303)
        case, words = self.own_case(protection_id), refusal_sentence(refused.code)
        if page and self.is_asked(case, page):
            return self.form_page(case, page, trouble=words), STATUS.get(refused.code, 409)
        # It isn't possible any more: the case's own page says how it stands now.
        flash(words, "bad")
        return redirect(self.address(protection_id), 303)


def form_values(case: ShownProtection, photos_at: str) -> dict[str, Any]:
    """What every such form shows: what was typed, its photos, and its own name."""
    given = request.form.get("client_id", "")
    return {
        "typed": request.form,
        "photos": staged_photos(case.id, identity.current().person_id),
        "photo_address": photos_at,
        "removal_of": lambda photo: f"{photos_at}/{photo}/removal",
        "client_id": given if is_client_id(given) else str(uuid4()),
        "longest": LONGEST_BODY,
    }


def photo_ids(case: ShownProtection) -> list[str]:
    """All that lies with it unsent goes along."""
    return [photo.id for photo in staged_photos(case.id, identity.current().person_id)]


def bring_typed(who: str, case: ShownProtection, is_asked: bool) -> None:
    """What was asked for, or something more."""
    act = answering.give_evidence if is_asked else answering.add_evidence
    act(who, case.id, forms.text_of("words"), photo_ids(case))


def offer_typed(who: str, case: ShownProtection) -> None:
    """An amount that would end it."""
    amount = typed_amount(request.form.get("amount", ""), case.currency)
    if amount is None:
        raise Faulty({"amount": Fault(N_("Write the amount that would settle it for you."))})
    settling.offer(who, case.id, amount, forms.text_of("words"), request.form.get("client_id", ""))
