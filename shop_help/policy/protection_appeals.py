"""Who may appeal a decision of Buyer Protection, and what counts as something new (PRODUCT 4)."""

import re
from collections.abc import Collection, Iterable

from shop_help.policy.faults import Fault
from shop_help.policy.request_forms import Faults, note_faults
from shop_help.policy.wording import N_

#: An appeal says at least so many words that its side has not said before.
FEWEST_NEW_WORDS = 5

_WORD = re.compile(r"\w+")


def may_appeal(
    side: str, outcome: str, decided: int, claimed: int, appealed: Collection[str], is_final: bool
) -> bool:
    """A side that got less than it wanted, once, while the decision isn't final.

    `decided`, `claimed`: in minor units; `appealed`: the sides that have appealed.
    """
    if is_final or not outcome or side in appealed:
        return False
    return decided < claimed if side == "BUYER" else outcome != "for_seller"


def new_words(words: str, said_before: Iterable[str]) -> list[str]:
    """The words of an appeal that this side has not used before, in their order."""
    known = {word for text in said_before for word in _words(text)}
    return [word for word in dict.fromkeys(_words(words)) if word not in known]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def is_new(words: str, digests: Collection[str], said_before: Iterable[str], seen_before: Collection[str]) -> bool:
    """Does it bring a photo that nobody has seen here, or enough that was not said before?"""
    return bool(set(digests) - set(seen_before)) or len(new_words(words, said_before)) >= FEWEST_NEW_WORDS


def appeal_faults(
    words: str, digests: Collection[str], said_before: Iterable[str], seen_before: Collection[str]
) -> Faults:
    """What is wrong with an appeal as it was filled in."""
    faults = note_faults(
        "words", words, is_needed=True, missing=N_("Say why the decision is wrong, and what is new.")
    )
    if not faults and not is_new(words, digests, said_before, seen_before):
        new = N_("Bring something new: a photo, a receipt, or something that you have not said yet.")
        faults["words"] = Fault(new)
    return faults
