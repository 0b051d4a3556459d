"""Signing in and out: Flask-Security behind our pages, and one row for each browser that is signed in."""

import secrets
from datetime import timedelta
from hashlib import sha256
from typing import Any

from flask import Flask, g, request, session
from flask_login import user_logged_in, user_logged_out
from flask_security import SQLAlchemyUserDatastore, login_user, url_for_security
from sqlalchemy import delete, inspect, select

from shop_help import audit, clock, failed_sign_ins, identity
from shop_help.actions.one_at_a_time import one_at_a_time
from shop_help.actions.sign_ins import limits_for
from shop_help.announcements.departures import end_sign_in
from shop_help.database import write_unit
from shop_help.extensions import db, limiter, security
from shop_help.models import Person, PushSubscription, Role, SignIn
from shop_help.models.second_factor import has_factor
from shop_help.policy.browsers import browser_words
from shop_help.policy.handoff import roles_by
from shop_help.policy.second_factor import STRONG, may_secure

SETTINGS: dict[str, Any] = {
    "SECURITY_LOGIN_URL": "/sign-in",
    "SECURITY_LOGOUT_URL": "/sign-out",
    "SECURITY_LOGIN_USER_TEMPLATE": "sign_in.html",
    "SECURITY_POST_LOGIN_VIEW": "/home",
    "SECURITY_POST_LOGOUT_VIEW": "/sign-in",
    "SECURITY_FLASH_MESSAGES": False,
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    "SECURITY_PASSWORD_LENGTH_MIN": 12,
    # Its own way writes a header that browsers do not understand; ours holds for every page.
    "SECURITY_CACHE_CONTROL": None,
    "SECURITY_STATIC_FOLDER": None,
    # Its commands give roles and close accounts without a line in the audit log; ours are `flask staff`.
    "SECURITY_CLI_USERS_NAME": "",
    "SECURITY_CLI_ROLES_NAME": "",
    "SECURITY_CSRF_IGNORE_UNAUTH_ENDPOINTS": False,
    # Its forms ask for no password once more; one that takes one without a pace would be a way to guess it.
    "SECURITY_FRESHNESS": timedelta(minutes=-1),
}

#: Tries at a password, by address. Somebody who forgot theirs has enough; a machine has not.
SIGN_IN_PACE = "10 per minute; 60 per hour"
#: Tries at one account, from wherever they come: many machines that guess one each are as slow as one.
#: It ends by itself within the hour, so nobody is locked out for long by somebody else.
ACCOUNT_PACE = "30 per hour"
#: Links for a forgotten password, by account: nobody fills somebody's mailbox by it.
ASKED_PACE = "5 per hour"


