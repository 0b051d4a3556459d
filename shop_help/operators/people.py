"""People and their roles: found, given and taken roles, signed out for good and let in again."""

from typing import Any

from flask import abort, flash, redirect, render_template, request

from shop_help import hx, identity, urls
from shop_help.actions import people as acts
from shop_help.actions.hiring import LastOperator
from shop_help.actions.password_links import good_until, is_awaited
from shop_help.extensions import db
from shop_help.forms import in_words, text_of
from shop_help.models import Duty, Person
from shop_help.models import shown_people as shown
from shop_help.models.second_factor import has_factor
from shop_help.operators import door
from shop_help.operators.audit_words import role_word
from shop_help.operators.invitations import link_for
from shop_help.paging import cut
from shop_help.policy.faults import Faulty
from shop_help.policy.permissions import ROLES, may_manage_people
from shop_help.speech import gettext as _

PAGE = 25


@door.get("/people")
def people() -> str:
    _ask()
    who, role = request.args.get("who", "").strip(), request.args.get("role", "")
    role = role if role in shown.WORKING else ""
    found, last = cut(shown.people(who, role, request.args.get("behind", 0, int), PAGE + 1), PAGE)
    return render_template(
        "operators/_people_rows.html" if hx.is_fragment() and request.args.get("behind") else "operators/people.html",
        people=found,
        next_url=urls.operator_people(who, role, last.id) if last else None,
        who=who,
        role=role,
        roles=[("", _("All roles")), *((name, _role(name)) for name in shown.WORKING)],
        role_word=_role,
    )


def _ask() -> None:
    if not may_manage_people(identity.current()):
        abort(404)


def _role(name: str) -> str:
    return role_word(name).capitalize()


@door.get("/people/<int:person_id>")
def person(person_id: int) -> str:
    _ask()
    return _shown(_found(person_id))


def _found(person_id: int) -> Person:
    found = db.session.get(Person, person_id)
    if found is None:
        abort(404)
    return found


def _shown(found: Person, languages: str | None = None, errors: dict[str, str] | None = None) -> str:
    duty = db.session.get(Duty, found.id)
    return render_template(
        "operators/person.html",
        person=found,
        roles=[(name, _role(name), name in {role.name for role in found.roles}) for name in ROLES],
        languages=languages if languages is not None else ", ".join(duty.languages if duty else ["en"]),
        errors=errors or {},
        shops=shown.shops_of(found.id),
        browsers=shown.browsers_open(found.id),
        has_factor=has_factor(found.id),
        is_me=found.id == identity.current().person_id,
        is_awaited=is_awaited(found),
        link=link_for(found),
        link_until=good_until(found),
    )


@door.post("/people/<int:person_id>/roles")
def set_roles(person_id: int) -> Any:
    return _done(
        person_id, lambda me: acts.set_roles(me, person_id, request.form.getlist("role")), _("Roles are saved.")
    )


@door.post("/people/<int:person_id>/languages")
def set_languages(person_id: int) -> Any:
    written = text_of("languages")
    try:
        return _done(
            person_id, lambda me: acts.set_languages(me, person_id, written.split(",")), _("Languages are saved.")
        )
    except Faulty as faulty:
        return _shown(_found(person_id), written, in_words(faulty.faults)), 422


@door.post("/people/<int:person_id>/departure")
def let_go(person_id: int) -> Any:
    return _done(person_id, lambda me: acts.let_go(me, person_id), _("They are signed out and can't sign in."))


@door.post("/people/<int:person_id>/return")
def let_in_again(person_id: int) -> Any:
    return _done(person_id, lambda me: acts.let_in_again(me, person_id), _("They can sign in again."))


def _done(person_id: int, act: Any, words: str) -> Any:
    try:
        act(identity.current().sign_in_id)
    except LastOperator:
        flash(_("There has to be an operator: make somebody else one first."), "bad")
        return _shown(_found(person_id)), 422
    flash(words, "good")
    # Who took their own role away has no page here any more.
    is_out = not may_manage_people(identity.viewer_of(identity.current().sign_in_id))
    return redirect(urls.home() if is_out else urls.operator_person(person_id), 303)
