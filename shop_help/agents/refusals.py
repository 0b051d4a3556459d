"""What an agent reads when an act found, under the lock, that the case has moved on."""

from typing import Any

from flask import current_app, flash, redirect, request
from werkzeug.exceptions import NotFound

from shop_help import urls
from shop_help.agents import door
from shop_help.policy.messages import Refused
from shop_help.policy.request_events import REFUSALS
from shop_help.presentation import refusal_sentence
from shop_help.speech import gettext as _


@door.errorhandler(Refused)
def refused(refusal: Refused) -> Any:
    """The page once more with what happened; where there is nothing to see, a 404."""
    if refusal.code == "signed_out":
        return redirect(urls.sign_in(), 303)
    case_id = (request.view_args or {}).get("case_id")
    if refusal.code == "forbidden" or case_id is None:
        # Raised here, it would pass by its own page and end as a 500.
        return current_app.handle_user_exception(NotFound())
    flash(_said(refusal.code), "warn")
    return redirect(urls.agent_case(case_id), 303)


def _said(code: str) -> str:
    if code == "stale":
        return _("A colleague was faster. This is how the case stands now.")
    if code in REFUSALS:
        return refusal_sentence(code)
    if code == "closed":
        return _("That isn't possible any more. This is how the case stands now.")
    return _("That isn't possible with this case.")
