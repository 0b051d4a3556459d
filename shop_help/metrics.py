"""What this process counts for its operator, by Prometheus' own client; `scraping.py` tells it.

A number says how often and how long, never whose: no label holds a name, an id, an address or a word that somebody
typed, and each has as many values as the code has. Counting never fails what is counted.
"""

import logging
from collections import Counter as Tally
from collections.abc import Iterable
from typing import Any

from flask import Flask, Response, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from shop_help.clock import ticks

log = logging.getLogger(__name__)

COUNTED = CollectorRegistry()

#: Seconds. A browser's outbox waits 8 for an ack (CHAT).
_QUICK = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 8)
_PAGES = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5)

_requests = Counter("shop_help_requests", "Answers over HTTP.", ("route", "method", "status"), registry=COUNTED)
_request_seconds = Histogram(
    "shop_help_request_seconds",
    "Seconds from a request to its answer.",
    ("route", "method"),
    buckets=_PAGES,
    registry=COUNTED,
)
_event_seconds = Histogram(
    "shop_help_event_seconds",
    "Seconds from an event of a socket to its ack: message:send ends after the commit.",
    ("event", "outcome"),
    buckets=_QUICK,
    registry=COUNTED,
)
SOCKETS = Gauge("shop_help_sockets", "Sockets open.", registry=COUNTED, multiprocess_mode="livesum")
CONNECTIONS = Gauge(
    "shop_help_database_connections",
    "Connections of the pools that are in use.",
    registry=COUNTED,
    multiprocess_mode="livesum",
)
COMMIT_GROUPS = Histogram(
    "shop_help_commit_group_size",
    "Works that shared a commit (SQLite).",
    buckets=(1, 2, 4, 8, 16, 32, 64, 128),
    registry=COUNTED,
)
COMMIT_WAITS = Histogram(
    "shop_help_commit_wait_seconds",
    "Seconds that a work waited for its turn to write: of a group, its first.",
    buckets=_QUICK,
    registry=COUNTED,
)
_redis_up = Gauge(
    "shop_help_redis_up",
    "Is Redis told what it should be, and heard?",
    ("way",),
    registry=COUNTED,
    multiprocess_mode="livemin",
)
_redis_commands = Counter(
    "shop_help_redis_commands",
    "What Redis was told: publish is an announcement, the others are counts.",
    ("command", "outcome"),
    registry=COUNTED,
)
_rounds = Counter(
    "shop_help_clockwork_steps", "Steps of the rounds that time brings.", ("step", "outcome"), registry=COUNTED
)


class _Children(dict[tuple[str, ...], Any]):
    """A metric's own counts by the values of its labels: the library looks each of them up under a lock."""

    def __init__(self, metric: Any) -> None:
        super().__init__()
        self._metric = metric

    def __missing__(self, values: tuple[str, ...]) -> Any:
        child = self[values] = self._metric.labels(*values)
        return child


_answers, _answer_seconds = _Children(_requests), _Children(_request_seconds)
_acks, _told, _steps = _Children(_event_seconds), _Children(_redis_commands), _Children(_rounds)

#: Where a request keeps when it began.
_BEGAN = "shop_help.began"
#: Anybody may invent another one.
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def init_app(app: Flask) -> None:
    """Counts what is answered; before everything else that has a word in an answer, so that it comes last."""
    answer = app.wsgi_app

    def timed(environ: dict[str, Any], start_response: Any) -> Any:
        environ[_BEGAN] = ticks()
        return answer(environ, start_response)

    app.wsgi_app = timed  # type: ignore[method-assign]
    app.after_request(_answered)


def _answered(response: Response) -> Response:
    route = request.url_rule.rule if request.url_rule else "none"
    method = request.method if request.method in _METHODS else "other"
    seconds = ticks() - request.environ.get(_BEGAN, ticks())
    try:
        _answers[route, method, str(response.status_code)].inc()
        _answer_seconds[route, method].observe(seconds)
    except Exception:
        log.exception("an answer was not counted")
    return response


def acknowledged(event: str, outcome: str, began: float) -> None:
    """An event of a socket has its ack. `outcome` is ok, duplicate, or a code of CHAT; `began` is of clock.ticks."""
    try:
        _acks[event, outcome].observe(ticks() - began)
    except Exception:
        log.exception("an ack was not counted")


def told_redis(commands: Iterable[str], outcome: str) -> None:
    """Commands reached Redis (`sent`), or were left out because it is gone or too slow (`dropped`)."""
    try:
        for command, count in Tally(commands).items():
            _told[command.lower(), outcome].inc(count)
    except Exception:
        log.exception("what Redis was told was not counted")


def redis_is(way: str, is_up: bool) -> None:
    """Redis is told (`way`: told) or heard (heard), or isn't. Where there is none, nothing is said of it."""
    try:
        _redis_up.labels(way).set(is_up)
    except Exception:
        log.exception("what became of Redis was not counted")


def stepped(step: str, outcome: str) -> None:
    """A step of a round is over: `done` or `failed`."""
    try:
        _steps[step, outcome].inc()
    except Exception:
        log.exception("a step was not counted")
