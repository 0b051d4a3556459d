"""Rounds of the clockwork: in a thread of the server, or by `flask work` where a process of its own does it.

Several may run beside each other: every step asks again under a lock whether it is still due.
"""

import logging
import threading
from collections.abc import Callable

from flask import Flask

# Telling and webhooks are named so that they are imported: readers of the outbox enter themselves.
from shop_help.actions import (
    case_clockwork,
    clearing,
    handing_on,
    handing_on_messages,
    help_readings,
    sign_in_times,
    silence,
    telling,  # noqa: F401
    webhooks,  # noqa: F401
)
from shop_help.extensions import db
from shop_help.jobs import deadlines
from shop_help.metrics import stepped

log = logging.getLogger(__name__)

Steps = tuple[Callable[[], object], ...]

#: Seconds between two rounds.
ROUND_SECONDS = 2.0
#: What a process does with what it holds itself, even where `flask work` does all the rest.
OWN_STEPS: Steps = (help_readings.write_down,)
#: What a round does, one after the other.
STEPS: Steps = (
    deadlines.go_round,
    case_clockwork.go_round,
    silence.go_round,
    help_readings.go_round,
    handing_on.go_round,
    handing_on_messages.go_round,
    sign_in_times.go_round,
    clearing.go_round,
)


def start(app: Flask) -> threading.Event:
    """Begins the rounds of this process; setting the event that is returned ends them."""
    stopping, steps = threading.Event(), STEPS if app.config["CLOCKWORK"] else OWN_STEPS
    threading.Thread(target=go_on, args=(app, stopping, steps), name="clockwork", daemon=True).start()
    return stopping


def go_on(app: Flask, stopping: threading.Event, steps: Steps = STEPS) -> None:
    """Goes round until it is told to stop."""
    while not stopping.wait(ROUND_SECONDS):
        with app.app_context():
            go_round(steps)


def go_round(steps: Steps = STEPS) -> None:
    """One round. A step that fails keeps no other one from its turn, and has another one in the next round."""
    for step in steps:
        name = step.__module__.rpartition(".")[2]
        try:
            step()
            stepped(name, "done")
        except Exception:
            log.exception("a step of the clockwork failed; the next round follows")
            stepped(name, "failed")
        finally:
            db.session.remove()
