"""Python's collector looks through everything when there is little to do, instead of when enough has been made.

With 1,000 sockets such a look takes 170 ms, in which nobody is answered; left to itself it came every half a minute
under 500 messages a second. Looks at what is young go on as ever: they take less than a millisecond.
"""

import gc
import logging
import threading
import time
from dataclasses import dataclass

from shop_help.clock import ticks

log = logging.getLogger(__name__)

#: Seconds between two looks whether it is time, and the longest that a busy process goes without.
ASK_SECONDS, LONGEST_SECONDS = 1.0, 300.0
#: Of a core's time: with less there is little to do.
IDLE_SHARE = 0.1
#: So many looks at the middle-aged make one at everything worth it, and so many make it due whatever there is to do.
WORTH_IT, DUE = 10, 3000
#: As a number of such looks: Python itself never begins it.
NEVER = 1_000_000_000


@dataclass
class Pause:
    """What went by since it was last asked: its share of a core, and seconds since the last look at everything."""

    share: float
    seconds: float

    def is_for_collecting(self, looks: int) -> bool:
        """Is it time? `looks`: those at the middle-aged since the last at everything."""
        is_quiet = self.share < IDLE_SHARE or self.seconds >= LONGEST_SECONDS
        return (looks >= WORTH_IT and is_quiet) or looks >= DUE


def start() -> None:
    """From now on this process collects so. What start-up made is to be frozen by then."""
    young, middle, _ = gc.get_threshold()
    gc.set_threshold(young, middle, NEVER)
    threading.Thread(target=_go_on, name="collector", daemon=True).start()


class Watch:
    """What this process did since it last collected everything."""

    def __init__(self) -> None:
        self._collected = self._asked = ticks()
        self._worked = time.process_time()

    def look(self) -> None:
        """Collects if it is time."""
        now, worked = ticks(), time.process_time()
        share = (worked - self._worked) / max(now - self._asked, 0.001)
        pause = Pause(share, now - self._collected)
        self._asked, self._worked = now, worked
        if pause.is_for_collecting(gc.get_count()[2]):
            gc.collect()
            self._collected = ticks()


def _go_on() -> None:
    watch = Watch()
    while True:
        time.sleep(ASK_SECONDS)
        try:
            watch.look()
        except Exception:
            log.exception("a look at what may be collected failed; the next one follows")
