"""Who must show more than a password, what counts as more, and how often somebody may guess."""

from collections.abc import Set
from datetime import timedelta

#: What somebody showed at their sign-in. `half`: a password, where more was set up and is still to be shown.
PROOFS = ("password", "half", "demo", "code", "recovery_code", "passkey")
#: Those that are more than a password.
STRONG = frozenset({"code", "recovery_code", "passkey"})
#: Whoever has one of these may do nothing by a password alone.
STAFF = frozenset({"agent", "operator"})

#: What keeps somebody from going on: they set up a second factor first, or show the one they have.
SET_UP, PROVE = "set_up", "prove"

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


def held_by(proof: str, roles: Set[str], is_demo: bool) -> str:
    """What a sign-in lacks before anything may be done with it: SET_UP, PROVE, or nothing."""
    if proof == "half":
        return PROVE
    if proof in STRONG or is_demo or not roles & STAFF:
        return ""
    return SET_UP
