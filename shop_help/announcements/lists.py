"""Tells lists that they are stale, at most twice a second each: a list is fetched anew, however much moved."""

import logging
import threading
import time
from collections import deque

from shop_help.announcements.rooms import AGENTS, person_room, shop_room
from shop_help.clock import ticks
from shop_help.extensions import socketio

log = logging.getLogger(__name__)

#: Seconds in which what happens to one list is said once.
GATHER_SECONDS = 0.5


def inbox_changed(buyer_id: int, shop_id: int | None) -> None:
    """The buyer's list of conversations moved, and the shop's where one is in it."""
    _gatherer.say("inbox:changed", person_room(buyer_id))
    if shop_id is not None:
        _gatherer.say("inbox:changed", shop_room(shop_id))


def notifications_changed(person_id: int) -> None:
    """Somebody was told of something, or read it: their bell is stale, in all their browsers."""
    _gatherer.say("notifications:changed", person_room(person_id))


def queue_changed() -> None:
    """The agents' lists moved."""
    _gatherer.say("queue:changed", AGENTS)


def panel_changed(conversation_id: int, hearers: str) -> None:
    """What stands beside a conversation is stale, for those who hear there."""
    _gatherer.say("conversation:changed", hearers, conversation=conversation_id)


def shop_changed(shop_id: int) -> None:
    """A shop went away or came back: the clocks in its people's inbox stand otherwise."""
    _gatherer.say("inbox:changed", shop_room(shop_id))


#: An event, the room that hears it, and what it says.
News = tuple[str, str, tuple[tuple[str, int], ...]]


class Gatherer:
    """Holds each piece of news back for a moment, so that a list that moves a hundred times is named once.

    Each at its own moment: all at once would be a burst of hundreds, and messages would wait behind it.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._stale: set[News] = set()
        self._due: deque[tuple[float, News]] = deque()

    def say(self, event: str, room: str, **payload: int) -> None:
        """Says it soon; never waits and never fails."""
        news = (event, room, tuple(payload.items()))
        with self._guard:
            if news in self._stale:
                return
            begins = not self._stale
            self._stale.add(news)
            self._due.append((ticks() + GATHER_SECONDS, news))
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
                socketio.emit(news[0], dict(news[2]), to=news[1])
            except Exception:
                log.exception("an announcement failed; the list is fetched anew on the next visit")
            if ends:
                return


_gatherer = Gatherer()
