"""THE verdicts: may this be done with these items now, since when, until when, why not, and what instead (PRODUCT 4).

The page, the gate, the agent and the API ask here. What each rule says stands in cancelling, returning, disputing and
buyer_protection; the sentences stand in verdict_codes.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from shop_help.policy import buyer_protection, cancelling, disputing, returning
from shop_help.policy.changes import CHANGES
from shop_help.policy.deadlines import SENT_LATE
from shop_help.policy.items import Finding, Item
from shop_help.policy.verdict_codes import CODES
from shop_help.policy.verdicts import ACTIONS, Basis, LineFacts, Purchase, Rules, Verdict


def _find_change(action: str, item: Item, reason: str) -> Finding:
    return cancelling.find_change(item, action)


#: What each action asks of an item and of a reason that was chosen (a code of policy.reasons, or none yet). Messaging
#: and contact are never refused, so they ask nothing.
FINDING: dict[str, Callable[[Item, str], Finding]] = {
    "message": lambda item, reason: Finding("message"),
    "contact": lambda item, reason: Finding("contact"),
    "cancel": lambda item, reason: cancelling.find_cancel(item),
    **{change.action: partial(_find_change, change.action) for change in CHANGES},
    "refund": returning.find_refund,
    "return": returning.find_return,
    "exchange": returning.find_exchange,
    "dispute": lambda item, reason: disputing.find_dispute(item),
    "protect": buyer_protection.find_protect,
}
#: These are about the order, whatever its items.
OF_ORDER = ("message", "contact", *(change.action for change in CHANGES if change.is_of_order))


def verdict_message(purchase: Purchase, rules: Rules, now: datetime) -> Verdict:
    """Writing to the seller is never refused."""
    return _of_order("message", purchase, rules, now)


def verdict_contact(purchase: Purchase, rules: Rules, now: datetime) -> Verdict:
    """Customer service is never refused."""
    return _of_order("contact", purchase, rules, now)


def verdict_change_address(purchase: Purchase, rules: Rules, now: datetime) -> Verdict:
    """Another address for what isn't packed yet."""
    return _of_order("change_address", purchase, rules, now)


def verdict_cancel(purchase: Purchase, line: LineFacts, rules: Rules, now: datetime) -> Verdict:
    """Not wanting it any more before it leaves."""
    return verdict_of("cancel", Item(purchase, line, rules, now))


def verdict_change_order(purchase: Purchase, line: LineFacts, rules: Rules, now: datetime) -> Verdict:
    """Another variant or quantity for what isn't packed yet."""
    return verdict_of("change_order", Item(purchase, line, rules, now))


def verdict_refund(purchase: Purchase, line: LineFacts, rules: Rules, now: datetime, reason: str = "") -> Verdict:
    """Money without sending it back."""
    return verdict_of("refund", Item(purchase, line, rules, now), reason)


def verdict_return(purchase: Purchase, line: LineFacts, rules: Rules, now: datetime, reason: str = "") -> Verdict:
    """Sending it back for the money."""
    return verdict_of("return", Item(purchase, line, rules, now), reason)


def verdict_exchange(purchase: Purchase, line: LineFacts, rules: Rules, now: datetime, reason: str = "") -> Verdict:
    """Another one in its place."""
    return verdict_of("exchange", Item(purchase, line, rules, now), reason)


def verdict_dispute(purchase: Purchase, line: LineFacts, rules: Rules, now: datetime) -> Verdict:
    """Customer service looks at the seller's no."""
    return verdict_of("dispute", Item(purchase, line, rules, now))


def verdict_protect(purchase: Purchase, line: LineFacts, rules: Rules, now: datetime, reason: str = "") -> Verdict:
    """A Buyer Protection case."""
    return verdict_of("protect", Item(purchase, line, rules, now), reason)


def _finding(action: str, item: Item, reason: str = "") -> Finding:
    found = item.findings.get((action, reason))
    if found is None:
        found = item.findings[action, reason] = FINDING[action](item, reason)
    return found


