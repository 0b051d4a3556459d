"""Who has a case: claimed, taken over, handed on, handed back; and looked into with a reason."""

from typing import Any

from flask import flash, redirect, request
from werkzeug.wrappers import Response

from shop_help import hx, identity, urls
from shop_help.actions import case_holding as acts
from shop_help.agents import door
from shop_help.agents.case import case_page, header
from shop_help.agents.found import found_case
from shop_help.forms import in_words, text_of
from shop_help.policy.faults import Faulty
from shop_help.policy.looking_in import REASONS, needs_words
from shop_help.speech import gettext as _


def after_act(case_id: int) -> Any:
    """What an act on a case is answered with: the header for a script, else the page."""
    return header(case_id) if hx.is_fragment() else redirect(urls.agent_case(case_id), 303)


@door.post("/cases/<int:case_id>/assignment")
def claim(case_id: int) -> Any:
    found_case(case_id)
    acts.claim(identity.current().sign_in_id, case_id)
    return after_act(case_id)


@door.post("/cases/<int:case_id>/handback")
def hand_back(case_id: int) -> Response:
    found = found_case(case_id)
    acts.hand_back(identity.current().sign_in_id, case_id)
    flash(_("%(name)s's case waits again, at the place it had.", name=found.buyer), "good")
    return redirect(urls.agent_home(), 303)


@door.post("/cases/<int:case_id>/opening")
def open_case(case_id: int) -> Any:
    return _with_reason(case_id, acts.open_with_reason)


@door.post("/cases/<int:case_id>/takeover")
def take_over(case_id: int) -> Any:
    return _with_reason(case_id, acts.take_over)


def _said_why() -> str:
    """The reason that was chosen, with what was written beside it; "Other" says nothing without words."""
    words, kind = text_of("reason"), request.form.get("kind", "")
    if needs_words(kind):
        return words
    return f"{_(REASONS[kind])}: {words}" if words else _(REASONS[kind])


def _with_reason(case_id: int, act: Any) -> Any:
    found = found_case(case_id)
    try:
        act(identity.current().sign_in_id, case_id, _said_why())
    except Faulty as faulty:
        return case_page(found, errors=in_words(faulty.faults), written=request.form), 422
    return redirect(urls.agent_case(case_id), 303)
