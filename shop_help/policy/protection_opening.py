"""Who is asked first about a Buyer Protection case: the seller, or nobody but customer service (PRODUCT 4, 5)."""

from shop_help.policy.verdicts import Verdict

#: Verdicts by which there is no seller to ask.
NOBODY_TO_ASK = frozenset({"protect_suspended"})


def goes_to_agent(verdict: Verdict, was_heard: bool = False) -> bool:
    """The shop is suspended, nobody is sure of the day of delivery, or the seller was heard in a dispute already."""
    return verdict.by_agent or verdict.code in NOBODY_TO_ASK or was_heard
