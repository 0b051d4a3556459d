"""Mails about one's own account here: an invitation, a new password."""

from email.message import EmailMessage
from typing import Protocol
from uuid import uuid4

from shop_help import branding
from shop_help.languages import reading
from shop_help.letters import Reader, envelope
from shop_help.policy.passwords import NEXT_GOOD_FOR
from shop_help.presentation import first_name
from shop_help.speech import gettext as _
from shop_help.speech import locale


class Addressed(Protocol):
    """Whom a mail goes to: a link's, or a person."""

    @property
    def name(self) -> str: ...
    @property
    def email(self) -> str | None: ...
    @property
    def locale(self) -> str: ...


def link_letter(to: Addressed, is_first: bool, address: str, language: str = "") -> EmailMessage:
    """What brings somebody the link at `address`, an invitation where it is their first one; in their language, else
    in the one it is asked for in."""
    with reading(to.locale or language or locale()):
        ours = branding.current().name
        if is_first:
            return _letter(to, _("You are invited to %(name)s", name=ours), [_invited(ours), address])
        words = [_forgotten(), address, _("You did not ask for it? Then do nothing: your password stays as it is.")]
        return _letter(to, _("A new password for %(name)s", name=ours), words)


def _invited(ours: str) -> str:
    return _("you are invited to work with %(name)s. Choose a password by this link; it is good once.", name=ours)


def _forgotten() -> str:
    minutes = int(NEXT_GOOD_FOR.total_seconds() // 60)
    return _("choose a new password by this link. It is good once, and for %(minutes)s minutes.", minutes=minutes)


def changed_letter(person: Addressed) -> EmailMessage:
    """What somebody gets whose password was changed: if it wasn't them, they learn of it."""
    with reading(person.locale or locale()):
        ours = branding.current().name
        words = [
            _("your password for %(name)s was changed, and your other browsers were signed out.", name=ours),
            _("It was not you? Choose another one by “Forgot your password?” where you sign in, and say so to us."),
        ]
        return _letter(person, _("Your password for %(name)s was changed", name=ours), words)


def _letter(to: Addressed, subject: str, words: list[str]) -> EmailMessage:
    made = envelope(Reader(0, to.name, to.email or "", locale(), "UTC"), subject, f"account-{uuid4()}")
    hello = _("Hello %(name)s,", name=first_name(to.name))
    made.set_content("\n\n".join([hello, *words]) + "\n")
    return made
