"""Rounds in a thread of their own, for what takes its time elsewhere: chats don't wait for it."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask

from shop_help.extensions import db
from shop_help.metrics import stepped

log = logging.getLogger(__name__)


def _nothing() -> None:
    pass


@dataclass(frozen=True)
class Rounds:
    """What one of them does, how many seconds lie between two, and what is done after the last."""

    name: str
    go_round: Callable[[], object]
    seconds: float = 2.0
    end: Callable[[], object] = _nothing

    def begin(self, app: Flask) -> threading.Event:
        """Goes round in this process; setting the event that is returned ends it."""
        stopping = threading.Event()
        threading.Thread(target=self._go_on, args=(app, stopping), name=self.name, daemon=True).start()
        return stopping

    def _go_on(self, app: Flask, stopping: threading.Event) -> None:
        """A round that fails is followed by another one."""
        while not stopping.wait(self.seconds):
            with app.app_context():
                try:
                    self.go_round()
                    stepped(self.name, "done")
                except Exception:
                    log.exception("a round of %s failed; the next one follows", self.name)
                    stepped(self.name, "failed")
                finally:
                    db.session.remove()
        self.end()
