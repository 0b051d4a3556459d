"""Rounds of sending webhooks, in threads of their own: an endpoint may take its time, and nobody waits for it.

One thread at most is with an endpoint, and it leaves one that is away at once; so a slow one holds no other back.
Several processes may send beside each other: a delivery is leased before it is sent.
"""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor

from flask import Flask

from shop_help.actions.webhooks import sending
from shop_help.extensions import db
from shop_help.jobs.rounds import Rounds

log = logging.getLogger(__name__)

#: Seconds between two looks at what is due.
ROUND_SECONDS = 1.0
#: Endpoints that are called at the same time, and deliveries of one turn with one of them.
AT_ONCE, MOST = 8, 200


class Visits:
    """Who is with which endpoint just now."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="webhooks")
        self._visited: set[int] = set()

    def begin(self) -> None:
        """Has somebody visit each endpoint with something due that nobody is with."""
        for endpoint_id in set(sending.endpoints_due()) - self._visited:
            self._visited.add(endpoint_id)
            self._pool.submit(self._visit, endpoint_id)

    def end(self) -> None:
        """No visit begins any more."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _visit(self, endpoint_id: int) -> None:
        try:
            with self._app.app_context():
                try:
                    visit(endpoint_id)
                finally:
                    db.session.remove()
        except Exception:
            log.exception("a webhook could not be sent; it is tried again")
        finally:
            self._visited.discard(endpoint_id)


def start(app: Flask) -> threading.Event:
    """Begins the rounds of this process; setting the event that is returned ends them."""
    visits = Visits(app)
    return Rounds("webhooks", visits.begin, ROUND_SECONDS, visits.end).begin(app)


def visit(endpoint_id: int) -> int:
    """Sends an endpoint what is due, until it is away. How many deliveries were sent."""
    sent = 0
    while sent < MOST and (delivery_id := sending.next_due(endpoint_id)) is not None:
        leased = sending.lease(delivery_id)
        if leased is None:
            break
        answer = sending.send(leased)
        sending.note(leased, answer)
        sent += 1
        if answer.is_away:
            break
    return sent


def go_round() -> int:
    """One round in this thread, an endpoint after the other. How many deliveries were sent."""
    return sum(visit(endpoint_id) for endpoint_id in sending.endpoints_due())
