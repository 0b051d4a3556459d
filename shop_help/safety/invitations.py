"""Who was invited chooses a password, by a link that is good once."""

from typing import Any

from flask import flash, redirect, render_template, request

from shop_help import urls
from shop_help.accounts import SIGN_IN_PACE
from shop_help.actions import invitations as acts
from shop_help.extensions import limiter
from shop_help.forms import in_words
from shop_help.policy.faults import Faulty
from shop_help.policy.invitations import LONGEST_PASSWORD, SHORTEST_PASSWORD
from shop_help.safety import door
from shop_help.speech import gettext as _


@door.get("/invitations/<token>")
@limiter.limit(SIGN_IN_PACE)
def invitation(token: str) -> Any:
    return _page(token, {})


@door.post("/invitations/<token>")
@limiter.limit(SIGN_IN_PACE)
def accept_invitation(token: str) -> Any:
    try:
        # A password is what was typed, blanks too.
        email = acts.accept(token, request.form.get("password", ""))
    except Faulty as faulty:
        return _page(token, in_words(faulty.faults), 422)
    if email is None:
        return _page(token, {})
    flash(_("Your password is set. Sign in with it as %(email)s.", email=email), "good")
    return redirect(urls.sign_in(), 303)


def _page(token: str, errors: dict[str, str], status: int = 200) -> Any:
    person = acts.invited_by(token)
    page = render_template(
        "safety/invitation.html",
        person=person,
        token=token,
        errors=errors,
        length={"least": SHORTEST_PASSWORD, "most": LONGEST_PASSWORD},
    )
    return page, status if person else 404
