"""Serves a floor as Shop Help is served: gunicorn's threads with the same settings, and a frozen start."""

import gc
import sys
from collections.abc import Callable
from typing import Any

from flask import Flask
from gunicorn.workers.gthread import ThreadWorker

from shop_help import server


class FloorServer(server.Server):
    """Without what belongs to Shop Help alone: its doorkeeper, and its way of leaving."""

    def load_config(self) -> None:
        super().load_config()
        self.cfg.set("worker_class", ThreadWorker)

    def load(self) -> Flask:
        app = self.make_app()
        gc.collect()
        gc.freeze()
        # Without it 1,000 threads that wait for each other get stuck.
        sys.setswitchinterval(server.SWITCH_SECONDS)
        return app


def serve(make_app: Callable[[], Flask]) -> None:
    settings: Any = server
    settings.Server = FloorServer
    server.serve(make_app)
