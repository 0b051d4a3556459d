"""What this process counts for its operator; `counting.py` does it, and `scraping.py` tells it.

A number says how often and how long, never whose: no label holds a name, an id, an address or a word that somebody
typed, and each has as many values as the code has.
"""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, Response, request
from prometheus_client import Gauge

from shop_help.clock import ticks
from shop_help.counting import COUNTED, Counted, Timed, ask, note

#: Seconds. A browser's outbox waits 8 for an ack (CHAT).
_QUICK = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 8)
_PAGES = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5)

_requests = Counted("shop_help_requests", "Answers over HTTP.", ("route", "method", "status"), registry=COUNTED)
_request_seconds = Timed(
    "shop_help_request_seconds",
    "Seconds from a request to its answer.",
    ("route", "method"),
    buckets=_PAGES,
    registry=COUNTED,
)
_event_seconds = Timed(
    "shop_help_event_seconds",
    "Seconds from an event of a socket to its ack: message:send ends after the commit.",
    ("event", "outcome"),
    buckets=_QUICK,
    registry=COUNTED,
)
_commit_groups = Timed(
    "shop_help_commit_group_size",
    "Works that shared a commit (SQLite).",
    buckets=(1, 2, 4, 8, 16, 32, 64, 128),
    registry=COUNTED,
)
_commit_waits = Timed(
    "shop_help_commit_wait_seconds",
    "Seconds that a work waited for its turn to write: of a group, its first.",
    buckets=_QUICK,
    registry=COUNTED,
)
_redis_commands = Counted(
    "shop_help_redis_commands",
    "What Redis was told: publish is an announcement, the others are counts.",
    ("command", "outcome"),
    registry=COUNTED,
)
_steps = Counted(
    "shop_help_clockwork_steps", "Steps of the rounds that time brings.", ("step", "outcome"), registry=COUNTED
)
_gauges = {
    "sockets": Gauge("shop_help_sockets", "Sockets open.", registry=COUNTED, multiprocess_mode="livesum"),
    "connections": Gauge(
        "shop_help_database_connections",
        "Connections of the pools that are in use.",
        registry=COUNTED,
        multiprocess_mode="livesum",
    ),
}
_redis_up = Gauge(
    "shop_help_redis_up",
    "Is Redis told what it should be, and heard?",
    ("way",),
    registry=COUNTED,
    multiprocess_mode="livemin",
)

#: Where a request keeps when it began.
_BEGAN = "shop_help.began"
#: Anybody may invent another one.
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def init_app(app: Flask) -> None:
    """Notes what is answered; before everything else that has a word in an answer, so that it comes last."""
    answer = app.wsgi_app

    def timed(environ: dict[str, Any], start_response: Any) -> Any:
        environ[_BEGAN] = ticks()
        return answer(environ, start_response)

    app.wsgi_app = timed  # type: ignore[method-assign]
    app.after_request(_answered)


def _answered(response: Response) -> Response:
    route = request.url_rule.rule if request.url_rule else "none"
    method = request.method if request.method in _METHODS else "other"
    note(_requests, (route, method, str(response.status_code)))
    note(_request_seconds, (route, method), ticks() - request.environ.get(_BEGAN, ticks()))
    return response


def acknowledged(event: str, outcome: str, began: float) -> None:
    """An event of a socket has its ack. `outcome` is ok, duplicate, or a code of CHAT; `began` is of clock.ticks."""
    note(_event_seconds, (event, outcome), ticks() - began)


def committed(works: int, waited: float) -> None:
    """So many works shared a commit; the first of them waited so many seconds for its turn."""
    note(_commit_groups, (), works)
    note(_commit_waits, (), waited)


def got_turn(waited: float) -> None:
    """A work has a connection to write on, after so many seconds."""
    note(_commit_waits, (), waited)


def told_redis(commands: Iterable[str], outcome: str) -> None:
    """Commands reached Redis (`sent`), or were left out because it is gone or too slow (`dropped`)."""
    for command in commands:
        note(_redis_commands, (command.lower(), outcome))


def stepped(step: str, outcome: str) -> None:
    """A step of a round is over: `done` or `failed`."""
    note(_steps, (step, outcome))


def ask_for(what: str, how_many: Callable[[], float]) -> None:
    """`what` is sockets or connections; `how_many` says so at any time, without waiting."""
    ask(_gauges[what], how_many)


def ask_redis(way: str, is_up: Callable[[], bool]) -> None:
    """Whether Redis is told (`way`: told) or heard. Where there is none, nothing is said of it."""
    ask(_redis_up.labels(way), is_up)
