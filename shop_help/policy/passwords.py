"""What a password may be, and how long a link is good by which one is chosen."""

from datetime import timedelta

from shop_help.policy.faults import Fault
from shop_help.policy.wording import N_

#: Fewest and most characters.
SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 128
#: How long somebody who was invited has to choose their first one, and somebody who forgot theirs the next.
FIRST_GOOD_FOR, NEXT_GOOD_FOR = timedelta(hours=72), timedelta(hours=1)
#: Asked for again within this, the same link is sent once more: nobody from outside ends one that somebody is using.
RESENT_WITHIN = timedelta(minutes=40)

NO_PASSWORD = Fault(N_("A password has %(least)s characters or more."), {"least": SHORTEST_PASSWORD})
LONG_PASSWORD = Fault(N_("A password has %(most)s characters at most."), {"most": LONGEST_PASSWORD})
SAME = Fault(N_("The new one is the same as the current one."))
NOT_YOURS = Fault(N_("That is not your current password."))


def password_faults(password: str) -> dict[str, Fault]:
    """What is wrong with a password that somebody chose."""
    if len(password) < SHORTEST_PASSWORD:
        return {"password": NO_PASSWORD}
    return {"password": LONG_PASSWORD} if len(password) > LONGEST_PASSWORD else {}


def good_for(has_password: bool) -> timedelta:
    """How long a link is good."""
    return NEXT_GOOD_FOR if has_password else FIRST_GOOD_FOR
