"""Looks through the connected sockets now and then: what was taken from a person elsewhere ends their sockets here.

Another process, or an operator's command, can end a sign-in or a role; every event asks the database anyway, but a
silent socket would go on hearing.
"""

import logging
import threading
import time

from flask import Flask

from shop_help.live.connections import end_what_lost_its_right

log = logging.getLogger(__name__)

#: Seconds between two rounds: the longest a socket hears after its right is gone.
ROUND_SECONDS = 10


def start(app: Flask) -> None:
    """Begins the rounds of this process."""
    threading.Thread(target=_go_round, args=(app,), name="doorkeeper", daemon=True).start()


def _go_round(app: Flask) -> None:
    while True:
        time.sleep(ROUND_SECONDS)
        try:
            with app.test_request_context():
                end_what_lost_its_right()
        except Exception:
            log.exception("a round of the doorkeeper failed; the next one follows")
