"""How often somebody did something in the running minute, counted in this process.

Pages are counted by Flask-Limiter, in a store that processes share. A browser's socket is with one process, so its
messages need no shared store; and the library's way costs as much as storing the message.
"""

import threading

from shop_help import clock

_guard = threading.Lock()
_minute = 0
_counts: dict[str, int] = {}


def hit(who: str, most_a_minute: int) -> bool:
    """Counts one more; False where that is more than may be in a minute."""
    global _minute, _counts
    minute = int(clock.ticks() // 60)
    with _guard:
        if minute != _minute:
            _minute, _counts = minute, {}
        _counts[who] = count = _counts.get(who, 0) + 1
    return count <= most_a_minute
