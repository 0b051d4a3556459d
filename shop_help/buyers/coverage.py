"""What Buyer Protection covers of an order, item by item: yes or no, why, until which minute, and what to do now."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from shop_help import identity, urls
from shop_help.buyers.possible import Case, case_of, links_of
from shop_help.models.shown_lines import ShownLine
from shop_help.models.shown_orders import ShownOrder
from shop_help.models.shown_protection import protections_of_order
from shop_help.policy.coverage import answer_of, covered_until, standing_of
from shop_help.policy.deadlines import last_moment
from shop_help.policy.order_requests import verdict_of
from shop_help.policy.protection_states import OPEN as STILL_OPEN
from shop_help.policy.verdicts import Purchase, Verdict
from shop_help.speech import gettext as _
from shop_help.verdict_words import label_of, sentence_of


@dataclass(frozen=True)
class Covered:
    """Items of which the same is said."""

    lines: tuple[ShownLine, ...]
    verdict: Verdict
    #: open, later, no or in_case, see policy.coverage.
    standing: str
    answer: str
    reason: str
    #: The last minute that counts, and its zone.
    until: datetime | None
    zone: str
    action: dict[str, Any] | None


def coverage_of(order: ShownOrder, judged: Case | None = None) -> list[Covered]:
    """The order's items, those together of which the same is said; what can be claimed stands first.

    `judged`: the order as the rulebook sees it now, where that is known already.
    """
    case = judged or case_of(order)
    found: dict[Any, Covered] = {}
    cases = _cases_by_line(order, case.purchase)
    for line in order.lines:
        each = _covered(order, line, verdict_of("protect", case.items[line.id]), cases.get(line.id))
        key = (each.verdict.code, each.answer, each.reason, each.until, cases.get(line.id))
        known = found.get(key)
        found[key] = replace(known, lines=(*known.lines, line)) if known else each
    return sorted(found.values(), key=lambda each: ("in_case", "open", "later", "no").index(each.standing))


def _cases_by_line(order: ShownOrder, purchase: Purchase) -> dict[int, int]:
    """The case that each item is in, by the line's id; asked only where there is one."""
    if not any(line.in_protection for line in purchase.lines):
        return {}
    cases = protections_of_order(order.id, identity.current().person_id)
    return {line.id: case.id for case in reversed(cases) if case.state in STILL_OPEN for line in case.lines}


def _covered(order: ShownOrder, line: ShownLine, verdict: Verdict, case_id: int | None) -> Covered:
    ends_at = covered_until(verdict)
    return Covered(
        lines=(line,),
        verdict=verdict,
        standing=standing_of(verdict),
        answer=_(answer_of(verdict)),
        reason=sentence_of(verdict),
        until=last_moment(ends_at) if ends_at else None,
        zone=verdict.basis.zone,
        action=_action(order, verdict, case_id),
    )


def _action(order: ShownOrder, verdict: Verdict, case_id: int | None) -> dict[str, Any] | None:
    """What to do now. What leads nowhere yet leads to the seller; that form is sent, the rest are links."""
    name = "protect" if verdict.eligible else verdict.next_action
    if verdict.code == "in_protection":
        href = urls.protection_case(case_id) if case_id else urls.protection()
        return {"label": _("See your case"), "href": href, "is_accent": False, "form": False}
    leads = coverage_links(order.number).get(name)
    if leads is None:
        label = _("Message %(shop)s", shop=order.shop.name)
        return {"label": label, "href": urls.message_shop(order.shop.id), "is_accent": False, "form": True}
    label = _("Open a case") if name == "protect" else label_of(name)
    return {"label": label, "href": leads, "is_accent": name == "protect", "form": False}


def coverage_links(number: str) -> dict[str, str]:
    """Where each next step leads; customer service is asked about the cover."""
    return links_of(number) | {"contact": urls.contact(number, "is-it-covered")}
