"""What agents write once and insert often: as a shop's saved reply, with what becomes of the case as well."""

from shop_help.policy.faults import Fault
from shop_help.policy.shop_texts import reply_faults
from shop_help.policy.support import AFTER_REPLY
from shop_help.policy.wording import N_

#: All of them stand on one page, and in every composer.
MOST_REPLIES = 100

STALE = Fault(N_("A colleague changed this meanwhile. Yours is kept here: look at theirs below, then save again."))


def service_reply_faults(title: str, body: str, then: str) -> dict[str, Fault]:
    """What is wrong with a saved reply, by field; `then` may be left open."""
    faults = reply_faults(title, body)
    if then and then not in AFTER_REPLY:
        faults["then"] = Fault(N_("Choose one from the list."))
    return faults


def no_room_fault(there_are: int) -> Fault | None:
    """Is there no room for one more?"""
    full = Fault(N_("There can be at most %(most)s of them. Delete one that nobody needs."), {"most": MOST_REPLIES})
    return full if there_are >= MOST_REPLIES else None
