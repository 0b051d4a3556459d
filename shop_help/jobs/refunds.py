"""Rounds of sending refunds, in a thread of their own: a payment system may take its time, and chats don't wait.

Several may run beside each other, in one process or many: a refund is leased before it is sent.
"""

import logging
import threading

from flask import Flask

from shop_help import payments
from shop_help.actions.refunds import sending
from shop_help.jobs.rounds import Rounds

log = logging.getLogger(__name__)


def start(app: Flask) -> threading.Event:
    """Begins the rounds of this process; setting the event that is returned ends them."""
    return Rounds("refunds", go_round).begin(app)


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
