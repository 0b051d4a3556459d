"""Mails that nobody waits for: the page answers first, and in the same time whether one is sent or not."""

import logging
from collections.abc import Callable
from email.message import EmailMessage

from flask import current_app

from shop_help import mailing
from shop_help.extensions import db, socketio
from shop_help.mailing.port import SENT

log = logging.getLogger(__name__)


def send_soon(write: Callable[[], EmailMessage | None]) -> None:
    """Sends what `write` gives, a moment later and once; it asks for all it needs itself.

    A mail that doesn't arrive, because the server is away or this process stops, is one to ask for again.
    """
    app = current_app._get_current_object()  # type: ignore[attr-defined]

    def go() -> None:
        with app.app_context():
            try:
                _send(write())
            except Exception:
                log.exception("a mail could not be written")
            finally:
                db.session.remove()

    socketio.start_background_task(go)


def _send(letter: EmailMessage | None) -> None:
    # Nothing of the database is held while a mail server takes its time.
    db.session.rollback()
    if letter is None or not mailing.is_set_up():
        return
    outcome = mailing.send(letter)
    if outcome.what != SENT:
        log.warning("a mail was not sent", extra={"reason": outcome.reason})
