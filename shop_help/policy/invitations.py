"""Who may be invited to work here."""

import re
from collections.abc import Collection

from shop_help.policy.faults import Fault
from shop_help.policy.permissions import ROLES
from shop_help.policy.wording import N_

LONGEST_NAME, LONGEST_EMAIL = 80, 254
#: What a mail can be sent to; whether somebody reads it there, their coming shows.
_ADDRESS = re.compile(r"(?!.*=\?)[\w.!#$%&'*+/=?^`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", re.ASCII)

TAKEN = Fault(N_("Somebody has an account of this address already: look for them under “People”."))


def invitation_faults(email: str, name: str, roles: Collection[str]) -> dict[str, Fault]:
    """What keeps somebody from being invited, by field."""
    faults = {}
    if not name or len(name) > LONGEST_NAME:
        faults["name"] = Fault(N_("A name has 1 to %(most)s characters."), {"most": LONGEST_NAME})
    if len(email) > LONGEST_EMAIL or not _ADDRESS.fullmatch(email):
        faults["email"] = Fault(N_("That is no e-mail address."))
    if not roles or not set(roles) <= set(ROLES):
        faults["role"] = Fault(N_("Choose what they are to be."))
    return faults
