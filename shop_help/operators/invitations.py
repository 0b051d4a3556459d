"""Somebody is invited to work here, or forgot their password: a link goes to them by mail, or their page shows it."""

from datetime import timedelta
from typing import Any

from flask import abort, flash, redirect, render_template, request

from shop_help import account_letters, identity, mailing, urls
from shop_help.actions import invitations as acts
from shop_help.actions import password_links, passwords
from shop_help.extensions import db
from shop_help.forms import in_words, text_of
from shop_help.mailing.port import SENT
from shop_help.models import Person
from shop_help.operators import door
from shop_help.operators.audit_words import role_word
from shop_help.origins import origin_here
from shop_help.policy.faults import Faulty
from shop_help.policy.invitations import LONGEST_EMAIL, LONGEST_NAME
from shop_help.policy.passwords import FIRST_GOOD_FOR
from shop_help.policy.permissions import ROLES, may_manage_people
from shop_help.policy.same_form import SAME_FORM
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
    return _told(person_id, FIRST_GOOD_FOR)


@door.post("/people/<int:invited_id>/password")
def send_password_link(invited_id: int) -> Any:
    return _told(invited_id, SAME_FORM)


def link_for(person: Person) -> str | None:
    """The link by which they choose a password, where an operator is to hand it over; None where there is none.

    Somebody's who has an account goes by mail alone where mails leave: who sees it could be them.
    """
    token = password_links.token_for(person)
    if not token or (person.password is not None and mailing.is_set_up()):
        return None
    return f"{origin_here()}{urls.password_link(token)}"


def _told(person_id: int, older_than: timedelta) -> Any:
    """Their page shows the link; a mail is sent where one can be."""
    link = passwords.send_link(identity.current().sign_in_id, person_id, older_than)
    # Nothing of the database is held while a mail server takes its time.
    db.session.rollback()
    letter = account_letters.link_letter(link, link.is_first, origin_here() + urls.password_link(link.token))
    if not mailing.is_set_up():
        flash(_("Give %(name)s the link below.", name=link.name), "good")
    elif mailing.send(letter).what == SENT:
        flash(_("The link for %(name)s is on its way to %(email)s.", name=link.name, email=link.email), "good")
    else:
        flash(_("The mail to %(email)s could not be sent. Try again in a while.", email=link.email), "bad")
    return redirect(urls.operator_person(person_id), 303)


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
