"""More than a password: a code of the app, a recovery code or a passkey, at the sign-in and before it is changed."""

from typing import Any

from flask import redirect, render_template, request

from shop_help import identity, urls
from shop_help.accounts import go_on_as
from shop_help.actions import second_factor as acts
from shop_help.doors import address_here
from shop_help.extensions import limiter
from shop_help.forms import in_words, text_of
from shop_help.models.second_factor import app_of, passkeys_of
from shop_help.policy.faults import Faulty
from shop_help.policy.second_factor import GUESSES
from shop_help.safety import door


def person_asking() -> str:
    """Guesses are counted for the person, from wherever they come."""
    return f"second factor of {identity.current().person_id}"


@door.get("/sign-in/second")
def second_step() -> Any:
    return _page(request.args.get("next", ""))


def _page(back: str, **more: Any) -> Any:
    viewer = identity.current()
    has_app, has_passkey = app_of(viewer.person_id) is not None, bool(passkeys_of(viewer.person_id))
    if not has_app and not has_passkey:
        return redirect(urls.security(), 303)
    return render_template(
        "safety/second.html",
        back=address_here(back),
        is_sign_in=bool(viewer.held),
        has_app=has_app,
        has_passkey=has_passkey,
        **more,
    )


@door.post("/sign-in/second")
@limiter.limit(GUESSES, key_func=person_asking)
def show_code() -> Any:
    back = text_of("next")
    try:
        go_on_as(acts.prove_code(identity.current().sign_in_id, text_of("code")))
    except Faulty as faulty:
        return _page(back, errors=in_words(faulty.faults)), 422
    return after_proof(back)


def after_proof(back: str) -> Any:
    """To where they wanted."""
    return redirect(address_here(back) or urls.home(), 303)
