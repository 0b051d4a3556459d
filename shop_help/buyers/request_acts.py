"""What a buyer does with a request of theirs: answer an offer, take it back, send the item back, dispute a no."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template
from flask import request as sent

from shop_help import forms, hx, identity, urls
from shop_help.actions.order_requests import answering, disputing, going_back
from shop_help.actions.order_requests.judging import NotEligible
from shop_help.buyers import door
from shop_help.buyers.request import own_request, standing, title_of
from shop_help.policy.faults import Faulty
from shop_help.policy.messages import Refused
from shop_help.presentation import refusal_sentence
from shop_help.speech import gettext as _
from shop_help.twins import STATUS
from shop_help.verdict_words import sentence_of


@door.post("/orders/requests/<int:request_id>/acceptance")
def accept_offer(request_id: int) -> Any:
    return _done(request_id, answering.accept_offer, _("You took the offer."))


@door.post("/orders/requests/<int:request_id>/refusal")
def decline_offer(request_id: int) -> Any:
    return _done(request_id, answering.decline_offer, _("You declined the offer. The seller answers once more."))


@door.post("/orders/requests/<int:request_id>/withdrawal")
def withdraw(request_id: int) -> Any:
    return _done(request_id, answering.withdraw, _("You took the request back. You can ask again below."))


@door.post("/orders/requests/<int:request_id>/return-parcel")
def ship_back(request_id: int) -> Any:
    parcel = {name: forms.text_of(name) for name in ("carrier", "tracking_number")}

    def act(sign_in_id: str, this: int) -> Any:
        return going_back.ship_back(sign_in_id, this, **parcel)

    return _done(request_id, act, _("Thank you. The seller was told that it is on its way."))


@door.post("/orders/requests/<int:request_id>/dispute")
def dispute(request_id: int) -> Any:
    def act(sign_in_id: str, this: int) -> Any:
        return disputing.dispute(sign_in_id, this, forms.text_of("body"), sent.form.get("client_id", ""))

    return _done(request_id, act, _("Customer service looks at it, and has all that was said and shown here."))


def _done(request_id: int, act: Callable[[str, int], Any], words: str) -> Any:
    """Back to the request; or its page with what is wrong, and what was typed."""
    own_request(request_id)
    try:
        act(identity.current().sign_in_id, request_id)
    except Faulty as faulty:
        return _came_back(request_id, forms.in_words(faulty.faults), 422)
    except NotEligible as refused:
        flash(sentence_of(refused.verdict), "warn")
        return _came_back(request_id, {}, 409)
    except Refused as refused:
        if refused.code == "forbidden":
            abort(404)
        if refused.code == "signed_out":
            return redirect(urls.sign_in(), 303)
        # Done twice, or somebody was first: how it stands now says so.
        flash(refusal_sentence(refused.code), "warn")
        return _came_back(request_id, {}, STATUS.get(refused.code, 409))
    if not hx.is_fragment():
        flash(words, "good")
    return redirect(urls.request(request_id), 303)


def _came_back(request_id: int, faults: dict[str, str], status: int) -> tuple[str, int]:
    found = own_request(request_id)
    shown = standing(found, faults, sent.form)
    return render_template("buyers/request.html", title=title_of(found), **shown), status
