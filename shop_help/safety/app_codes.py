"""An authenticator app: its picture, its first code, and the sheet of recovery codes that is shown once."""

from io import BytesIO
from typing import Any

import segno
from flask import Response, abort, flash, redirect, render_template
from werkzeug.wrappers import Response as BaseResponse

from shop_help import identity, urls
from shop_help.accounts import SIGN_IN_PACE, go_on_as
from shop_help.actions import second_factor as acts
from shop_help.extensions import limiter
from shop_help.forms import in_words, text_of
from shop_help.policy.faults import Faulty
from shop_help.policy.second_factor import GUESSES
from shop_help.safety import door
from shop_help.safety.overview import with_fault
from shop_help.safety.second_step import person_asking
from shop_help.speech import gettext as _


@door.get("/security/app")
def app_page() -> Any:
    return _page() or redirect(urls.security(), 303)


def _page(**more: Any) -> str:
    found = acts.pending_uri(identity.current().sign_in_id)
    return render_template("safety/app.html", typed_key=found[1], **more) if found else ""


@door.post("/security/app")
def begin_app() -> BaseResponse:
    acts.begin_app(identity.current().sign_in_id)
    return redirect(urls.security_app(), 303)


@door.get("/security/app/picture.svg")
def app_picture() -> Response:
    found = acts.pending_uri(identity.current().sign_in_id)
    if found is None:
        abort(404)
    drawn = BytesIO()
    # On white in the dark too: phones read it so.
    picture = segno.make(found[0], error="m")
    picture.save(drawn, kind="svg", light="#fff", border=4, scale=4, svgclass=None, lineclass=None)
    return Response(drawn.getvalue(), mimetype="image/svg+xml")


@door.post("/security/app/confirmation")
@limiter.limit(GUESSES, key_func=person_asking)
def confirm_app() -> Any:
    try:
        done = acts.confirm_app(identity.current().sign_in_id, text_of("code"))
    except Faulty as faulty:
        return _page(errors=in_words(faulty.faults)), 422
    return after_set_up(done, _("Your app is set up: it is asked for when you sign in."))


def after_set_up(done: acts.SetUp, words: str) -> Any:
    """What was just set up is said; recovery codes, where there are new ones, are shown this once."""
    go_on_as(done.goes_on)
    flash(words, "good")
    return codes_page(done.sheet) if done.sheet else redirect(urls.security(), 303)


def codes_page(sheet: list[str]) -> str:
    """The sheet itself, kept nowhere."""
    return render_template("safety/codes.html", codes=sheet)


@door.post("/security/app/removal")
def remove_app() -> Any:
    try:
        acts.remove_app(identity.current().sign_in_id)
    except Faulty as faulty:
        return with_fault(faulty, urls.security())
    flash(_("The app is removed: no code of it is asked for any more."), "good")
    return redirect(urls.security(), 303)


@door.post("/security/codes")
@limiter.limit(SIGN_IN_PACE)
def renew_codes() -> str:
    return codes_page(acts.renew_codes(identity.current().sign_in_id))
