"""Tells lists that they are stale, at most twice a second each: a list is fetched anew, however much moved."""

import logging
import threading
import time

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
    """Holds news back for a moment, so that a list that moves a hundred times is named once."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._stale: set[tuple[str, str]] = set()

    def say(self, event: str, room: str) -> None:
        """Says it soon; never waits and never fails."""
        with self._guard:
            first = not self._stale
            self._stale.add((event, room))
        if first:
            threading.Thread(target=self._say_all, name="stale-lists", daemon=True).start()

    def _say_all(self) -> None:
        time.sleep(GATHER_SECONDS)
        with self._guard:
            news, self._stale = sorted(self._stale), set()
        for event, room in news:
            try:
                socketio.emit(event, {}, to=room)
            except Exception:
                log.exception("an announcement failed; the list is fetched anew on the next visit")


_gatherer = Gatherer()
