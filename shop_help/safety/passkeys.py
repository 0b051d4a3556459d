"""Passkeys: what the browser is asked for, and what it answers. The script of it is controllers/passkey.js."""

from typing import Any

from flask import Response, abort, current_app, flash, jsonify, redirect, request, session

from shop_help import audit, failed_sign_ins, identity, urls
from shop_help.accounts import SIGN_IN_PACE, go_on_as, sign_in_as
from shop_help.actions import passkey_questions as questions
from shop_help.actions import passkeys as acts
from shop_help.extensions import limiter
from shop_help.forms import text_of
from shop_help.policy.faults import Faulty
from shop_help.safety import door
from shop_help.safety.app_codes import after_set_up
from shop_help.safety.overview import with_fault
from shop_help.safety.second_step import after_proof
from shop_help.speech import gettext as _

#: Where the session keeps what was asked, until it is answered.
ASKED = "passkey"
#: A question costs nothing but some random bytes; a browser asks for one a tap.
QUESTIONS = "30 per minute"


def _origin() -> str:
    """Where the browser says that it is: one of ours, or there are no passkeys."""
    found = request.origin or request.host_url.rstrip("/")
    if found not in current_app.config["ORIGINS"]:
        abort(404)
    return found


def _said(question: tuple[questions.Asked, dict[str, Any]]) -> Response:
    asked, options = question
    session[ASKED] = asked.as_data()
    return jsonify(options)


def _asked() -> questions.Asked:
    return questions.asked_from(session.pop(ASKED, None))


@door.post("/passkeys/make")
@limiter.limit(QUESTIONS)
def make_question() -> Response:
    return _said(questions.ask_to_make(identity.current().sign_in_id, _origin()))


@door.post("/passkeys/show")
@limiter.limit(QUESTIONS)
def show_question() -> Response:
    return _said(questions.ask_to_show(_origin(), identity.current().person_id))


@door.post("/passkeys/sign-in")
@limiter.limit(QUESTIONS)
def sign_in_question() -> Response:
    return _said(questions.ask_to_show(_origin()))


@door.post("/security/passkeys")
@limiter.limit(SIGN_IN_PACE)
def add_passkey() -> Any:
    try:
        done = acts.add(identity.current().sign_in_id, _asked(), text_of("credential"), text_of("name"))
    except Faulty as faulty:
        return with_fault(faulty, urls.security())
    return after_set_up(done, _("Your passkey is set up: you can sign in with it."))


@door.post("/security/passkeys/<int:passkey_id>")
def rename_passkey(passkey_id: int) -> Any:
    try:
        acts.rename(identity.current().sign_in_id, passkey_id, text_of("name"))
    except Faulty as faulty:
        return with_fault(faulty, urls.security())
    flash(_("It has its name."), "good")
    return redirect(urls.security(), 303)


@door.post("/security/passkeys/<int:passkey_id>/removal")
def remove_passkey(passkey_id: int) -> Any:
    try:
        acts.remove(identity.current().sign_in_id, passkey_id)
    except Faulty as faulty:
        return with_fault(faulty, urls.security())
    flash(_("The passkey is removed: it opens nothing here any more."), "good")
    return redirect(urls.security(), 303)


@door.post("/sign-in/second/passkey")
@limiter.limit(SIGN_IN_PACE)
def show_passkey() -> Any:
    try:
        go_on_as(acts.prove_passkey(identity.current().sign_in_id, _asked(), text_of("credential")))
    except Faulty as faulty:
        audit.record("second_factor.refused", by=identity.current(), proof="passkey")
        return with_fault(faulty, urls.second_step(text_of("next")))
    return after_proof(text_of("next"))


@door.post("/sign-in/passkey")
@limiter.limit(SIGN_IN_PACE)
def passkey_sign_in() -> Any:
    """Signs in with a passkey alone: the device asked for a finger or a word before it showed it."""
    try:
        person = acts.person_shown_by(_asked(), text_of("credential"))
    except Faulty as faulty:
        failed_sign_ins.say("passkey")
        return with_fault(faulty, urls.sign_in())
    sign_in_as(person, "passkey")
    return after_proof(text_of("next"))
