"""The door of scrapers: what all processes of a server counted, and what waits in the database.

It has an address of its own (SHOP_HELP_METRICS_PORT), which no proxy in front knows of, so that nobody from outside
comes here whatever that proxy is told; and an operator's network says who else may.

Whichever worker is asked answers for all of them: each keeps its counts in a file of a folder that they share, as the
client does it (its "multiprocess mode"). A worker with a port of its own each would be told apart, but who scrapes
would have to know how many there are, and lose the counts of one that died.
"""

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from wsgiref.types import WSGIApplication

from flask import Flask
from prometheus_client import CollectorRegistry, ProcessCollector, make_wsgi_app, start_http_server
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from shop_help import clock, counting
from shop_help.config import COUNTS
from shop_help.extensions import db
from shop_help.models.backlog import Backlog, backlog_at


class Waiting(Collector):
    """What waits in the database, asked for when somebody scrapes: the same from every process."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def describe(self) -> list[Metric]:
        """Nothing is asked of the database before the first scrape."""
        return []

    def collect(self) -> Iterator[Metric]:
        now = clock.now()
        try:
            with self._engine.connect() as connection:
                found = backlog_at(connection, now)
        except SQLAlchemyError:
            yield GaugeMetricFamily("shop_help_database_up", "Does the database answer?", 0)
            return
        yield GaugeMetricFamily("shop_help_database_up", "Does the database answer?", 1)
        yield from _told(found, now)


def _told(found: Backlog, now: datetime) -> Iterator[Metric]:
    def since(instant: datetime | None) -> float:
        return (now - instant).total_seconds() if instant else 0.0

    for name, what, value in (
        ("deadlines_due", "Deadlines that are due and not applied yet.", found.deadlines_due),
        ("deadlines_failing", "Those of them whose act has failed.", found.deadlines_failing),
        ("deadlines_late_seconds", "For how long the oldest of them is due.", since(found.deadline_due_since)),
        ("refunds_pending", "Refunds on their way.", found.refunds_pending),
        ("refunds_failed", "Refunds that failed: an operator decides.", found.refunds_failed),
        ("refunds_late_seconds", "For how long the oldest refund is to be sent.", since(found.refund_due_since)),
        ("outbox_waiting", "Happenings that nobody has been told of yet.", found.outbox_waiting),
        ("webhooks_waiting", "Deliveries of webhooks that are on their way.", found.webhooks_waiting),
        ("webhooks_failed", "Deliveries that nobody took for three days.", found.webhooks_failed),
        ("webhooks_paused", "Endpoints that were paused because they took nothing.", found.webhooks_paused),
        ("cases_wait_seconds", "How long the first in line waits.", since(found.case_queued_since)),
    ):
        yield GaugeMetricFamily(f"shop_help_{name}", what, value)
    for name, what, states in (
        ("cases", "Support cases that are open.", found.cases),
        ("claims", "Claims of Buyer Protection that nobody has decided.", found.claims),
    ):
        family = GaugeMetricFamily(f"shop_help_{name}", what, labels=["state"])
        for state, count in states.items():
            family.add_metric([state], count)
        yield family


class Processes(Collector):
    """Memory, processor time and open files of each process that counts, by its pid."""

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        told: dict[str, Metric] = {}
        for pid in _pids():
            for metric in ProcessCollector(pid=lambda pid=pid: pid, registry=None).collect():  # type: ignore[misc]
                family = told.setdefault(metric.name, Metric(metric.name, metric.documentation, metric.type))
                for sample in metric.samples:
                    family.add_sample(sample.name, {"pid": str(pid)}, sample.value)
        yield from told.values()


class Counting(Collector):
    """Before anything is told: what this process noted up to now. The other workers are a second late at most."""

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> list[Metric]:
        counting.count()
        return []


def _pids() -> list[int]:
    """Those who share the folder and are alive: of the dead, these files are taken away."""
    if COUNTS not in os.environ:
        return [os.getpid()]
    return sorted(int(path.stem.rpartition("_")[2]) for path in Path(os.environ[COUNTS]).glob("*livesum_*.db"))


def registry_of(*others: Collector) -> CollectorRegistry:
    """What was counted, how the processes are, and others."""
    counting.tell()
    registry = CollectorRegistry()
    registry.register(Counting())
    if COUNTS in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(counting.COUNTED)
    for collector in (Processes(), *others):
        registry.register(collector)
    return registry


def beside(app: Flask, port: int) -> Callable[..., Any]:
    """The application; and what is counted, to those who came to that port: which one that was says no client."""
    with app.app_context():
        told: WSGIApplication = make_wsgi_app(registry_of(Waiting(db.engine)))

    def served(environ: dict[str, Any], start_response: Any) -> Any:
        answers = told if environ["SERVER_PORT"] == str(port) else app
        return answers(environ, start_response)

    return served


def begin(host: str, port: int) -> None:
    """Tells what this process counts, by a thread of its own; for one that serves no pages. Raises OSError."""
    start_http_server(port, host, registry_of())
