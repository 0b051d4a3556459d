"""The door to what somebody signs in with: a second factor, passkeys, recovery codes, and their other browsers.

For everybody who works here or for a shop, of whichever audience; it is what they are led to before anything else.
"""

# ruff: noqa: E402 - the pages hang themselves on the door
from typing import Any

from flask import Blueprint, abort, current_app, redirect, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from shop_help import identity, urls
from shop_help.doors import to_sign_in
from shop_help.policy.messages import Refused
from shop_help.policy.second_factor import PROVE, may_secure

door = Blueprint("safety", __name__)

#: Where nobody is signed in yet, and where somebody shows what they have.
OPEN = frozenset({"safety.passkey_sign_in", "safety.sign_in_question"})
PROVING = frozenset({"safety.second_step", "safety.show_code", "safety.show_passkey", "safety.show_question"})


@door.before_request
def ask() -> Response | None:
    """Who is held back until they show what they have may do that alone."""
    if request.endpoint in OPEN:
        return None
    viewer = identity.viewer()
    if viewer is None:
        return to_sign_in()
    if not may_secure(viewer.all_roles):
        abort(404)
    if viewer.held == PROVE and request.endpoint not in PROVING:
        return redirect(urls.second_step(), 303)
    return None


@door.errorhandler(Refused)
def refused(refusal: Refused) -> Any:
    """Who did not show lately that it is them does so first."""
    if refusal.code == "signed_out":
        return redirect(urls.sign_in(), 303)
    if refusal.code == "prove_again":
        return redirect(urls.second_step(urls.security()), 303)
    if refusal.code == "nothing_to_show":
        return redirect(urls.security(), 303)
    # Raised here, it would pass by its own page and end as a 500.
    return current_app.handle_user_exception(NotFound())


@door.after_request
def keep_nowhere(response: Response) -> Response:
    """Secrets and codes stand on these pages: no browser keeps one."""
    response.headers["Cache-Control"] = "no-store"
    return response


import shop_help.safety.app_codes
import shop_help.safety.overview
import shop_help.safety.passkeys
import shop_help.safety.second_step  # noqa: F401

__all__ = ["door"]
