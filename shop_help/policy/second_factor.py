"""Who must show more than a password, what counts as more, and how often somebody may guess."""

from collections.abc import Set
from datetime import datetime, timedelta

#: What somebody showed at their sign-in. `half`: a password, where more was set up and is still to be shown.
#: The shop's word (policy.handoff) is worth the roles that it names; by `tool` a program of a seller's acts, and no
#: browser has it.
PROOFS = ("password", "half", "demo", "code", "recovery_code", "passkey", "handoff", "shop_handoff", "tool")
#: Those that are more than a password.
STRONG = frozenset({"code", "recovery_code", "passkey"})
#: Whoever has one of these may do nothing by a password alone.
STAFF = frozenset({"agent", "operator"})

#: What keeps somebody from going on: they set up a second factor first, or show the one they have.
SET_UP, PROVE = "set_up", "prove"
#: They asked for their account to be deleted: they may see their data and undo it, nothing else.
LEAVING = "leaving"

#: Wrong codes a person may try. A code is one of a million, and three are good at a time.
GUESSES = "5 per minute; 20 per hour; 60 per day"
#: Seconds that a phone's clock may go wrong before and after.
CLOCK_SECONDS = 30
RECOVERY_CODES = 10
MOST_PASSKEYS = 20
LONGEST_NAME = 60
#: Who changes what they sign in with has shown it so lately.
FRESH = timedelta(minutes=15)
#: A browser's question to a passkey is answered within.
CHALLENGE = timedelta(minutes=5)


def held_by(proof: str, roles: Set[str], is_demo: bool, leaves: bool = False) -> str:
    """What a sign-in lacks before anything may be done with it: SET_UP, PROVE, LEAVING, or nothing."""
    if proof == "half":
        return PROVE
    if leaves:
        return LEAVING
    if proof in STRONG or is_demo or not roles & STAFF:
        return ""
    return SET_UP


def may_secure(roles: Set[str]) -> bool:
    """Who works here or for a shop may set up more than a password."""
    return bool(roles & STAFF) or "seller" in roles


def may_go_without(roles: Set[str], is_demo: bool) -> bool:
    """May somebody take away the last thing they have beside a password?"""
    return is_demo or not roles & STAFF


def is_fresh(proved_at: datetime | None, now: datetime) -> bool:
    """Did somebody show lately that it is them?"""
    return proved_at is not None and now - proved_at < FRESH
