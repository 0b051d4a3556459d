"""Rounds of sending refunds, in a thread of their own: a payment system may take its time, and chats don't wait.

Several may run beside each other, in one process or many: a refund is leased before it is sent.
"""

import logging
import threading

from flask import Flask

from shop_help import payments
from shop_help.actions.refunds import sending
from shop_help.extensions import db
from shop_help.metrics import stepped

log = logging.getLogger(__name__)

#: Seconds between two rounds.
ROUND_SECONDS = 2.0


def start(app: Flask) -> threading.Event:
    """Begins the rounds of this process; setting the event that is returned ends them."""
    stopping = threading.Event()
    threading.Thread(target=go_on, args=(app, stopping), name="refunds", daemon=True).start()
    return stopping


def go_on(app: Flask, stopping: threading.Event) -> None:
    """Goes round until it is told to stop; a round that fails is followed by another one."""
    while not stopping.wait(ROUND_SECONDS):
        with app.app_context():
            try:
                go_round()
                stepped("refunds", "done")
            except Exception:
                log.exception("a round of refunds failed; the next one follows")
                stepped("refunds", "failed")
            finally:
                db.session.remove()


def go_round() -> int:
    """Sends what is due. How many were sent; where nobody answers, the others wait for the next round."""
    sent = 0
    for refund_id in sending.due():
        leased = sending.lease(refund_id)
        if leased is None:
            continue
        answer = payments.send(leased.payment)
        sending.note(leased, answer)
        sent += 1
        if answer.is_away:
            break
    return sent
