"""Deleting an account: how long it can be undone, what it waits for, and who may ask for it (PRODUCT 6, issue 7)."""

from collections.abc import Collection, Mapping, Set
from datetime import datetime, timedelta

from shop_help.policy.wording import N_

#: So long somebody who asked for it may think again.
UNDO_DAYS = 14
#: Money and claims end by themselves, and are waited for. What may stand still for ever is waited for no longer than
#: this after the 14 days: a parcel without news, a question that nobody closes.
LONGEST_WAIT = timedelta(days=90)
#: While something is open, it is looked at again so much later.
LOOK_AGAIN = timedelta(days=1)

#: What keeps an account until it has ended, and whether that is for a while only.
HOLDS = {"claims": False, "requests": False, "refunds": False, "orders": True, "cases": True}

#: An order in one of these needs no address any more, or was never paid.
ORDER_OVER = ("UNPAID", "DELIVERED", "COMPLETED", "CANCELLED")

#: Whoever has one of these has duties to others here: an operator deletes their account.
WORKING_ROLES = frozenset({"seller", "agent", "operator"})

#: What stands where a name stood.
FORMER_BUYER, FORMER_COLLEAGUE = N_("A former buyer"), N_("A former colleague")
#: What stands where words stood.
WORDS_REMOVED = N_("These words were removed.")


def due_from(asked_at: datetime) -> datetime:
    """The first instant at which it can't be undone any more."""
    return asked_at + timedelta(days=UNDO_DAYS)


def waits_for(still_open: Mapping[str, int], asked_at: datetime, now: datetime) -> frozenset[str]:
    """Of what is open (counts by the names of HOLDS) that for which the account stays."""
    is_over = now >= due_from(asked_at) + LONGEST_WAIT
    return frozenset(
        name for name, for_a_while in HOLDS.items() if still_open[name] and not (for_a_while and is_over)
    )


def may_delete_own(roles: Set[str]) -> bool:
    """A buyer deletes their own account; for whoever works here or for a shop an operator does."""
    return not roles & WORKING_ROLES


def is_last_operator(roles: Collection[str], other_operators: int) -> bool:
    """Without anybody who sets rules and roles nothing could be put right any more."""
    return "operator" in roles and not other_operators


def name_left(roles: Set[str]) -> str:
    """What somebody is called once their name is gone; to be translated."""
    return FORMER_COLLEAGUE if roles & WORKING_ROLES else FORMER_BUYER
