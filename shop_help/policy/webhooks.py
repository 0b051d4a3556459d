"""Webhooks out: how patient we are with an endpoint, and what an endpoint may be."""

from datetime import timedelta
from urllib.parse import urlsplit

from shop_help.policy.faults import Fault
from shop_help.policy.happenings import GOES_OUT
from shop_help.policy.wording import N_

PENDING, DONE, FAILED = "pending", "done", "failed"
STATES = (PENDING, FAILED, DONE)
ACTIVE, PAUSED = "active", "paused"
#: What the test button sends; it happens to nobody.
TESTED = "webhook.tested"
#: Seconds until an endpoint that says nothing is away, and until we hang up on one that goes on and on. Together
#: below policy.refund_tries.LEASE, with room.
TIMEOUT_SECONDS, LONGEST_SECONDS = 10.0, 20.0
#: An endpoint that was away rests for so long, doubled each time up to the longest: others have their turn.
FIRST_REST, LONGEST_REST = timedelta(seconds=5), timedelta(minutes=10)
#: An endpoint that took nothing for so long is paused, until an operator looks at it.
PAUSED_AFTER = timedelta(days=3)
#: After a rotation the earlier secret signs too, for so long.
BOTH_SIGN = timedelta(days=2)
#: Deliveries that are over, and what waits at a paused endpoint, are kept for so long.
KEPT = timedelta(days=30)
LONGEST_ADDRESS = 500
MOST_ENDPOINTS = 20


def rest_after(fails: int) -> timedelta:
    """How long an endpoint rests that was away so many times in a row."""
    doubled: int = 2 ** min(max(fails, 1) - 1, 10)
    return min(LONGEST_REST, FIRST_REST * doubled)


def address_fault(address: str, allows_http: bool) -> Fault | None:
    """What is wrong with an endpoint's address; where it leads to is asked when it is called."""
    try:
        told = urlsplit(address)
        is_whole = bool(told.hostname) and told.port != 0
    except ValueError:
        return Fault(N_("Write an address such as https://shop.example/hooks."))
    if told.scheme not in (("https", "http") if allows_http else ("https",)) or not is_whole:
        return Fault(N_("Write an address that begins with https://, such as https://shop.example/hooks."))
    if told.username is not None or told.fragment or not address.isascii() or not address.isprintable():
        return Fault(N_("Leave out names, passwords, fragments and signs that no address has."))
    return Fault(N_("This address is too long.")) if len(address) > LONGEST_ADDRESS else None


def happenings_fault(chosen: list[str]) -> Fault | None:
    """What is wrong with what an endpoint wants to be told of; nothing chosen is everything."""
    return Fault(N_("Choose from the list.")) if set(chosen) - set(GOES_OUT) else None
