"""Sign-in and security: what there is, and where else one is signed in."""

from flask import flash, redirect, render_template
from werkzeug.wrappers import Response

from shop_help import identity, sign_in_use, urls
from shop_help.actions import sign_ins as acts
from shop_help.extensions import db
from shop_help.forms import in_words
from shop_help.models import Person
from shop_help.models.second_factor import app_of, passkeys_of, unused_codes
from shop_help.policy.faults import Faulty
from shop_help.policy.second_factor import SET_UP
from shop_help.safety import door
from shop_help.speech import gettext as _


@door.get("/security")
def security() -> str:
    viewer = identity.current()
    return render_template(
        "safety/security.html",
        is_held=viewer.held == SET_UP,
        has_password=db.session.get_one(Person, viewer.person_id).password is not None,
        app_key=app_of(viewer.person_id),
        passkeys=passkeys_of(viewer.person_id),
        codes_left=len(unused_codes(viewer.person_id)),
        **sign_in_use.shown_browsers(viewer),
    )


def with_fault(faulty: Faulty, address: str) -> Response:
    """The page once more, with what is wrong said over it."""
    flash(" ".join(in_words(faulty.faults).values()), "bad")
    return redirect(address, 303)


@door.post("/security/sign-ins/<name>/removal")
def end_other(name: str) -> Response:
    acts.end_other(identity.current().sign_in_id, name)
    flash(_("That browser is signed out."), "good")
    return redirect(urls.security(), 303)
