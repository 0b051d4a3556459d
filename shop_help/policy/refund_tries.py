"""How patient we are with the payment system: when a refund is sent again, and when it has failed."""

from datetime import datetime, timedelta

#: A try that didn't answer is over by then: another process may send it again, with the same key.
LEASE = timedelta(minutes=1)
#: The wait after the first try that failed; it doubles with each one, up to the longest.
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=15), timedelta(hours=1)
#: A refund has failed after so long, if it was tried so often: time in which we did not run is no patience.
PATIENCE, FEWEST_TRIES = timedelta(days=3), 12
#: The payment system has it and says nothing: it is asked again, with the same key, as often as this.
ASK_AGAIN_AFTER = timedelta(days=1)
#: The demo's payment settles after a moment, so that one sees it pending.
DEMO_MOMENT = timedelta(seconds=4)


def next_try(tries: int, since: datetime, now: datetime) -> datetime | None:
    """When a refund is sent again after so many tries; None where we give up."""
    if now - since >= PATIENCE and tries >= FEWEST_TRIES:
        return None
    # Doubled no further than it takes: a wait of 2 ** 80 seconds is no number of a clock.
    doubled: int = 2 ** min(max(tries, 1) - 1, 10)
    return now + min(LONGEST_WAIT, FIRST_WAIT * doubled)
