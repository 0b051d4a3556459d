"""What can be done with an order now, and what can't: each of the buyer's actions, the items that are judged alike
together, since when, until when, and what instead (PRODUCT 4, "A verdict")."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from shop_help import clock, urls
from shop_help.buyers.order_actions import ACTIONS, Action
from shop_help.models.request_facts import known_facts
from shop_help.models.shown_orders import ShownOrder
from shop_help.policy.changes import CHANGES
from shop_help.policy.items import Item
from shop_help.policy.order_requests import verdict_of, verdict_on, verdicts
from shop_help.policy.verdicts import LineFacts, Purchase, Rules, Verdict
from shop_help.purchases import purchase_of
from shop_help.rules_finding import rules_for
from shop_help.speech import gettext as _
from shop_help.verdict_words import verdict_words


@dataclass(frozen=True)
class Case:
    """An order as the rulebook sees it just now."""

    order: ShownOrder
    purchase: Purchase
    rules: Rules
    now: datetime

    @cached_property
    def items(self) -> dict[int, Item]:
        """Each unit by its id, with all that is found out about it."""
        return {line.id: Item(self.purchase, line, self.rules, self.now) for line in self.purchase.lines}

    @cached_property
    def alike(self) -> list[list[int]]:
        """The units, those together of which the rules know the same: what is said of one holds for all."""
        if len(self.purchase.lines) == 1:
            return [[self.purchase.lines[0].id]]
        found: dict[LineFacts, list[int]] = {}
        for line in self.purchase.lines:
            found.setdefault(replace(line, id=0), []).append(line.id)
        return list(found.values())

    def verdict(self, action: str, line_ids: Sequence[int], reason: str = "") -> Verdict:
        """One verdict on all of these units: a no where one of them can't."""
        return verdict_on(action, self.purchase, self.rules, self.now, line_ids, reason)

    def best(self, action: Action, line_id: int) -> Verdict:
        """The verdict on one unit: the first yes of what the action stands for, else a no that opens later."""
        found = None
        for name in action.verdicts:
            verdict = verdict_of(name, self.items[line_id])
            if verdict.eligible and not verdict.by_agent:
                return verdict
            if found is None or (verdict.opens_at and verdict.opens_at > self.now):
                found = found if found and found.opens_at and found.opens_at > self.now else verdict
        return found or self.verdict("contact", [line_id])


def case_of(order: ShownOrder, is_known: bool = True) -> Case:
    """An order, its parcels read too, with what its requests and refunds tell of its items (`is_known`: there are
    some)."""
    purchase = purchase_of(order, known_facts([order.id]) if is_known else None)
    return Case(order, purchase, rules_for(order), clock.now())


def links_of(number: str, dispute: str = "") -> dict[str, str]:
    """Where each action leads. Without a link it has no button."""
    links = {
        "contact": urls.contact(number),
        "protect": urls.claim(number),
        "cancel": urls.cancellation(number),
    }
    links |= {change.action: urls.change(change.kind, number) for change in CHANGES}
    links |= {want: urls.refund_or_return(number, want) for want in ("refund", "return", "exchange")}
    return links | ({"dispute": dispute} if dispute else {})


@dataclass
class Row:
    """An action of the list: its sentences for the items for which it is open, and for those for which it isn't."""

    action: Action
    href: str
    open: list[dict[str, Any]] = field(default_factory=list)
    shut: list[dict[str, Any]] = field(default_factory=list)
    is_shut_for_some: bool = False


def rows_of(case: Case, zone: str, with_shut: bool = True) -> list[Row]:
    """Each action with its verdicts in words, the items that are judged alike together.

    Without `with_shut` nothing is said of what isn't open, only that it isn't.
    """
    links = links_of(case.order.number) if with_shut else {}
    return [_row(case, action, zone, links, with_shut) for action in ACTIONS]


def _row(case: Case, action: Action, zone: str, links: Mapping[str, str], with_shut: bool) -> Row:
    row = Row(action, action.address(case.order.number))
    for verdict in _alike([_on(ids, case.best(action, ids[0])) for ids in case.alike]):
        if verdict.eligible or with_shut:
            names = "" if len(verdict.lines) == len(case.order.lines) else names_of(case.order, verdict.lines)
            (row.open if verdict.eligible else row.shut).append(told_of(verdict, links, zone) | {"names": names})
        row.is_shut_for_some |= not verdict.eligible
    return row


def _on(ids: Sequence[int], verdict: Verdict) -> Verdict:
    return verdict if len(ids) == 1 else replace(verdict, lines=tuple(ids))


def _alike(each: Sequence[Verdict]) -> list[Verdict]:
    """One verdict for all items of which the same is said."""
    if len(each) == 1:
        return list(each)
    found: dict[Verdict, list[int]] = {}
    for verdict in each:
        key = replace(verdict, lines=(), values=_frozen(verdict.values))
        found.setdefault(key, []).extend(verdict.lines)
    return [replace(key, lines=tuple(lines), values=dict(key.values)) for key, lines in found.items()]


def _frozen(values: Mapping[str, object]) -> Any:
    return tuple(sorted(values.items()))


def told_of(verdict: Verdict, links: Mapping[str, str], zone: str) -> dict[str, Any]:
    """A verdict in words. What leads nowhere yet leads to customer service, which is never refused."""
    if verdict.next_action and verdict.next_action not in links and verdict.next_action != "message":
        verdict = replace(verdict, next_action="contact")
    told = verdict_words(verdict, links, zone)
    opens = verdict.opens_at if not verdict.eligible and verdict.opens_at and verdict.opens_at > clock.now() else None
    # Where the reason itself says until when, it isn't said twice.
    is_said = "until" in verdict.values
    return told | {"opens_at": opens, "until": None if is_said else told["closes_at"], "code": verdict.code}


def names_of(order: ShownOrder, line_ids: Sequence[int]) -> str:
    """These items in words, alike ones counted."""
    counted: dict[str, int] = {}
    for line in order.lines:
        if line.id in line_ids:
            counted[line.name] = counted.get(line.name, 0) + 1
    return ", ".join(f"{name} × {count}" if count > 1 else name for name, count in counted.items())


def all_verdicts(case: Case, zone: str) -> list[tuple[str, dict[str, Any]]]:
    """Every verdict on every item: which items, and the card."""
    links = links_of(case.order.number)
    shown = [
        each for each in verdicts(case.purchase, case.rules, case.now) if each.action not in ("message", "contact")
    ]
    told = [each for each in shown if each.code != "nothing_rejected"]
    return [(names_of(case.order, each.lines) or _("All items"), _quiet(told_of(each, links, zone))) for each in told]


def _quiet(told: dict[str, Any]) -> dict[str, Any]:
    """Among many none is the one thing to do."""
    return told | {"action": told["action"] | {"is_accent": False}} if told["action"] else told
