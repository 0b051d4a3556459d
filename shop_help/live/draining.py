"""Going down without holding anybody up (CHAT, trap 13)."""

import time

from shop_help.extensions import socketio
from shop_help.sockets import DRAINING

#: Seconds between the word and the end of the sockets, for acks that are on their way.
LAST_WORDS_SECONDS = 0.5


def drain() -> None:
    """Refuses what comes from now on, tells the browsers to come back soon, and closes their sockets."""
    DRAINING.set()
    if socketio.server is None:
        return
    # To our own sockets alone: the other processes stay.
    socketio.emit("draining", {}, ignore_queue=True)
    time.sleep(LAST_WORDS_SECONDS)
    for socket in list(socketio.server.eio.sockets.values()):
        socket.close(wait=False)
