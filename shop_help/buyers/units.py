"""The units of an order in a form: those that look alike and are judged alike together, and how many are chosen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from shop_help.buyers.possible import Case, links_of, told_of
from shop_help.models.shown_lines import ShownLine
from shop_help.policy.verdicts import Verdict


@dataclass
class Units:
    """Units of an order that look alike and are judged alike; so many of them are chosen."""

    line: ShownLine
    ids: list[int]
    verdict: Verdict
    #: The verdict in words, where it is a no or somebody else's to decide.
    told: dict[str, Any] | None
    chosen: int = 0
    #: There is nothing to choose: it is this, or nothing.
    is_fixed: bool = False

    @property
    def is_open(self) -> bool:
        """Can the seller be asked about them?"""
        return self.told is None


def units_of(case: Case, judge: Callable[[int], Verdict], all_at_first: bool = False) -> list[Units]:
    """The units to choose from, with what was chosen so far."""
    found: dict[Any, Units] = {}
    links = links_of(case.order.number)
    judged = {ids[0]: judge(ids[0]) for ids in case.alike}
    first_of = {line: ids[0] for ids in case.alike for line in ids}
    for line in case.order.lines:
        first = first_of[line.id]
        verdict = judged[first]
        key = (first, line.name, line.variant, line.price)
        if key not in found:
            is_open = verdict.eligible and not verdict.by_agent
            told = None if is_open else told_of(verdict, links, case.rules.zone)
            found[key] = Units(line, [], verdict, told)
        found[key].ids.append(line.id)
    _choose(list(found.values()), all_at_first)
    return list(found.values())


def _choose(units: Sequence[Units], all_at_first: bool) -> None:
    is_only_one = sum(len(each.ids) for each in units if each.is_open) == 1
    for each in units:
        # What isn't paid is cancelled as a whole.
        each.is_fixed = each.is_open and (is_only_one or each.verdict.code == "cancel_unpaid")
        is_first_sight = all_at_first and "touched" not in request.values
        each.chosen = len(each.ids) if each.is_fixed or (each.is_open and is_first_sight) else _count(each)


def _count(each: Units) -> int:
    """How many of them were ticked or counted, whether they are open still or not."""
    ticked = {str(line_id) for line_id in each.ids} & set(request.values.getlist("line"))
    counted = request.values.get(f"units-{each.ids[0]}", 0, type=int)
    return min(max(len(ticked), counted), len(each.ids))


def chosen_of(units: Sequence[Units]) -> list[int]:
    """The ids of the units that were chosen and are open."""
    return sent_of([each for each in units if each.is_open])


def sent_of(units: Sequence[Units]) -> list[int]:
    """The ids of all that were chosen: what isn't open any more is for the act to refuse, not to be dropped."""
    return [line_id for each in units for line_id in each.ids[: each.chosen]]
