"""Somebody is invited to work here; their link stands on their page, and goes to them by mail where mails leave."""

from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request

from shop_help import identity, letters, mailing, urls
from shop_help.actions import invitations as acts
from shop_help.extensions import db
from shop_help.forms import in_words, text_of
from shop_help.mailing.port import SENT
from shop_help.models import Person
from shop_help.operators import door
from shop_help.operators.audit_words import role_word
from shop_help.origins import origin
from shop_help.policy.faults import Faulty
from shop_help.policy.invitations import LONGEST_EMAIL, LONGEST_NAME
from shop_help.policy.permissions import ROLES, may_manage_people
from shop_help.speech import gettext as _


@door.get("/people/new")
def new_person() -> str:
    return _form({}, {})


@door.post("/people/new")
def invite() -> Any:
    written = {"name": text_of("name"), "email": text_of("email")}
    try:
        person_id = acts.invite(identity.current().sign_in_id, **written, roles=request.form.getlist("role"))
    except Faulty as faulty:
        return _form(written, in_words(faulty.faults)), 422
    return _told(person_id)


@door.post("/people/<int:invited_id>/invitation")
def invite_again(invited_id: int) -> Any:
    acts.invite_again(identity.current().sign_in_id, invited_id)
    return _told(invited_id)


def link_for(person: Person) -> str | None:
    """The link by which they come; None for who isn't awaited, or was too long ago."""
    token = acts.token_for(person)
    # Outside the demo there is an origin: nobody's Host header gets into a mail.
    base = origin() if current_app.config["ORIGINS"] else request.host_url.rstrip("/")
    return f"{base}{urls.invitation(token)}" if token else None


def _told(person_id: int) -> Any:
    """Their page shows the link; a mail is sent where one can be."""
    person = db.session.get_one(Person, person_id)
    link, name, email = link_for(person), person.name, person.email or ""
    # Nothing of the database is held while a mail server takes its time.
    db.session.rollback()
    sent = bool(link) and mailing.is_set_up() and _is_sent(letters.invitation(email, name, str(link)))
    if sent:
        flash(_("%(name)s is invited: the link is on its way to %(email)s.", name=name, email=email), "good")
    else:
        flash(_("%(name)s is invited: give them the link below.", name=name), "good")
    return redirect(urls.operator_person(person_id), 303)


def _is_sent(letter: Any) -> bool:
    return mailing.send(letter).what == SENT


def _form(written: dict[str, str], errors: dict[str, str]) -> str:
    if not may_manage_people(identity.current()):
        abort(404)
    return render_template(
        "operators/new_person.html",
        written=written,
        errors=errors,
        roles=[(name, role_word(name).capitalize(), name in request.form.getlist("role")) for name in ROLES],
        longest={"name": LONGEST_NAME, "email": LONGEST_EMAIL},
    )
