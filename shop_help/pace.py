"""How often somebody did something in the running minute, counted in this process and shared with the others.

Pages are counted by Flask-Limiter, in a store that processes share. Its way costs as much as storing a message, so
counts of messages stay here until they are worth telling: who comes near the limit is counted in Redis too, and held
to the sum of all processes, which is a round trip late. Without Redis each process counts for itself.
"""

import hashlib
import threading
from functools import partial

from flask import current_app

from shop_help import clock
from shop_help.redis_sender import RedisSender

#: What is not told yet, at most, as a share of the limit: so far above it all processes together may let somebody.
UNTOLD = 8

_guard = threading.Lock()
_minute = 0
_counts: dict[str, int] = {}
#: How many of them Redis was told, and how many of all processes it knows of.
_told: dict[str, int] = {}
_known: dict[str, int] = {}


def hit(who: str, most_a_minute: int) -> bool:
    """Counts one more; False where that is more than may be in a minute."""
    global _minute, _counts, _told, _known
    minute = int(clock.now().timestamp() // 60)
    with _guard:
        if minute != _minute:
            _minute, _counts, _told, _known = minute, {}, {}, {}
        _counts[who] = count = _counts.get(who, 0) + 1
        if count * UNTOLD < most_a_minute:
            return True
        untold = count - _told.get(who, 0)
        known = _known.get(who, 0) + untold
        sender: RedisSender | None = current_app.extensions.get("redis_sender")
        if sender is not None:
            _told[who] = count
    if sender is not None:
        _tell(sender, who, untold, minute)
    return max(count, known) <= most_a_minute


def _tell(sender: RedisSender, who: str, more: int, minute: int) -> None:
    # What somebody is known by here is nothing to leave lying about.
    key = f"pace:{minute}:{hashlib.blake2b(who.encode(), digest_size=16).hexdigest()}"
    sender.say("INCRBY", key, more, told=partial(_learn, who, minute))
    sender.say("EXPIRE", key, 120)


def _learn(who: str, minute: int, answer: object) -> None:
    """What all processes together have counted, as Redis says."""
    with _guard:
        if minute == _minute and isinstance(answer, int):
            _known[who] = answer
