"""Counting what this process does, with Prometheus' own client, at a price that a message can pay.

Who does something only notes that it was done, for a fraction of a microsecond, and nobody's work fails by it: to
write a number to where the other workers' are costs ten. A thread counts what was noted, once a second, many at once.
"""

import logging
import threading
import time
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

log = logging.getLogger(__name__)

COUNTED = CollectorRegistry()


class Timed(Histogram):
    """A histogram that takes many numbers at once."""

    def add(self, numbers: list[float]) -> None:
        """The same as `observe` of each, with one writing for each bucket."""
        counts: defaultdict[int, int] = defaultdict(int)
        for number in numbers:
            counts[bisect_left(self._upper_bounds, number)] += 1
        for place, count in counts.items():
            self._buckets[place].inc(count)
        self._sum.inc(sum(numbers))


class Counted(Counter):
    """A counter of the same kind."""

    def add(self, numbers: list[float]) -> None:
        self.inc(sum(numbers))


#: What was noted and isn't counted yet: a metric, the values of its labels, a number. Bounded, if nobody counts.
_noted: deque[tuple[Timed | Counted, tuple[str, ...], float]] = deque(maxlen=100_000)
_told = threading.Event()


def tell() -> None:
    """From now on there is somebody who reads it. Before that nothing is noted."""
    _told.set()


def note(metric: Timed | Counted, labels: tuple[str, ...], number: float = 1) -> None:
    """Something was done: once, or in so many seconds."""
    if _told.is_set():
        _noted.append((metric, labels, number))


#: How many there are just now, asked for whenever it is counted.
_asked: dict[Gauge, Callable[[], float]] = {}
_guard = threading.Lock()
#: Seconds between two times that a worker counts.
COUNTED_EVERY = 1.0


def ask(gauge: Gauge, how_many: Callable[[], float]) -> None:
    """Who says at any time, without waiting, how many there are. The last one told counts."""
    _asked[gauge] = how_many


def start() -> None:
    """Counts from now on, in a thread of its own."""
    threading.Thread(target=_go_on, name="counting", daemon=True).start()


def _go_on() -> None:
    while True:
        time.sleep(COUNTED_EVERY)
        count()


def count() -> None:
    """Counts what was noted. What can't be counted, as where there is no room for one more series, is not."""
    with _guard:
        found: defaultdict[tuple[Any, tuple[str, ...]], list[float]] = defaultdict(list)
        for _ in range(len(_noted)):
            metric, labels, number = _noted.popleft()
            found[metric, labels].append(number)
        for (metric, labels), numbers in found.items():
            with _going_on():
                (metric.labels(*labels) if labels else metric).add(numbers)
        for gauge, how_many in list(_asked.items()):
            with _going_on():
                gauge.set(how_many())


@contextmanager
def _going_on() -> Iterator[None]:
    try:
        yield
    except Exception:
        log.exception("something was not counted")
