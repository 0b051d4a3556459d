"""Tells lists that they are stale, at most twice a second each: a list is fetched anew, however much moved."""

import logging
import threading
import time
from collections import deque

from shop_help.clock import ticks
from shop_help.extensions import socketio

log = logging.getLogger(__name__)

#: Seconds in which what happens to one list is said once.
GATHER_SECONDS = 0.5


def person_room(person_id: int) -> str:
    """Where everything of one person is heard, in all their browsers."""
    return f"person:{person_id}"


def shop_room(shop_id: int) -> str:
    """Where a shop's people hear of their inbox."""
    return f"shop:{shop_id}"


def inbox_changed(buyer_id: int, shop_id: int) -> None:
    """The buyer's and the shop's list of conversations moved."""
    _gatherer.say("inbox:changed", person_room(buyer_id))
    _gatherer.say("inbox:changed", shop_room(shop_id))


def shop_changed(shop_id: int) -> None:
    """A shop went away or came back: the clocks in its people's inbox stand otherwise."""
    _gatherer.say("inbox:changed", shop_room(shop_id))


class Gatherer:
    """Holds each piece of news back for a moment, so that a list that moves a hundred times is named once.

    Each at its own moment: all at once would be a burst of hundreds, and messages would wait behind it.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._stale: set[tuple[str, str]] = set()
        self._due: deque[tuple[float, tuple[str, str]]] = deque()

    def say(self, event: str, room: str) -> None:
        """Says it soon; never waits and never fails."""
        with self._guard:
            if (event, room) in self._stale:
                return
            begins = not self._stale
            self._stale.add((event, room))
            self._due.append((ticks() + GATHER_SECONDS, (event, room)))
        if begins:
            threading.Thread(target=self._say_all, name="stale-lists", daemon=True).start()

    def _say_all(self) -> None:
        """Says what is due, until nothing is left to be said."""
        while True:
            due, news = self._due[0]
            time.sleep(max(0.0, due - ticks()))
            with self._guard:
                # Forgotten before it is said: what moves from now on is said anew.
                self._due.popleft()
                self._stale.discard(news)
                ends = not self._stale
            try:
                socketio.emit(news[0], {}, to=news[1])
            except Exception:
                log.exception("an announcement failed; the list is fetched anew on the next visit")
            if ends:
                return


_gatherer = Gatherer()
