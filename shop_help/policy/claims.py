"""A claim of Buyer Protection as it is written, step by step: what each step has to hold (PRODUCT 5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shop_help.policy.faults import Fault
from shop_help.policy.photos import MOST_PHOTOS
from shop_help.policy.reasons import reasons_for
from shop_help.policy.request_forms import Faults, note_faults
from shop_help.policy.wording import N_

#: The steps in their order. The last one is no form: there the buyer reads it all once more, and sends it.
STEPS = ("items", "reason", "wanted", "evidence", "check")
#: What each step fills in.
FIELDS = {"items": ("lines",), "reason": ("reason",), "wanted": ("wanted", "amount"), "evidence": ("words",)}
#: What a buyer can want: the money, or the money once the item went back.
WANTED = ("refund", "return")
#: Fewer words than this tell nobody what happened.
FEWEST_SIGNS = 10


@dataclass(frozen=True)
class ClaimFacts:
    """What decides whether a step is filled in well."""

    #: Lines of the order that Buyer Protection covers now.
    covered: frozenset[int]
    #: Classes of the chosen lines, and whether all of them are there.
    classes: tuple[str, ...]
    is_delivered: bool
    #: What the chosen lines give back at most, in minor units.
    most: int
    #: Photos with this claim, and photos of these lines that were sent before.
    photos: int = 0
    photos_before: int = 0


def next_step(step: str) -> str:
    """The step behind one; the last one stays."""
    return STEPS[min(STEPS.index(step) + 1, len(STEPS) - 1)]


def step_faults(step: str, filled: Mapping[str, Any], facts: ClaimFacts) -> Faults:
    """What is wrong with a step as it is filled in; nothing for one that can be kept. `filled`: all of the claim."""
    check = {"items": _items, "reason": _reason, "wanted": _wanted, "evidence": _evidence}.get(step)
    return check(filled, facts) if check else {}


def claim_faults(filled: Mapping[str, Any], facts: ClaimFacts) -> dict[str, Faults]:
    """The steps that are still to be filled in, or to be put right, each with what is wrong."""
    wrong = {step: step_faults(step, filled, facts) for step in STEPS}
    return {step: faults for step, faults in wrong.items() if faults}


def _items(filled: Mapping[str, Any], facts: ClaimFacts) -> Faults:
    lines = filled.get("lines")
    if not isinstance(lines, list) or not lines:
        return {"lines": Fault(N_("Choose at least one item."))}
    if not all(type(line) is int for line in lines) or not set(lines) <= facts.covered:
        return {"lines": Fault(N_("Buyer Protection doesn't cover one of these items. Choose again."))}
    return {}


def _reason(filled: Mapping[str, Any], facts: ClaimFacts) -> Faults:
    possible = {reason.code for reason in reasons_for("protect", facts.classes, facts.is_delivered)}
    if filled.get("reason") in possible:
        return {}
    if filled.get("reason") and not facts.is_delivered:
        return {"reason": Fault(N_("It isn't there yet. Choose what fits what never arrived."))}
    return {"reason": Fault(N_("Choose what happened."))}


def _wanted(filled: Mapping[str, Any], facts: ClaimFacts) -> Faults:
    wanted, amount = filled.get("wanted"), filled.get("amount")
    if wanted not in WANTED:
        return {"wanted": Fault(N_("Choose what you want."))}
    if wanted == "return" and (not facts.is_delivered or filled.get("reason") == "not_received"):
        return {"wanted": Fault(N_("What you never got can't go back. Choose your money."))}
    if amount is not None and (type(amount) is not int or amount <= 0):
        return {"amount": Fault(N_("Enter an amount above nothing, or leave it empty for all of it."))}
    if amount is not None and amount > facts.most:
        return {"amount": Fault(N_("This is more than you paid for these items. Leave it empty for all of it."))}
    return {}


def _evidence(filled: Mapping[str, Any], facts: ClaimFacts) -> Faults:
    words = filled.get("words")
    faults = note_faults("words", words if isinstance(words, str) else "")
    if not faults and len(str(words or "").strip()) < FEWEST_SIGNS:
        faults = {
            "words": Fault(N_("Say what happened in a sentence or two: what you got, and what is wrong with it."))
        }
    known = {reason.code: reason for reason in reasons_for("protect", facts.classes, facts.is_delivered)}
    reason = known.get(str(filled.get("reason")))
    if facts.photos > MOST_PHOTOS:
        faults["photos"] = Fault(N_("At most %(most)s photos, please."), {"most": MOST_PHOTOS})
    elif reason and reason.needs_photos and not facts.photos + facts.photos_before:
        faults["photos"] = Fault(N_("Add at least one photo: without one nobody can see what is meant."))
    return faults