def init_app(app: Flask) -> None:
    """Sets up Flask-Security, and keeps the signed-in browsers as rows."""
    app.config.from_mapping({**SETTINGS, **{k: v for k, v in app.config.items() if k in SETTINGS}})
    # A cookie is good for longer than any sign-in: whether that goes on, its row says.
    longest = max(app.config["SIGN_IN_DAYS"], app.config["STAFF_SIGN_IN_HOURS"] // 24)
    app.config["PERMANENT_SESSION_LIFETIME"] = timedelta(days=longest + 1)
    security.init_app(app, SQLAlchemyUserDatastore(db, Person, Role))
    _unhook(app)
    load = app.login_manager._user_callback  # type: ignore[attr-defined]
    app.login_manager.user_loader(lambda uniquifier: load(uniquifier) if identity.viewer() else None)  # type: ignore[attr-defined]
    watched = failed_sign_ins.watch(app.view_functions["security.login"])
    login: Any = limiter.limit(SIGN_IN_PACE, methods=["POST"])(watched)
    slowed: Any = limiter.limit(ACCOUNT_PACE, key_func=_account, methods=["POST"])(login)
    app.view_functions["security.login"] = slowed
    user_logged_in.connect(_begin, app)
    user_logged_out.connect(_end, app)


def _account() -> str:
    """Whose account is tried: nobody's address is kept with it, and one that nobody has counts in the same way."""
    return f"account {sha256(failed_sign_ins.named().encode()).hexdigest()}"


#: What extensions do before or after every request and in every template, though our gates ask identity.py instead:
#: loading the person once more for their role needs and for `current_user`, and looking for limits that none of our
#: pages has (those with one are decorated, and ask for themselves). Each costs all pages.
HOOKS = {
    "_on_before_request",
    "_user_context_processor",
    "_context_processor",
    "_check_request_limit",
    "__inject_headers",
    # Nobody is remembered beyond their session here.
    "_update_remember_cookie",
}


def _unhook(app: Flask) -> None:
    # What its hook tells each template anew is always the same.
    app.jinja_env.globals["url_for_security"] = url_for_security
    for hooks in (app.before_request_funcs, app.after_request_funcs, app.template_context_processors):
        kept: Any = [hook for hook in hooks.get(None, []) if _name_of(hook) not in HOOKS]
        hooks[None] = kept


def _name_of(hook: Any) -> str:
    return str(getattr(getattr(hook, "func", hook), "__name__", ""))


def sign_in_as(person: Person, proof: str) -> None:
    """Signs somebody in by other means than a password; `proof`: one of policy.second_factor."""
    g.proof = proof
    login_user(person, authn_via=[proof])


def go_on_as(sign_in_id: str) -> None:
    """This browser goes on with another sign-in of the same person, who showed more than before."""
    for key in (identity.SIGN_IN, "csrf_token"):
        session.pop(key, None)
    session[identity.SIGN_IN] = sign_in_id
    g.pop("viewer", None)


def _begin(sender: Flask, user: Person, **_: Any) -> None:
    """A new row for this browser; what the session held before the sign-in is not taken along."""
    person_id, opened_by = user.id, None if "proof" in g else _opened_by(user)
    # Somebody else, by the form of a tab that was open before: nobody's sign-in stays behind.
    _end(sender)
    proof = g.pop("proof", None) or ("half" if has_factor(person_id) else "password")
    now = clock.now()
    sign_in = SignIn(id=secrets.token_urlsafe(24), person_id=person_id, proof=proof, started_at=now)
    sign_in.proved_at = now if proof in STRONG else None
    roles = roles_by(proof, frozenset(role.name for role in user.roles))
    sign_in.ends_at = limits_for(roles).end(now, now)
    sign_in.browser = browser_words(request.user_agent.string)
    with write_unit(db.session) as unit:
        if opened_by is not None and not _opens(person_id, opened_by):
            return
        unit.add(sign_in)
        unit.flush()
        _note("sign_in.begun", sign_in)
    go_on_as(sign_in.id)


def _opened_by(user: Person) -> str | None:
    """The hash that the password was asked against, which the library may have made anew by now."""
    before = inspect(user).attrs.password.history.deleted
    return before[0] if before else user.password


def _opens(person_id: int, kept: str) -> bool:
    """Does this hash hold still? To try one takes a while, and who chose another meanwhile ended all sign-ins."""
    one_at_a_time(person_id)
    return db.session.scalar(select(Person.password).where(Person.id == person_id)) == kept


def _note(what: str, sign_in: SignIn) -> None:
    """Of who works here or for a shop; a buyer's comings and goings are nobody's business."""
    who = identity.viewer_of(sign_in.id)
    if who is not None and may_secure(who.all_roles):
        audit.note(what, f"browser {sign_in.browser}", who, after={"proof": sign_in.proof})


def _end(sender: Flask, **_: Any) -> None:
    """The row ends, and with it this browser's sockets, whatever copy of the cookie they came with."""
    sign_in_id = session.pop(identity.SIGN_IN, None)
    if not sign_in_id:
        return
    with write_unit(db.session):
        found = db.session.get(SignIn, sign_in_id, with_for_update=True)
        if found is not None and found.ended_at is None:
            _note("sign_in.ended", found)
            found.ended_at = clock.now()
            # A push would stand on the lock screen of whoever has the phone now.
            db.session.execute(delete(PushSubscription).where(PushSubscription.sign_in_id == sign_in_id))
    end_sign_in(sign_in_id)