def verdict_of(action: str, item: Item, reason: str = "") -> Verdict:
    """The verdict on one item; what is found out about it is kept with it for the next one."""
    found, line = _finding(action, item, reason), item.line
    code = CODES[found.code]
    return Verdict(
        order=item.purchase.number,
        lines=(line.id,),
        action=action,
        eligible=code.is_yes,
        code=found.code,
        sentence=code.sentence,
        basis=Basis(line.delivered_at, line.delivery_source, item.rules.zone, item.rules.version),
        values=found.values,
        opens_at=found.opens_at,
        closes_at=found.closes_at,
        next_action=next((each for each in code.next if each != action and _is_open(each, item)), ""),
        at_once=found.code in cancelling.AT_ONCE,
        by_agent=found.code == "date_unknown",
    )


def _is_open(action: str, item: Item) -> bool:
    return CODES[_finding(action, item).code].is_yes


def _of_order(action: str, purchase: Purchase, rules: Rules, now: datetime) -> Verdict:
    """One verdict for the order: about the items for which it is a yes, else about all."""
    lines = purchase.lines or (LineFacts(0),)
    each = [verdict_of(action, Item(purchase, line, rules, now)) for line in lines]
    best = [verdict for verdict in each if verdict.eligible] or each
    return replace(best[0], lines=tuple(line for verdict in best for line in verdict.lines if line))


def verdicts(purchase: Purchase, rules: Rules, now: datetime) -> list[Verdict]:
    """All of them, in the order of ACTIONS; items that are judged alike share one."""
    found = []
    for action in ACTIONS:
        if action in OF_ORDER:
            found.append(_of_order(action, purchase, rules, now))
        else:
            found += _alike([verdict_of(action, Item(purchase, line, rules, now)) for line in purchase.lines])
    return found


def _alike(each: Sequence[Verdict]) -> list[Verdict]:
    found: list[Verdict] = []
    for verdict in each:
        for place, other in enumerate(found):
            if replace(other, lines=verdict.lines) == verdict:
                found[place] = replace(other, lines=other.lines + verdict.lines)
                break
        else:
            found.append(verdict)
    return found


def verdict_on(
    action: str, purchase: Purchase, rules: Rules, now: datetime, line_ids: Collection[int], reason: str = ""
) -> Verdict:
    """One verdict on the items that somebody chose: a no where one of them can't, else the strictest yes."""
    if action in OF_ORDER:
        return _of_order(action, purchase, rules, now)
    chosen = [line for line in purchase.lines if line.id in line_ids]
    if not chosen or len(chosen) != len(set(line_ids)):
        raise LookupError("not items of this order")
    each = [verdict_of(action, Item(purchase, line, rules, now), reason) for line in chosen]
    refused = [verdict for verdict in each if not verdict.eligible]
    if refused:
        return _alike(refused)[0]
    return replace(min(each, key=_leeway), lines=tuple(line.id for line in chosen))


def _leeway(verdict: Verdict) -> tuple[bool, bool, datetime]:
    """The less it leaves, the stricter it is."""
    return not verdict.by_agent, verdict.at_once, verdict.closes_at or datetime.max.replace(tzinfo=UTC)


def sent_late(verdict: Verdict, opened_at: datetime, now: datetime) -> bool:
    """Was the form opened before the deadline, and sent after it, within the time of grace? Then it is taken."""
    closes = verdict.closes_at
    return closes is not None and opened_at < closes <= now <= closes + SENT_LATE


def as_opened(
    action: str,
    purchase: Purchase,
    rules: Rules,
    times: tuple[datetime, datetime],
    line_ids: Collection[int],
    reason: str = "",
) -> tuple[Verdict, bool]:
    """The verdict on a form that was opened and sent at these times, and whether it is taken though it came late.

    When it was opened is to be known from us, not from the browser. What is taken late is to be logged.
    """
    opened_at, now = times
    then = verdict_on(action, purchase, rules, opened_at, line_ids, reason)
    if then.eligible and sent_late(then, opened_at, now):
        return then, True
    return verdict_on(action, purchase, rules, now, line_ids, reason), False
