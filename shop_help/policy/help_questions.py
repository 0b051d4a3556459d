"""Help: which questions come first for an order, and what solves one (PRODUCT 1, Help). Facts in, order out."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, count

from shop_help.policy.faults import Fault
from shop_help.policy.situations import SITUATIONS
from shop_help.policy.wording import N_

#: Questions that stand on the Help page; the others are behind "Get Help" and the search.
MOST_RANKED = 6
#: What a second situation of a question adds: it moves it up among its like, never past one that fits better.
SECOND = 0.01
#: How much a situation speaks for an operator's own question: before those of ours that fit less well than most.
OWN_WEIGHT = 75
#: Own questions there can be.
MOST_OWN = 200
#: Of a name in an address.
LONGEST_NAME = 60
NOT_ON_THE_LIST = Fault(N_("Choose from the list."))


@dataclass(frozen=True)
class Candidate:
    """A question as the rule sees it."""

    slug: str
    #: The place in the catalogue: its topic's, then its own.
    place: tuple[int, int]
    #: How much each situation speaks for it, from 1 to 100.
    fits: Mapping[str, int] = field(default_factory=dict)
    #: Situations in which it makes no sense, unless another one speaks for it.
    unless: frozenset[str] = frozenset()


def ranked(candidates: Iterable[Candidate], situations: Collection[str]) -> list[str]:
    """The questions that make sense, the one that fits best first; those that fit alike as in the catalogue.

    What speaks for a question is the strongest of its situations; the others decide between equals.
    """
    here = frozenset(situations)
    sensible = [candidate for candidate in candidates if makes_sense(candidate, here)]
    return [candidate.slug for candidate in sorted(sensible, key=lambda each: (-_strength(each, here), each.place))]


def place_in(placed: Sequence[str] | None, slug: str, position: int) -> tuple[int, int]:
    """Where a question stands in its topic: as an operator put them; behind these, and else, as they were shipped."""
    order = placed or ()
    return (order.index(slug), 0) if slug in order else (len(order), position)


def name_for(question: str, taken: Collection[str]) -> str:
    """What an operator's own question is called in its address: none that we may ship one day."""
    plain = unicodedata.normalize("NFKD", question).encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall("[a-z0-9]+", plain))[:LONGEST_NAME].strip("-")
    name = f"own-{words}" if words else "own"
    return next(each for each in chain([name], (f"{name}-{n}" for n in count(2))) if each not in taken)


def own_faults(own: int, actions: Collection[str], fits: Collection[str]) -> dict[str, Fault]:
    """What keeps a question from being added beside `own` others of operators, by field."""
    faults = {
        "question": Fault(N_("There are %(most)s of your own at most. Change one of them."), {"most": MOST_OWN})
        if own >= MOST_OWN
        else None,
        "actions": None if set(actions) <= SOLUTIONS.keys() else NOT_ON_THE_LIST,
        "fits": None if set(fits) <= SITUATIONS.keys() else NOT_ON_THE_LIST,
    }
    return {name: fault for name, fault in faults.items() if fault is not None}


def makes_sense(candidate: Candidate, situations: Collection[str]) -> bool:
    """Is it a question one can have about such an order?"""
    here = frozenset(situations)
    return not candidate.unless & here or bool(candidate.fits.keys() & here)


def _strength(candidate: Candidate, here: frozenset[str]) -> float:
    speaking = sorted((weight for name, weight in candidate.fits.items() if name in here), reverse=True)
    return speaking[0] + SECOND * sum(speaking[1:]) if speaking else 0.0


@dataclass(frozen=True)
class Solution:
    """Something that solves a question today: its words, and the situations it needs and can't be in."""

    name: str
    label: str
    picture: str
    needs: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()
    #: One of these has to be the case, where there are some.
    one_of: frozenset[str] = frozenset()

    def fits(self, here: frozenset[str]) -> bool:
        """Does it solve something as things are?"""
        return self.needs <= here and not self.unless & here and (not self.one_of or bool(self.one_of & here))


_ORDER = frozenset({"has_order"})
_HERE = frozenset({"shipped", "cancelled"})

#: By name; a door knows where each leads. Nothing stands here that leads nowhere.
SOLUTIONS = {
    solution.name: solution
    for solution in (
        Solution("track", N_("Check order status"), "truck", _ORDER, frozenset({"unpaid", "cancelled"})),
        Solution("cancel", N_("Request a cancellation"), "x-mark", _ORDER, _HERE),
        Solution("address", N_("Update shipping address"), "map-pin", _ORDER, _HERE | {"for_carrier"}),
        Solution("change", N_("Make a change to your order"), "pencil", _ORDER, _HERE | {"for_carrier"}),
        Solution(
            "return",
            N_("Request a refund, return, or exchange"),
            "arrow-uturn-left",
            _ORDER,
            frozenset({"to_ship", "for_carrier", "cancelled"}),
            frozenset({"delivered", "some_arrived", "late"}),
        ),
        Solution("requests", N_("Your requests"), "clipboard-document-list"),
        Solution("message", N_("Message the seller"), "chat-bubble-left-right", _ORDER),
        Solution("order", N_("See the order"), "clipboard-document-list", _ORDER),
        Solution("orders", N_("Your orders"), "clipboard-document-list"),
        Solution("addresses", N_("Your addresses"), "map-pin"),
        Solution("protection", N_("How Buyer Protection works"), "shield-check"),
        Solution("profile", N_("Profile"), "user-circle"),
        Solution("sign_in", N_("Sign in"), "user-circle"),
    )
}


def solutions_for(
    names: Iterable[str], situations: Collection[str], is_signed_in: bool, may_buy: bool
) -> list[Solution]:
    """What this person can do about a question now, the first the best. Without an order, choosing one is the way."""
    here = frozenset(situations)
    known = [SOLUTIONS[name] for name in names if name in SOLUTIONS]
    fit = [each for each in known if each.fits(here)]
    if may_buy:
        lost = any(not each.needs <= here for each in known)
        chosen = [each for each in fit if each.name != "sign_in"]
        return chosen or ([SOLUTIONS["orders"]] if lost else [])
    return [] if is_signed_in else [SOLUTIONS["sign_in"]]
