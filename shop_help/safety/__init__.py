"""The door to what somebody signs in with: a second factor, passkeys, recovery codes, and their other browsers.

For everybody who works here or for a shop, of whichever audience; it is what they are led to before anything else.
"""

# ruff: noqa: E402 - the pages hang themselves on the door
from flask import Blueprint, abort, redirect, request
from werkzeug.wrappers import Response

from shop_help import identity, sign_in_use, urls
from shop_help.actions.sign_ins import NothingToShow, ProveAgain
from shop_help.doors import hide_what_is_refused, to_sign_in, to_what_is_missing
from shop_help.forms import refuse_unkeepable
from shop_help.policy.second_factor import LEAVING, PROVE, may_secure

door = Blueprint("safety", __name__)

#: Where nobody is signed in yet, and where somebody shows what they have.
OPEN = frozenset(
    {
        "safety.passkey_sign_in",
        "safety.sign_in_question",
        "safety.password_link",
        "safety.choose_password",
        "safety.forgotten",
        "safety.send_password_link",
    }
)
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
    if viewer.held == LEAVING:
        return to_what_is_missing(viewer)
    return None


door.before_request(sign_in_use.note)
door.before_request(refuse_unkeepable)


@door.errorhandler(ProveAgain)
def ask_again(_: ProveAgain) -> Response:
    """Who did not show lately that it is them does so first."""
    return redirect(urls.second_step(urls.security()), 303)


@door.errorhandler(NothingToShow)
def set_up_first(_: NothingToShow) -> Response:
    return redirect(urls.security(), 303)


hide_what_is_refused(door)


@door.after_request
def keep_nowhere(response: Response) -> Response:
    """Secrets and codes stand on these pages: no browser keeps one."""
    response.headers["Cache-Control"] = "no-store"
    return response


import shop_help.safety.app_codes
import shop_help.safety.overview
import shop_help.safety.passkeys
import shop_help.safety.password_links
import shop_help.safety.passwords
import shop_help.safety.second_step  # noqa: F401

__all__ = ["door"]
