"""Somebody who knows their password chooses another one."""

from typing import Any

from flask import abort, flash, redirect, render_template, request

from shop_help import account_letters, identity, urls
from shop_help.accounts import ACCOUNT_PACE, SIGN_IN_PACE
from shop_help.actions import passwords as acts
from shop_help.extensions import db, limiter
from shop_help.forms import in_words
from shop_help.models import Person
from shop_help.policy.faults import Faulty
from shop_help.policy.passwords import LONGEST_PASSWORD, SHORTEST_PASSWORD
from shop_help.safety import door
from shop_help.speech import gettext as _


def _person_asking() -> str:
    """Guesses are counted for the person, from wherever they come."""
    return f"password of {identity.current().person_id}"


@door.get("/security/password")
def password() -> Any:
    return _page({})


@door.post("/security/password")
@limiter.limit(SIGN_IN_PACE)
@limiter.limit(ACCOUNT_PACE, key_func=_person_asking)
def change_password() -> Any:
    viewer = identity.current()
    now, wanted = request.form.get("now", ""), request.form.get("password", "")
    try:
        is_changed = acts.change(viewer.sign_in_id, now, wanted)
    except Faulty as faulty:
        return _page(in_words(faulty.faults)), 422
    if is_changed:
        account_letters.tell_changed(viewer.person_id)
    flash(_("Your password is changed; your other browsers are signed out."), "good")
    return redirect(urls.security(), 303)


def _page(errors: dict[str, str]) -> str:
    person = db.session.get_one(Person, identity.current().person_id)
    if person.password is None:
        abort(404)
    return render_template(
        "safety/password.html",
        email=person.email or "",
        errors=errors,
        length={"least": SHORTEST_PASSWORD, "most": LONGEST_PASSWORD},
    )
