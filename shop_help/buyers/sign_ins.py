"""Where a buyer is signed in, and signing out there: a phone that was lost, a browser of somebody else's."""

from flask import flash, redirect, render_template
from werkzeug.wrappers import Response

from shop_help import identity, sign_in_use, urls
from shop_help.actions import sign_ins as acts
from shop_help.buyers import door
from shop_help.speech import gettext as _


@door.get("/sign-ins")
def sign_ins() -> str:
    return render_template("buyers/sign_ins.html", **sign_in_use.shown_browsers(identity.current()))


@door.post("/sign-ins/<name>/removal")
def end_sign_in(name: str) -> Response:
    acts.end_other(identity.current().sign_in_id, name)
    flash(_("That browser is signed out."), "good")
    return redirect(urls.sign_ins(), 303)
