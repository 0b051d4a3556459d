"""What was chosen of a refund, a return or an exchange so far: which units, what happened, what is wanted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from shop_help.buyers.order_actions import REFUND
from shop_help.buyers.possible import Case, links_of, told_of
from shop_help.buyers.units import Units, chosen_of, units_of
from shop_help.policy.reasons import REASONS, Reason
from shop_help.policy.verdicts import Verdict
from shop_help.policy.wording import N_
from shop_help.presentation import joined
from shop_help.speech import gettext as _

#: What can be wanted, in words.
WANTS = {
    "refund": N_("My money back, without sending it back"),
    "return": N_("Send it back for my money"),
    "exchange": N_("Another one in its place"),
}


@dataclass
class Want:
    """Something that can be wanted, and why not where it can't."""

    name: str
    words: str
    told: dict[str, Any]
    is_open: bool


@dataclass
class Choice:
    """What was chosen so far: each step opens the next."""

    case: Case
    units: list[Units]
    chosen: list[int]
    #: With what each allows.
    reasons: list[tuple[Reason, str]]
    reason: Reason | None
    wants: list[Want]
    want: Want | None

    @property
    def is_complete(self) -> bool:
        return bool(self.chosen and self.reason and self.want)


def choice_of(case: Case, ids_of: Callable[[Sequence[Units]], list[int]] = chosen_of) -> Choice:
    units = units_of(case, lambda line_id: case.best(REFUND, line_id))
    chosen = ids_of(units)
    reasons = _reasons(case, chosen) if chosen else []
    known = REASONS.get(request.values.get("reason", ""))
    reason = known if known in [each for each, _allowed in reasons] else None
    wants = _wants(case, chosen, reason.code) if reason else []
    return Choice(case, units, chosen, reasons, reason, wants, _want(wants))


def _reasons(case: Case, chosen: Sequence[int]) -> list[tuple[Reason, str]]:
    """Those that can be given for all of these units, each with what it allows, in words."""
    names = {"refund": _("refund"), "return": _("return"), "exchange": _("exchange")}
    found = []
    for reason in REASONS.values():
        allowed = [names[want] for want in WANTS if _is_open(case.verdict(want, chosen, reason.code))]
        if allowed:
            found.append((reason, joined(allowed)))
    return found


def _is_open(verdict: Verdict) -> bool:
    """Can the seller be asked?"""
    return verdict.eligible and not verdict.by_agent


def _wants(case: Case, chosen: Sequence[int], reason: str) -> list[Want]:
    links = links_of(case.order.number)
    found = []
    for name, words in WANTS.items():
        verdict = case.verdict(name, chosen, reason)
        found.append(Want(name, _(words), told_of(verdict, links, case.rules.zone), _is_open(verdict)))
    return found


def _want(wants: Sequence[Want]) -> Want | None:
    """The one that was chosen, else the first that can be had."""
    open_ones = [each for each in wants if each.is_open]
    named = request.values.get("want", "")
    return next((each for each in open_ones if each.name == named), open_ones[0] if open_ones else None)
