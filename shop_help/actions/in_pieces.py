"""Work of a round in pieces, with pauses between them in which others have their turn."""

import time
from collections.abc import Callable

from shop_help.clock import ticks

#: Seconds after which it ends until the next round: the round's other work, such as deadlines, waits for it.
LONGEST = 1.0
#: The pause after a piece, in times of its length: of a core, and of SQLite's one writer, it takes a part at most.
PAUSES = 3.0


def in_pieces(piece: Callable[[], bool], pauses: float = PAUSES) -> None:
    """Does it piece by piece, until one says that nothing is left."""
    until = ticks() + LONGEST
    while True:
        began = ticks()
        if not piece() or ticks() > until:
            return
        time.sleep(pauses * (ticks() - began))
