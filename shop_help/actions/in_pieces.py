"""Work of a round in pieces, with pauses between them in which others have their turn."""

import time
from collections.abc import Callable

from shop_help.clock import ticks

#: Seconds after which it ends until the next round: the round's other work, such as deadlines, waits for it.
LONGEST = 1.0
#: The pause after a piece, in times of the processor time it took, and in seconds at most.
PAUSES, LONGEST_PAUSE = 3.0, 0.05


def in_pieces(piece: Callable[[], bool], pauses: float = PAUSES) -> None:
    """Does it piece by piece, until one says that nothing is left."""
    until = ticks() + LONGEST
    while True:
        # Not what it waited: the more others do, the longer that is, and the more there is to be done here.
        worked = time.thread_time()
        if not piece():
            return
        pause = min(pauses * (time.thread_time() - worked), LONGEST_PAUSE)
        if ticks() + pause >= until:
            return
        time.sleep(pause)
