"""How mail leaves: by the operator's SMTP server, in the demo into files, or not at all."""

from email.message import EmailMessage

from flask import current_app

from shop_help.mailing import demo, smtp
from shop_help.mailing.port import REFUSED, Outcome

__all__ = ["REFUSED", "Outcome", "is_demo", "is_set_up", "send", "sender"]


def is_demo() -> bool:
    """Do mails go into files that the demo shows?"""
    return current_app.config["DEMO"] and not current_app.config["MAIL_URL"]


def is_set_up() -> bool:
    """Is there a way for mail at all?"""
    return bool(current_app.config["MAIL_URL"]) or is_demo()


def sender() -> str:
    """Whom mails come from."""
    found: str = current_app.config["MAIL_FROM"]
    return found


def send(letter: EmailMessage) -> Outcome:
    """Hands a mail over. Takes seconds: never inside a transaction."""
    if is_demo():
        return demo.send(letter, current_app.config["MAIL_DIR"])
    if not is_set_up():
        return Outcome(REFUSED, "no_way")
    return smtp.send(letter, current_app.config["MAIL_URL"])
