"""A password is chosen by a link that is good once; who forgot theirs asks for one."""

from hashlib import sha256
from typing import Any

from flask import flash, redirect, render_template, request

from shop_help import account_letters, audit, mailing, urls
from shop_help.accounts import ASKED_PACE, SIGN_IN_PACE
from shop_help.actions import password_links as acts
from shop_help.actions import passwords
from shop_help.extensions import limiter
from shop_help.forms import in_words, text_of
from shop_help.mailing.soon import send_soon
from shop_help.origins import origin_here
from shop_help.policy.faults import Faulty
from shop_help.policy.passwords import LONGEST_PASSWORD, NEXT_GOOD_FOR, SHORTEST_PASSWORD
from shop_help.safety import door
from shop_help.speech import gettext as _
from shop_help.speech import locale


@door.get("/passwords/<token>")
@limiter.limit(SIGN_IN_PACE)
def password_link(token: str) -> Any:
    return _page(token, {})


@door.post("/passwords/<token>")
@limiter.limit(SIGN_IN_PACE)
def choose_password(token: str) -> Any:
    try:
        # A password is what was typed, blanks too.
        chosen = acts.choose(token, request.form.get("password", ""))
    except Faulty as faulty:
        return _page(token, in_words(faulty.faults), 422)
    if chosen is None:
        return _page(token, {})
    if chosen.is_new:
        account_letters.tell_changed(chosen.person_id)
    flash(_("Your password is set. Sign in with it as %(email)s.", email=chosen.email), "good")
    return redirect(urls.sign_in(), 303)


def _page(token: str, errors: dict[str, str], status: int = 200) -> Any:
    person = acts.whose(token)
    page = render_template(
        "safety/password_link.html",
        person=person,
        is_first=person is not None and acts.is_awaited(person),
        token=token,
        errors=errors,
        length={"least": SHORTEST_PASSWORD, "most": LONGEST_PASSWORD},
    )
    return page, status if person else 404


@door.get("/sign-in/forgotten")
def forgotten() -> str:
    return _forgotten_page()


def _asked_for() -> str:
    """Whose account it is about; nobody's address is kept with it, and one that nobody has counts in the same way."""
    return f"forgotten {sha256(text_of('email').lower().encode()).hexdigest()}"


@door.post("/sign-in/forgotten")
@limiter.limit(SIGN_IN_PACE)
@limiter.limit(ASKED_PACE, key_func=_asked_for)
def send_password_link() -> Any:
    email, base, language, who = text_of("email"), origin_here(), locale(), audit.stranger()

    def letter() -> Any:
        link = passwords.forgotten(email, who)
        if link is None:
            return None
        return account_letters.link_letter(link, link.is_first, base + urls.password_link(link.token), language)

    if mailing.is_set_up():
        send_soon(letter)
    return _forgotten_page(email)


def _forgotten_page(email: str = "") -> str:
    return render_template(
        "safety/forgotten.html",
        email=email,
        has_mail=mailing.is_set_up(),
        minutes=int(NEXT_GOOD_FOR.total_seconds() // 60),
    )
