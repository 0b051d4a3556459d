"""Mails about one's own account here: an invitation, a new password."""

from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Protocol
from uuid import uuid4

from shop_help import branding
from shop_help.extensions import db
from shop_help.languages import reading
from shop_help.letters import Reader, add_html, envelope
from shop_help.mailing.soon import send_soon
from shop_help.models import Person
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


@dataclass(frozen=True)
class _Words:
    """What a mail says, in paragraphs; `address`: where a tap on `open` leads; `after`: what stands under that."""

    subject: str
    said: list[str]
    address: str = ""
    open: str = ""
    after: list[str] = field(default_factory=list)


def link_letter(to: Addressed, is_first: bool, address: str, language: str = "") -> EmailMessage:
    """What brings somebody the link at `address`, an invitation where it is their first one; in their language, else
    in the one it is asked for in."""
    with reading(to.locale or language or locale()):
        return _letter(to, _invitation(address) if is_first else _forgotten(address))


def _invitation(address: str) -> _Words:
    ours = branding.current().name
    asked = _("you are invited to work with %(name)s. Choose a password by this link; it is good once.", name=ours)
    return _Words(_("You are invited to %(name)s", name=ours), [asked], address, _("Choose a password"))


def _forgotten(address: str) -> _Words:
    minutes = int(NEXT_GOOD_FOR.total_seconds() // 60)
    return _Words(
        _("A new password for %(name)s", name=branding.current().name),
        [_("choose a new password by this link. It is good once, and for %(minutes)s minutes.", minutes=minutes)],
        address,
        _("Choose a password"),
        [_("You did not ask for it? Then do nothing: your password stays as it is.")],
    )


def changed_letter(person: Addressed) -> EmailMessage:
    """What somebody gets whose password was changed: if it wasn't them, they learn of it."""
    with reading(person.locale or locale()):
        ours = branding.current().name
        said = [
            _("your password for %(name)s was changed, and your other browsers were signed out.", name=ours),
            _("It was not you? Choose another one by “Forgot your password?” where you sign in, and say so to us."),
        ]
        return _letter(person, _Words(_("Your password for %(name)s was changed", name=ours), said))


def tell_changed(person_id: int) -> None:
    """Sends that to somebody who has an address, a moment later."""

    def letter() -> EmailMessage | None:
        person = db.session.get_one(Person, person_id)
        return changed_letter(person) if person.email else None

    send_soon(letter)


def _letter(to: Addressed, words: _Words) -> EmailMessage:
    made = envelope(Reader(0, to.name, to.email or "", locale(), "UTC"), words.subject, f"account-{uuid4()}")
    hello = _("Hello %(name)s,", name=first_name(to.name))
    lines = [hello, *words.said, *([words.address] if words.address else []), *words.after]
    made.set_content("\n\n".join(lines) + "\n")
    told = {"words": words.said, "address": words.address, "open": words.open, "after": words.after}
    add_html(made, "mail/account.html", to.name, **told)
    return made
