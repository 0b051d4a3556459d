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


_guard = threading.Lock()
_stale: set[tuple[str, str]] = set()
_gathering = False


def inbox_changed(buyer_id: int, shop_id: int) -> None:
    """The buyer's and the shop's list of conversations moved."""
    _say_soon(("inbox:changed", person_room(buyer_id)), ("inbox:changed", shop_room(shop_id)))


def _say_soon(*news: tuple[str, str]) -> None:
    global _gathering
    with _guard:
        _stale.update(news)
        if _gathering:
            return
        _gathering = True
    threading.Thread(target=_say_what_gathered, name="stale-lists", daemon=True).start()


def _say_what_gathered() -> None:
    global _gathering
    time.sleep(GATHER_SECONDS)
    with _guard:
        news = sorted(_stale)
        _stale.clear()
        _gathering = False
    for event, room in news:
        try:
            socketio.emit(event, {}, to=room)
        except Exception:
            log.exception("an announcement failed; the list is fetched anew on the next visit")
