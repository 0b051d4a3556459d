"""Rounds of the clockwork: in a thread of the server, or by `flask work` where a process of its own does it.

Several may run beside each other: every step asks again under a lock whether it is still due.
"""

import logging
import threading

from flask import Flask

from shop_help.actions import case_clockwork, help_readings
from shop_help.extensions import db

log = logging.getLogger(__name__)

#: Seconds between two rounds.
ROUND_SECONDS = 2.0


def start(app: Flask) -> threading.Event:
    """Begins the rounds of this process; setting the event that is returned ends them."""
    stopping = threading.Event()
    threading.Thread(target=go_on, args=(app, stopping), name="clockwork", daemon=True).start()
    return stopping


def go_on(app: Flask, stopping: threading.Event) -> None:
    """Goes round until it is told to stop; a round that fails is followed by another one."""
    while not stopping.wait(ROUND_SECONDS):
        with app.app_context():
            try:
                case_clockwork.go_round()
                help_readings.go_round()
            except Exception:
                log.exception("a round of the clockwork failed; the next one follows")
            finally:
                db.session.remove()
